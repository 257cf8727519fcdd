//! What can be done to the stack itself.

use super::lost;
use super::state::situation;
use crate::diagnosis::candidate::{Bearing, Candidate};
use crate::diagnosis::verdict::Remedy;
use crate::diagnosis::view::{ServiceView, View};
use crate::domain::Text;
use crate::domain::custom_request::CustomRequest;
use crate::domain::left_out::LeftOut;
use crate::domain::lever::Lever;
use crate::domain::lever_table::why_not;
use crate::domain::operation::{
    Answer, AnswerCustomResource, CancelUpdate, CheckDrift, DeleteStack, Keep, Operation, RollbackStack, StackAim,
};
use crate::domain::situation::Situation;
use crate::domain::skip::skippable;
use crate::domain::stack::{ResourceStatus, Stack, StackStatus};

/// Continue the rollback, skipping what failed in it. Only in UPDATE_ROLLBACK_FAILED, and only on the outermost
/// stack of a nest. The token stays empty: one is made for each confirmation.
pub fn continue_rollback(stack: &Stack, skip: Vec<Text>) -> Vec<Remedy> {
    if stack.status != StackStatus::UpdateRollbackFailed || stack.parent.is_some() {
        return Vec::new();
    }
    let effect = if skip.is_empty() {
        "CloudFormation tries the rollback again; it fails again unless the reason is gone.".to_owned()
    } else {
        let names: Vec<&str> = skip.iter().map(Text::as_str).collect();
        format!(
            "CloudFormation calls {} rolled back without touching it and goes on to UPDATE_ROLLBACK_COMPLETE. \
             What is skipped stays as it is: template and reality differ until an update sets it right.",
            names.join(", ")
        )
    };
    vec![Remedy { operation: Operation::continue_rollback(StackAim::at(stack), skip), effect }]
}

/// Cancels the update, where no service is known that it is said of.
pub fn cancel(stack: &Stack) -> Vec<Remedy> {
    if stack.status != StackStatus::UpdateInProgress || stack.parent.is_some() {
        return Vec::new();
    }
    let effect = format!(
        "{} goes back to what it was. It waits on the way for whatever does not answer now. Deploy again once the cause \
         is mended.",
        stack.name
    );
    vec![Remedy { operation: Operation::CancelUpdate(CancelUpdate { aim: StackAim::at(stack) }), effect }]
}

/// Answers FAILED in place of the functions that do not answer, where their requests were found: cancelling would wait
/// for them all the same. Of the stack itself only: the status of a nested one is not read here.
pub fn answers(view: &View<'_>, stack: &Stack) -> Vec<Remedy> {
    let waits = view.resources.iter().filter(|at| *at.stack == stack.id && at.resource.is_custom());
    let open = waits.filter(|at| at.resource.status.is_in_progress());
    let requests = open.filter_map(|at| {
        view.facts.custom_requests.get(&(stack.id.clone(), at.resource.logical_id.clone()))?.value()?.clone()
    });
    let remedy = |request: CustomRequest| {
        let effect = format!(
            "CloudFormation hears that {} has failed: the operation ends now and not when its time is up, and {} goes \
             back. It asks the function again on the way.",
            request.logical_id, stack.name
        );
        let change = AnswerCustomResource { aim: StackAim::at(stack), request, answer: Answer::Failed };
        Remedy { operation: Operation::AnswerCustomResource(Box::new(change)), effect }
    };
    requests.map(remedy).collect()
}

/// Rolls back an update that was left as it was. One of CREATE_FAILED would be deleted: that is no way out.
pub fn roll_back(stack: &Stack) -> Vec<Remedy> {
    if stack.status != StackStatus::UpdateFailed || stack.parent.is_some() {
        return Vec::new();
    }
    let effect = format!(
        "{} goes back to its last stable state, and takes the next update. An update without the error does as well.",
        stack.name
    );
    vec![Remedy { operation: Operation::RollbackStack(RollbackStack { aim: StackAim::at(stack) }), effect }]
}

/// Deletes the stack without what could not be deleted: the only lever that ends it.
pub fn delete_keeping(view: &View<'_>, stack: &Stack) -> Vec<Remedy> {
    let insides = view.facts.nest.get(&stack.id).and_then(|insides| insides.resources.value());
    let resources = insides.map_or(&[][..], Vec::as_slice);
    let now = Situation { stack: Some(stack), resources, ..Situation::default() };
    if why_not(Lever::DeleteKeeping, &now).is_some() {
        return Vec::new();
    }
    let failed = resources.iter().filter(|resource| resource.status == ResourceStatus::DeleteFailed);
    let keep: Vec<Text> = failed.map(|resource| resource.logical_id.clone()).collect();
    let names: Vec<String> = keep.iter().map(|name| name.as_str().to_owned()).collect();
    let effect = format!(
        "{} is deleted without {}, which stays as it is and belongs to no stack. Who wants that deleted as well removes \
         what stands in the way first and deletes the stack again.",
        stack.name,
        LeftOut::listed(&names)
    );
    let change = DeleteStack { aim: StackAim::at(stack), keep: Keep::Only(keep) };
    vec![Remedy { operation: Operation::DeleteStack(change), effect }]
}

/// Compares the stack with its template, where a rollback was continued from here without some of it: until that is
/// seen nobody knows what is otherwise than CloudFormation says.
pub fn compare(view: &View<'_>, stack: &Stack) -> Vec<Remedy> {
    let left = view.left_out().filter(|left| !left.is_compared);
    let now = Situation { stack: Some(stack), ..Situation::default() };
    let Some(left) = left.filter(|_| why_not(Lever::CheckDrift, &now).is_none()) else { return Vec::new() };
    let names = LeftOut::listed(&left.names);
    let effect = format!(
        "{} takes the next update, and {names} was left out of its rollback: CloudFormation calls that rolled back as it \
         is. Nothing is changed; what differs is named, and what was left out has to be looked at by hand where it is \
         not compared.",
        stack.name
    );
    vec![Remedy { operation: Operation::CheckDrift(CheckDrift::of(stack)), effect }]
}

/// Services that a continued rollback would wait for again: they may not be skipped, their tasks fail, and so their
/// count is set to zero before it is continued.
pub fn before_continuing(view: &View<'_>, found: &[Candidate]) -> Vec<Remedy> {
    let skipped = skippable(view.facts);
    let root = view.stack.map(|stack| &stack.id);
    let fails = |service: &ServiceView<'_>| {
        let blocks = |c: &Candidate| c.finding.service.as_ref() == Some(service.id) && c.bearing >= Bearing::Blocks;
        let name = service.row.map(|row| row.name(root));
        service.holds_stack
            && name.is_some_and(|name| skipped.iter().all(|resource| resource.name != name))
            && service.service.is_some_and(|known| !known.is_settled())
            && lost::for_good(view.facts, service).is_none()
            && found.iter().any(blocks)
    };
    let again = view.services.iter().filter(|service| fails(service));
    let legal = again.filter(|service| why_not(Lever::ScaleToZero, &situation(view, service)).is_none());
    let remedy = |service: &ServiceView<'_>| {
        let name = &service.id.name;
        let effect = format!(
            "The rollback would wait for {name} again, which may not be skipped and whose tasks still fail; with 0 \
             tasks ECS calls it stable. Then continue the rollback. The template's count may bring its tasks back."
        );
        Some(Remedy { operation: Operation::scale_to_zero(service.id.clone(), service.service?.desired), effect })
    };
    legal.filter_map(remedy).collect()
}
