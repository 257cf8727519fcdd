//! What a stack learns of those nested in it.

use super::agenda::Step;
use super::state::World;
use crate::domain::Timestamp;
use crate::domain::stack::{ResourceStatus, StackStatus};

impl World {
    /// Nested stacks in a status, with their logical ids, whose resource is still in progress.
    fn nested_in_status(&self, stack: usize, status: &StackStatus) -> Vec<(usize, String)> {
        let open = self.in_progress(stack);
        let nested = self.operations.get(stack).map(|control| control.nested.clone()).unwrap_or_default();
        nested.into_iter().filter(|(child, id)| open.contains(id) && self.status(*child) == *status).collect()
    }

    /// Nested stacks have finished: update or rollback.
    pub(super) fn nested_done(&mut self, stack: usize, status: &StackStatus, at: Timestamp) {
        for (_, logical) in self.nested_in_status(stack, status) {
            self.row(stack, &logical, ResourceStatus::UpdateComplete, "", at);
        }
    }

    /// A nested stack's update has failed, and so has the update of this one.
    pub(super) fn nested_failed(&mut self, stack: usize, at: Timestamp) {
        let failed = self.embedded(stack, &StackStatus::UpdateRollbackInProgress);
        if self.status(stack) == StackStatus::UpdateInProgress && !failed.is_empty() {
            self.fail_update(stack, &failed, at);
        }
    }

    /// A nested stack's rollback has failed, and so has the rollback of this one.
    pub(super) fn nested_rollback_failed(&mut self, stack: usize, at: Timestamp) {
        let failed = self.embedded(stack, &StackStatus::UpdateRollbackFailed);
        if self.status(stack) != StackStatus::UpdateRollbackInProgress || failed.is_empty() {
            return;
        }
        self.agenda.forget_operation(stack);
        let words = self.fail_rows(stack, &failed, at);
        self.stack_row(stack, StackStatus::UpdateRollbackFailed, &words, at);
        if let Some(parent) = self.operations.get(stack).and_then(|control| control.parent) {
            self.put_step(at, 1, parent, Step::NestedRollbackFailed);
        }
    }

    fn embedded(&self, stack: usize, status: &StackStatus) -> Vec<(String, String)> {
        let nested = self.nested_in_status(stack, status).into_iter();
        let told = nested.filter_map(|(child, logical)| {
            let child = &self.account.stacks.get(child)?.stack;
            let (id, why) = (child.id.raw(), child.status_reason.as_ref().map_or("", |reason| reason.raw()));
            let words =
                format!("Embedded stack {id} was not successfully updated. Currently in {status} with reason: ");
            Some((logical, words + why))
        });
        told.collect()
    }
}
