//! The operation of the stack that runs or was last run: when it began, when it turned round, where it first failed.

use super::nest::ResourceAt;
use crate::diagnosis::reading::is_cancellation;
use crate::domain::facts::Facts;
use crate::domain::stack::{ResourceStatus, Stack, StackEvent};
use crate::domain::{Text, Timestamp};
use std::collections::{HashMap, HashSet};

/// What the histories of the nest tell about the operation in question.
#[derive(Clone, Debug, Default)]
pub struct OperationView<'a> {
    /// The newest operation somebody asked for, a continued rollback included.
    pub began: Option<Timestamp>,
    /// The newest change somebody asked for: the create, update or delete a rollback belongs to.
    pub change_began: Option<Timestamp>,
    /// When the rollback of that change began, if it was rolled back.
    pub rollback_began: Option<Timestamp>,
    /// The row of the stack that began it, where somebody asked for it while the update ran: AWS tells a cancelled
    /// update by these words alone. One that had failed and was rolled back later is none.
    pub cancelled_by: Option<&'a StackEvent>,
    /// Where it is a deletion and the creation before it had failed: the row that failed first in that.
    pub failed_creation: Option<&'a StackEvent>,
    /// Rows since the change began, of every stack of the nest, newest first within a stack.
    pub events: Vec<&'a StackEvent>,
    /// Of them the newest of each resource, by the ARN of its stack and its logical id: there may be ten thousand.
    newest: HashMap<(&'a Text, &'a Text), &'a StackEvent>,
}

impl<'a> OperationView<'a> {
    /// Reads the histories.
    pub fn of(facts: &'a Facts, stack: Option<&'a Stack>) -> Self {
        let Some(stack) = stack else { return Self::default() };
        let own: &[StackEvent] = facts.nest.get(&stack.id).and_then(|f| f.events.value()).map_or(&[], Vec::as_slice);
        let mut starts = own.iter().filter(|e| e.starts_operation());
        let newest_start = starts.next();
        let change = newest_start.filter(|e| !is_rollback(e)).or_else(|| starts.find(|e| !is_rollback(e)));
        let change_began = change.map(|e| e.at).or_else(|| stack.operation_began());
        let since = |e: &&StackEvent| change_began.is_none_or(|began| e.at >= began);
        let events: Vec<&StackEvent> = facts
            .nest
            .values()
            .flat_map(|f| f.events.value().into_iter().flat_map(|events| events.iter().take_while(since)))
            .collect();
        let mut of_stack = own.iter().take_while(since).filter(|e| e.is_about_stack());
        let turned = of_stack.clone().filter(|e| is_rollback(e)).min_by_key(|e| e.at);
        let rollback_began = turned.map(|e| e.at);
        let before = of_stack.find(|e| !is_rollback(e));
        let ran = before.is_some_and(|e| e.status == ResourceStatus::UpdateInProgress);
        let cancelled_by = turned.filter(|e| ran && e.starts_operation());
        let began = newest_start.map(|e| e.at).or_else(|| stack.operation_began());
        let mut newest = HashMap::new();
        for &event in &events {
            newest.entry((&event.stack, &event.logical_id)).or_insert(event);
        }
        let failed_creation = change.and_then(|change| failed_creation(own, change));
        Self { began, change_began, rollback_began, cancelled_by, failed_creation, events, newest }
    }

    /// Rows of resources that failed for a reason of their own, oldest first. A nested stack's row counts only
    /// where nothing inside it is known to have failed.
    pub fn failures(&self) -> Vec<&'a StackEvent> {
        let own_reason = |e: &&&StackEvent| {
            e.status.is_failed() && !e.is_about_stack() && !e.reason.as_ref().is_some_and(is_cancellation)
        };
        let all: Vec<&StackEvent> = self.events.iter().filter(own_reason).copied().collect();
        let is_nested = |e: &StackEvent| e.kind.raw() == crate::domain::stack::NESTED_STACK;
        let failing: HashSet<&Text> = all.iter().map(|e| &e.stack).collect();
        let inside = |e: &StackEvent| e.physical_id.as_ref().is_some_and(|id| failing.contains(id));
        let mut kept: Vec<&StackEvent> = all.iter().filter(|e| !(is_nested(e) && inside(e))).copied().collect();
        kept.sort_by_key(|e| e.at);
        kept
    }

    /// The first failure of the change itself, before it was rolled back: the cause CloudFormation knows.
    pub fn first_failure(&self) -> Option<&'a StackEvent> {
        let before = |e: &&StackEvent| self.rollback_began.is_none_or(|turned| e.at <= turned);
        self.failures().into_iter().find(before)
    }

    /// Failures of the rollback itself: of each resource the newest row since it began, if that is a failure.
    pub fn rollback_failures(&self) -> Vec<&'a StackEvent> {
        let Some(turned) = self.rollback_began else { return Vec::new() };
        let is_newest = |e: &StackEvent| {
            self.newest_of(&e.stack, &e.logical_id).is_some_and(|newest| newest.id == e.id && newest.at == e.at)
        };
        self.failures().into_iter().filter(|e| e.at >= turned && is_newest(e)).collect()
    }

    /// When the rollback reached a resource: its first row in progress since the rollback began; where there is none,
    /// when the rollback began.
    pub fn turned(&self, row: Option<ResourceAt<'_>>) -> Option<Timestamp> {
        let began = self.rollback_began?;
        let is_it = |e: &&&StackEvent| {
            row.is_some_and(|at| e.stack == *at.stack && e.logical_id == at.resource.logical_id)
                && e.at >= began
                && e.status.is_in_progress()
        };
        self.events.iter().filter(is_it).map(|e| e.at).min().or(Some(began))
    }

    /// How the change itself ended at a resource: its newest row before the rollback turned to it.
    pub fn ended(&self, row: ResourceAt<'_>) -> Option<&'a StackEvent> {
        let turned = self.turned(Some(row))?;
        let is_it = |e: &&&StackEvent| e.stack == *row.stack && e.logical_id == row.resource.logical_id;
        self.events.iter().filter(is_it).find(|e| e.at < turned).copied()
    }

    /// Rows of what was still under way when it turned and was given up for that, oldest first. A nested stack's row
    /// counts only where none inside it does.
    pub fn given_up(&self) -> Vec<&'a StackEvent> {
        let Some(turned) = self.rollback_began else { return Vec::new() };
        let is_it = |e: &&&StackEvent| {
            e.status.is_failed() && !e.is_about_stack() && e.reason.as_ref().is_some_and(is_cancellation)
        };
        let all: Vec<&StackEvent> = self.events.iter().filter(is_it).copied().collect();
        let inside = |e: &StackEvent| e.physical_id.as_ref().is_some_and(|id| all.iter().any(|one| one.stack == *id));
        let mut kept: Vec<&StackEvent> = all.iter().filter(|e| !inside(e)).copied().collect();
        // A nested stack turns a little later than the outermost one.
        kept.retain(|e| self.turned_in(&e.stack).unwrap_or(turned) >= e.at);
        kept.sort_by_key(|e| e.at);
        kept
    }

    /// When a stack of the nest turned.
    fn turned_in(&self, stack: &Text) -> Option<Timestamp> {
        let own = self.events.iter().filter(|e| e.is_about_stack() && e.stack == *stack && is_rollback(e));
        own.map(|e| e.at).min()
    }

    /// Since when a resource had been under way at a time: the first of its rows in progress after the newest that is
    /// none.
    pub fn under_way(&self, until: &StackEvent) -> Option<Timestamp> {
        let is_it = |e: &&&StackEvent| e.stack == until.stack && e.logical_id == until.logical_id && e.at <= until.at;
        let rows = self.events.iter().filter(is_it).skip_while(|e| !e.status.is_in_progress());
        rows.take_while(|e| e.status.is_in_progress()).last().map(|e| e.at)
    }

    /// The newest row of a resource.
    pub fn newest_of(&self, stack: &Text, logical_id: &Text) -> Option<&'a StackEvent> {
        self.newest.get(&(stack, logical_id)).copied()
    }
}

/// The first failure of the creation a deletion follows on, in a stack's own history, newest first.
fn failed_creation<'a>(own: &'a [StackEvent], deletion: &StackEvent) -> Option<&'a StackEvent> {
    if deletion.status != ResourceStatus::DeleteInProgress {
        return None;
    }
    let before: Vec<&StackEvent> =
        own.iter().skip_while(|e| e.id != deletion.id).skip(1).take_while(|e| !is_creation(e)).collect();
    // A stack that has once been whole was not deleted for that.
    let is_whole = |e: &&&StackEvent| e.is_about_stack() && !is_rollback(e) && e.status.as_str().ends_with("_COMPLETE");
    if before.iter().any(|e| is_whole(&e)) {
        return None;
    }
    let own_reason = |e: &&&StackEvent| {
        e.status == ResourceStatus::CreateFailed
            && !e.is_about_stack()
            && !e.reason.as_ref().is_some_and(is_cancellation)
    };
    before.iter().filter(own_reason).min_by_key(|e| e.at).copied()
}

fn is_creation(event: &StackEvent) -> bool {
    event.starts_operation() && event.status == ResourceStatus::CreateInProgress
}

fn is_rollback(event: &StackEvent) -> bool {
    event.status.as_str().contains("ROLLBACK")
}
