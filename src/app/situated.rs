//! The state a lever would be pulled in, from what was read last.

use crate::domain::Text;
use crate::domain::facts::Facts;
use crate::domain::operation::{Operation, StackAim};
use crate::domain::service::ServiceId;
use crate::domain::situation::Situation;
use crate::domain::stack::{StackResource, StackStatus};

/// What a lever is pulled at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    Service(ServiceId),
    /// A task of a service; none where none is chosen.
    Task(ServiceId, Option<Text>),
    /// The stack in question.
    Stack,
    /// A custom resource: ARN of its stack, logical id; none where none waits.
    Custom(Option<(Text, Text)>),
}

/// The state of a target.
pub fn situation<'a>(facts: &'a Facts, target: &Target) -> Situation<'a> {
    match target {
        Target::Service(id) => of_service(facts, id),
        Target::Task(id, arn) => {
            let tasks = facts.services.get(id).and_then(|known| known.tasks.value());
            let task = arn.as_ref().and_then(|arn| tasks?.get(arn));
            Situation { task, ..of_service(facts, id) }
        }
        Target::Stack => of_stack(facts),
        Target::Custom(which) => {
            let custom = which.as_ref().and_then(|(stack, logical)| resource(facts, stack, logical));
            let request_found = which.as_ref().is_some_and(|which| {
                facts.custom_requests.get(which).and_then(|known| known.value()).is_some_and(Option::is_some)
            });
            let answerer = which.as_ref().and_then(|(stack, logical)| facts.answerer((stack, logical)));
            Situation { custom, answerer, request_found, ..of_stack(facts) }
        }
    }
}

/// The target of an operation.
pub fn target(operation: &Operation) -> Target {
    match operation {
        Operation::StopTask(change) => Target::Task(change.service.clone(), Some(change.task.clone())),
        Operation::AnswerCustomResource(change) => {
            Target::Custom(Some((change.aim.id.clone(), change.request.logical_id.clone())))
        }
        other => other.service().map_or(Target::Stack, |id| Target::Service(id.clone())),
    }
}

/// Why an operation would not be sent now, by what was read last: what has moved since it was chosen, or what makes
/// it illegal. Right before sending it is read anew and asked again.
pub fn obstacle(facts: &Facts, operation: &Operation) -> Option<String> {
    // The deployment it was chosen for need no longer be the newest.
    let deployment = match operation {
        Operation::StopDeployment(change) => Some(&change.deployment),
        Operation::ContinueDeployment(change) => Some(&change.deployment),
        _ => None,
    };
    let mut now = situation(facts, &target(operation));
    if let (Some(arn), Some(id)) = (deployment, operation.service()) {
        let all = facts.services.get(id).and_then(|known| known.deployments.value());
        now.deployment = all.and_then(|all| all.iter().find(|one| one.arn == *arn));
    }
    // A nested stack's own status is not read; the look right before sending reads it.
    if let Operation::AnswerCustomResource(change) = operation
        && now.stack.is_some_and(|stack| stack.id != change.aim.id)
    {
        now.stack = None;
    }
    operation.obstacle(&now)
}

fn of_service<'a>(facts: &'a Facts, id: &ServiceId) -> Situation<'a> {
    let Some(known) = facts.services.get(id) else { return of_stack(facts) };
    Situation {
        service: known.service.value(),
        deployment: known.deployments.value().and_then(|all| all.first()),
        scaling: known.scaling.value().map(Option::as_ref),
        ..of_stack(facts)
    }
}

fn of_stack(facts: &Facts) -> Situation<'_> {
    let stack = facts.stack.value();
    let insides = stack.and_then(|stack| facts.nest.get(&stack.id)?.resources.value());
    Situation { stack, resources: insides.map_or(&[], Vec::as_slice), ..Situation::default() }
}

/// The custom resources somebody's function has to answer for now, with the ARNs of their stacks.
pub fn waiting_customs(facts: &Facts) -> Vec<(Text, Text)> {
    let mut found = Vec::new();
    for (stack, insides) in &facts.nest {
        let all = insides.resources.value().into_iter().flatten();
        let waiting = all.filter(|resource| resource.is_custom() && resource.status.is_in_progress());
        found.extend(waiting.map(|resource| (stack.clone(), resource.logical_id.clone())));
    }
    found
}

fn resource<'a>(facts: &'a Facts, stack: &Text, logical: &Text) -> Option<&'a StackResource> {
    let mut all = facts.nest.get(stack)?.resources.value()?.iter();
    all.find(|resource| resource.logical_id == *logical)
}

/// A stack of the nest as an answer is aimed at it. Of a nested one the status is that of its row in the stack above.
pub fn aim_at(facts: &Facts, id: &Text) -> Option<StackAim> {
    if let Some(stack) = facts.stack.value().filter(|stack| stack.id == *id) {
        return Some(StackAim::at(stack));
    }
    let mut all = facts.nest.values().filter_map(|insides| insides.resources.value()).flatten();
    let row = all.find(|row| row.is_nested_stack() && row.physical_id.as_ref() == Some(id))?;
    Some(StackAim {
        id: id.clone(),
        name: Text::new(id.raw().split('/').nth(1)?),
        from: StackStatus::parse(row.status.as_str()),
        token: Text::new(""),
    })
}
