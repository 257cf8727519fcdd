//! Which resources a failed update rollback may leave out.

use super::Text;
use super::facts::Facts;
use super::stack::{ResourceStatus, StackEvent, StackResource, StackStatus};

/// A resource that may be named in ResourcesToSkip of ContinueUpdateRollback: UPDATE_FAILED because the
/// rollback failed, not because something else was cancelled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skippable {
    /// `LogicalId`, or `NestedStackName.LogicalId` with the nested stack's own name.
    pub name: Text,
    /// The resource's type.
    pub kind: Text,
    pub reason: Option<Text>,
}

/// Nested stacks are followed this deep.
const DEEPEST: usize = 8;

/// The resources that may be skipped, in the order of the stacks. Empty unless the stack is in
/// UPDATE_ROLLBACK_FAILED. A nested stack itself cannot be skipped while it lives; what failed in it can.
pub fn skippable(facts: &Facts) -> Vec<Skippable> {
    let Some(stack) = facts.stack.value().filter(|s| s.status == StackStatus::UpdateRollbackFailed) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    collect(facts, &stack.id, None, DEEPEST, &mut found);
    found
}

fn collect(facts: &Facts, stack: &Text, nested_name: Option<&str>, depth: usize, found: &mut Vec<Skippable>) {
    let Some(known) = facts.nest.get(stack) else { return };
    let events = known.events.value().map_or(&[][..], Vec::as_slice);
    for resource in known.resources.value().into_iter().flatten() {
        if resource.status != ResourceStatus::UpdateFailed {
            continue;
        }
        if resource.is_nested_stack() {
            // The stack above has seen it mended.
            if newest_of(resource, events).is_some_and(|newest| newest.status != ResourceStatus::UpdateFailed) {
                continue;
            }
            if let (Some(child), true) = (&resource.physical_id, depth > 0) {
                collect(facts, child, child.raw().split('/').nth(1), depth - 1, found);
            }
        } else if failed_by_rollback(resource, events) {
            let id = resource.logical_id.raw();
            let name = nested_name.map_or(id.to_owned(), |stack| format!("{stack}.{id}"));
            found.push(Skippable {
                name: Text::from(name),
                kind: resource.kind.clone(),
                reason: resource.status_reason.clone(),
            });
        }
    }
}

/// Whether its newest row is a failure that came after the rollback began and was no cancellation: one that was mended
/// since has a later row that says so, whatever the list of resources still says. Where the history does not reach that
/// far the resource's own status is believed: a rollback has failed and it is UPDATE_FAILED.
fn failed_by_rollback(resource: &StackResource, newest_first: &[StackEvent]) -> bool {
    let Some(newest) = newest_of(resource, newest_first) else {
        return resource.status_reason.as_ref().is_none_or(|r| !r.raw().to_lowercase().contains("cancelled"));
    };
    let rollback = |e: &&StackEvent| e.is_about_stack() && e.status.as_str() == "UPDATE_ROLLBACK_IN_PROGRESS";
    let began = newest_first.iter().find(rollback).map(|e| e.at);
    let is_failure = newest.status == ResourceStatus::UpdateFailed && !newest.is_cancelled();
    is_failure && began.is_none_or(|began| newest.at >= began)
}

fn newest_of<'a>(resource: &StackResource, newest_first: &'a [StackEvent]) -> Option<&'a StackEvent> {
    newest_first.iter().find(|event| event.logical_id == resource.logical_id && !event.is_about_stack())
}
