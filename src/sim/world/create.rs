//! CloudFormation creates a stack, or fails to.

use super::agenda::Step;
use super::stack_book::USER;
use super::state::{World, after};
use crate::domain::Timestamp;
use crate::domain::stack::{ResourceStatus, StackStatus};
use crate::sim::scenario::OperationPlan;

impl World {
    /// Creates a stack and everything in it; its services come up at once.
    pub(super) fn create(&mut self, stack: usize, at: Timestamp) {
        self.stack_row(stack, StackStatus::CreateInProgress, USER, at);
        for logical in self.in_progress(stack) {
            self.row(stack, &logical, ResourceStatus::CreateInProgress, "", at);
            self.row(stack, &logical, ResourceStatus::CreateInProgress, "Resource creation Initiated", at);
        }
        for (service, plan) in self.services_of(stack) {
            self.make_log_group(&plan, at);
            let revision = self.controls.get(service).map_or(plan.revision, |control| control.revision);
            self.point_definition(stack, &plan, revision);
            self.deploy(service, revision, true, at);
        }
        for (child, _) in self.operations.get(stack).map(|control| control.nested.clone()).unwrap_or_default() {
            self.put_step(at, 2, child, Step::Create);
        }
        self.put_step(at, 600, stack, Step::Created);
    }

    pub(super) fn created(&mut self, stack: usize, at: Timestamp) {
        for logical in self.in_progress(stack) {
            self.row(stack, &logical, ResourceStatus::CreateComplete, "", at);
        }
        self.stack_row(stack, StackStatus::CreateComplete, "", at);
    }

    /// The creation fails at one resource, and what was made is deleted again: ROLLBACK_COMPLETE. Told as a whole,
    /// because it lies in the past when a scenario opens.
    pub(super) fn create_and_fail(&mut self, stack: usize, at: Timestamp) {
        let Some(OperationPlan::FailedCreate { resource: culprit, reason, .. }) =
            self.operations.get(stack).and_then(|control| control.operation.clone())
        else {
            return;
        };
        if let Some(sim) = self.account.stacks.get_mut(stack) {
            sim.stack.created_at = Some(at);
        }
        self.stack_row(stack, StackStatus::CreateInProgress, USER, at);
        let all = self.in_progress(stack);
        let at = after(at, 3_000);
        for logical in &all {
            self.row(stack, logical, ResourceStatus::CreateInProgress, "", at);
        }
        let at = after(at, 40_000);
        let others = || all.iter().filter(|logical| **logical != culprit);
        for logical in others() {
            self.row(stack, logical, ResourceStatus::CreateComplete, "", at);
        }
        let at = after(at, 30_000);
        self.row(stack, &culprit, ResourceStatus::CreateFailed, &reason, at);
        if self.operations.get(stack).is_some_and(|control| control.rollback_disabled) {
            let words = format!("The following resource(s) failed to create: [{culprit}]. ");
            self.stack_row(stack, StackStatus::CreateFailed, &words, at);
            return self.sort_events(stack);
        }
        let words = format!("The following resource(s) failed to create: [{culprit}]. Rollback requested by user.");
        self.stack_row(stack, StackStatus::RollbackInProgress, &words, at);
        let at = after(at, 20_000);
        for logical in &all {
            self.row(stack, logical, ResourceStatus::DeleteInProgress, "", at);
            self.row(stack, logical, ResourceStatus::DeleteComplete, "", after(at, 9_000));
        }
        self.stack_row(stack, StackStatus::RollbackComplete, "", after(at, 12_000));
        self.sort_events(stack);
    }

    fn sort_events(&mut self, stack: usize) {
        if let Some(sim) = self.account.stacks.get_mut(stack) {
            sim.events.sort_by_key(|event| event.at);
        }
    }
}
