//! Any of the operations.

use super::change::Change;
use super::count::SetCount;
use super::custom::AnswerCustomResource;
use super::deployment::{ContinueDeployment, ForceDeployment, StopDeployment};
use super::reading::Reading;
use super::save_query::SaveQuery;
use super::scaling::SetScaling;
use super::stack::{CancelUpdate, ContinueRollback, DeleteStack, RollbackStack, Skip};
use super::stack_aim::StackAim;
use super::task::StopTask;
use crate::domain::identity::Place;
use crate::domain::lever::Lever;
use crate::domain::lever_table::why_not;
use crate::domain::service::ServiceId;
use crate::domain::situation::Situation;
use crate::domain::text::Text;

/// A write to AWS with all that is needed to send it, and the state it was decided on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operation {
    SetCount(SetCount),
    StopDeployment(StopDeployment),
    ContinueDeployment(ContinueDeployment),
    ForceDeployment(ForceDeployment),
    StopTask(StopTask),
    SetScaling(SetScaling),
    CancelUpdate(CancelUpdate),
    ContinueRollback(ContinueRollback),
    RollbackStack(RollbackStack),
    DeleteStack(DeleteStack),
    AnswerCustomResource(Box<AnswerCustomResource>),
    SaveQuery(Box<SaveQuery>),
}

impl Operation {
    /// Sets the count of a service to 0.
    pub fn scale_to_zero(service: ServiceId, from: i32) -> Self {
        Self::SetCount(SetCount { service, from, to: 0 })
    }

    /// Continues a failed rollback without these resources.
    pub fn continue_rollback(aim: StackAim, skip: Vec<Text>) -> Self {
        Self::ContinueRollback(ContinueRollback { aim, skip: Skip::Only(skip) })
    }

    fn change(&self) -> &dyn Change {
        match self {
            Self::SetCount(change) => change,
            Self::StopDeployment(change) => change,
            Self::ContinueDeployment(change) => change,
            Self::ForceDeployment(change) => change,
            Self::StopTask(change) => change,
            Self::SetScaling(change) => change,
            Self::CancelUpdate(change) => change,
            Self::ContinueRollback(change) => change,
            Self::RollbackStack(change) => change,
            Self::DeleteStack(change) => change,
            Self::AnswerCustomResource(change) => change.as_ref(),
            Self::SaveQuery(change) => change.as_ref(),
        }
    }

    /// The lever it pulls.
    pub fn lever(&self) -> Lever {
        self.change().lever()
    }

    /// The API call, as the permission is called.
    pub fn action(&self) -> &'static str {
        self.lever().action()
    }

    /// A name for people.
    pub fn title(&self) -> String {
        self.change().title()
    }

    /// What the person types to confirm, compared byte by byte with the raw name.
    pub fn target_name(&self) -> &Text {
        self.change().target_name()
    }

    /// What it acts on, unlike any other thing: one write at a time is under way to it.
    pub fn aim(&self) -> String {
        self.change().aim()
    }

    /// What was there before, as far as it takes to restore it.
    pub fn before(&self) -> String {
        self.change().before()
    }

    /// The name of the service or stack it is about, for who asks what was done to that.
    pub fn about(&self) -> &Text {
        match self {
            Self::AnswerCustomResource(change) => &change.aim.name,
            other => other.service().map_or_else(|| other.target_name(), |service| &service.name),
        }
    }

    /// The same as a command, quoted for a POSIX shell.
    pub fn command(&self) -> String {
        self.change().command()
    }

    /// The command completed by where it goes.
    pub fn command_at(&self, place: &Place) -> String {
        let command = self.command();
        if command.starts_with("aws ") { command + &place.arguments() } else { command }
    }

    /// What is to be read again right before it is sent.
    pub fn readings(&self) -> Vec<Reading<'_>> {
        self.change().readings()
    }

    /// Why it must not be sent in the situation read right before: what has moved since the person looked, or what
    /// makes it illegal now. The table is the one the menu was made from.
    pub fn obstacle(&self, now: &Situation<'_>) -> Option<String> {
        self.change().moved(now).or_else(|| why_not(self.lever(), now))
    }

    /// The stack it is aimed at, with the token of its confirmation.
    pub fn stack_aim_mut(&mut self) -> Option<&mut StackAim> {
        match self {
            Self::CancelUpdate(change) => Some(&mut change.aim),
            Self::ContinueRollback(change) => Some(&mut change.aim),
            Self::RollbackStack(change) => Some(&mut change.aim),
            Self::DeleteStack(change) => Some(&mut change.aim),
            _ => None,
        }
    }

    /// The service it is about.
    pub fn service(&self) -> Option<&ServiceId> {
        self.change().service()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::operation::{Answer, DeleteStack, Keep};
    use crate::domain::scaling::Suspended;
    use crate::domain::stack::StackStatus;

    fn service() -> ServiceId {
        ServiceId { cluster: Text::new("prod"), name: Text::new("it's; rm -rf") }
    }

    fn aim() -> StackAim {
        StackAim {
            id: Text::new("arn:aws:cloudformation:eu-west-1:1:stack/shop/0a"),
            name: Text::new("shop"),
            from: StackStatus::DeleteFailed,
            token: Text::new("t-1"),
        }
    }

    #[test]
    fn the_command_is_quoted_for_a_shell() {
        assert_eq!(
            Operation::scale_to_zero(service(), 4).command(),
            "aws ecs update-service --cluster prod --service 'it'\\''s; rm -rf' --desired-count 0"
        );
    }

    #[test]
    fn the_same_enum_is_another_lever_by_what_it_says() {
        let count = |to| Operation::SetCount(SetCount { service: service(), from: 2, to });
        assert_eq!((count(0).lever(), count(4).lever()), (Lever::ScaleToZero, Lever::SetCount));
        let scaling = |to| Operation::SetScaling(SetScaling { service: service(), from: Suspended::default(), to });
        assert_eq!(scaling(Suspended::ALL).lever(), Lever::SuspendScaling);
        assert_eq!(scaling(Suspended::default()).lever(), Lever::ResumeScaling);
        let delete = |keep| Operation::DeleteStack(DeleteStack { aim: aim(), keep });
        assert_eq!(delete(Keep::WhateverFails).lever(), Lever::ForceDelete);
        let keeping = delete(Keep::Only(vec![Text::new("Bucket")]));
        assert_eq!(keeping.lever(), Lever::DeleteKeeping);
        assert!(keeping.command().ends_with("stack/shop/0a --retain-resources Bucket"), "{}", keeping.command());
    }

    #[test]
    fn the_command_of_an_answer_holds_no_address_and_goes_to_no_region() {
        let url =
            "https://cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com/a?Signature=5ec2e7";
        let (stack, logical) = (aim().id, Text::new("Migration"));
        let line = format!(
            "{{'RequestType': 'Create', 'ResponseURL': '{url}', 'StackId': '{stack}', 'RequestId': 'r-1', \
             'LogicalResourceId': 'Migration'}}"
        );
        let request = crate::domain::custom_request::CustomRequest::in_line(&line, &stack, &logical).expect("one");
        let change = AnswerCustomResource { aim: aim(), request, answer: Answer::Failed };
        let operation = Operation::AnswerCustomResource(Box::new(change));
        let place = Place { region: Text::new("eu-west-1"), profile: None, endpoint: None };
        let told = format!("{} {operation:?} {}", operation.command_at(&place), operation.title());
        assert!(!told.contains("5ec2e7") && !told.contains("amazonaws") && !told.contains("--region"), "{told}");
        assert!(told.contains("\"Status\":\"FAILED\"") && told.contains("$RESPONSE_URL"), "{told}");
    }
}
