//! CloudFormation rolls an update back, or fails to.

use super::agenda::Step;
use super::names::{definition_resource, service_resource};
use super::state::World;
use crate::domain::Timestamp;
use crate::domain::deployment::RolloutState;
use crate::domain::stack::{ResourceStatus, StackStatus};

impl World {
    /// Brings back what the update has touched. When a failed rollback is continued: only what is still failed, and
    /// of that not what the person skips.
    pub(super) fn roll_back(&mut self, stack: usize, at: Timestamp) {
        let Some(control) = self.operations.get_mut(stack) else { return };
        let (skipped, nested) = (control.skipped.clone(), control.nested.clone());
        control.rollback_failed.clear();
        let continued = control.continued;
        for logical in &skipped {
            self.row(stack, logical, ResourceStatus::UpdateComplete, "", at);
        }
        let failed = |world: &Self, logical: &str| {
            world.resource(stack, logical).is_some_and(|resource| resource.status == ResourceStatus::UpdateFailed)
        };
        for (service, plan) in self.touched_services(stack, at) {
            let old = self.controls.get(service).map_or(plan.revision, |control| control.revision);
            if !continued && self.was_touched(stack, &definition_resource(&plan)) {
                self.point_definition(stack, &plan, old);
                self.row(stack, &definition_resource(&plan), ResourceStatus::UpdateComplete, "", at);
            }
            let logical = service_resource(&plan);
            let mine = !continued && !skipped.contains(&logical) && self.was_touched(stack, &logical);
            if failed(self, &logical) || mine {
                self.row(stack, &logical, ResourceStatus::UpdateInProgress, "", at);
                self.return_to(service, old, at);
            }
        }
        for logical in self.changing(stack) {
            if failed(self, &logical) {
                self.row(stack, &logical, ResourceStatus::UpdateInProgress, "", at);
            }
        }
        for (child, logical) in nested {
            self.roll_back_nested(stack, child, &logical, at);
        }
        self.put_step(at, 3, stack, Step::WatchRollback);
    }

    /// Whether the update had come to a resource when it failed.
    fn was_touched(&self, stack: usize, logical: &str) -> bool {
        let began = self.account.stacks.get(stack).and_then(|sim| sim.stack.updated_at);
        self.resource(stack, logical).is_some_and(|resource| resource.updated_at >= began)
    }

    fn roll_back_nested(&mut self, stack: usize, child: usize, logical: &str, at: Timestamp) {
        let status = self.status(child);
        // It has rolled itself back already, or is doing so: only an update that went well, or a rollback that
        // failed, wants to be told.
        let told = match status {
            StackStatus::UpdateRollbackFailed | StackStatus::UpdateFailed => true,
            StackStatus::UpdateComplete => self.operations.get(stack).is_some_and(|control| !control.continued),
            _ => false,
        };
        if told {
            if let Some(control) = self.operations.get_mut(child) {
                control.continued = status == StackStatus::UpdateRollbackFailed;
                control.began = at;
            }
            self.stack_row(child, StackStatus::UpdateRollbackInProgress, "", at);
            self.put_step(at, 1, child, Step::RollBack);
        }
        if told || self.status(child) == StackStatus::UpdateRollbackInProgress {
            self.row(stack, logical, ResourceStatus::UpdateInProgress, "", at);
        } else if status == StackStatus::UpdateRollbackComplete {
            self.row(stack, logical, ResourceStatus::UpdateComplete, "", at);
        }
    }

    /// Has ECS go back to a revision; nothing to do where it is on the way there by itself.
    fn return_to(&mut self, service: usize, revision: i32, at: Timestamp) {
        let Some((sim, control)) = self.service(service) else { return };
        let arn = self.definition_arn(&control.plan, revision);
        let primary = sim.service.primary();
        if primary.is_none_or(|d| d.task_definition.raw() != arn || d.rollout == RolloutState::Failed) {
            self.deploy(service, revision, false, at);
        }
    }

    pub(super) fn watch_rollback(&mut self, stack: usize, at: Timestamp) {
        let mut failed = self.settle_services(stack, at);
        if self.operations.get(stack).is_some_and(|control| control.forced) {
            for (logical, _) in failed.drain(..) {
                self.row(stack, &logical, ResourceStatus::UpdateComplete, "", at);
            }
        }
        if !failed.is_empty() {
            return self.fail_rollback(stack, &failed, at);
        }
        self.finish_changing(stack, at);
        let done = self.in_progress(stack).is_empty();
        let (seconds, step) = if done { (1, Step::RollbackCleanUp) } else { (3, Step::WatchRollback) };
        self.put_step(at, seconds, stack, step);
    }

    fn fail_rollback(&mut self, stack: usize, failed: &[(String, String)], at: Timestamp) {
        self.agenda.forget_operation(stack);
        let words = self.fail_rows(stack, failed, at);
        self.stack_row(stack, StackStatus::UpdateRollbackFailed, &words, at);
        let Some(control) = self.operations.get_mut(stack) else { return };
        control.rollback_failed = failed.iter().map(|(logical, _)| logical.clone()).collect();
        if let Some(parent) = control.parent {
            self.put_step(at, 1, parent, Step::NestedRollbackFailed);
        }
    }

    pub(super) fn rollback_clean_up(&mut self, stack: usize, at: Timestamp) {
        self.stack_row(stack, StackStatus::UpdateRollbackCompleteCleanupInProgress, "", at);
        self.put_step(at, 1, stack, Step::RollbackDone);
    }

    pub(super) fn rollback_done(&mut self, stack: usize, at: Timestamp) {
        for (service, plan) in self.touched_services(stack, at) {
            let new = self.controls.get(service).map_or(plan.revision, |control| control.revision + 1);
            self.delete_definition(stack, &definition_resource(&plan), self.definition_arn(&plan, new).into(), at);
        }
        self.stack_row(stack, StackStatus::UpdateRollbackComplete, "", at);
        if let Some(parent) = self.operations.get(stack).and_then(|control| control.parent) {
            self.put_step(at, 1, parent, Step::NestedRolledBack);
        }
    }
}
