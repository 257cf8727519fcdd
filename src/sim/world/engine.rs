//! Time passes: what is due happens, in order.

use super::agenda::{Happening, Step};
use super::state::{World, after};
use crate::domain::Timestamp;
use crate::domain::stack::StackStatus;

/// Milliseconds for which a stopped task is still listed: about an hour.
const STOPPED_KEPT: i64 = 60 * 60_000;

impl World {
    /// Lets time pass. Called before each request is answered. Many small steps are one big step; a clock that goes
    /// back changes nothing.
    pub fn advance(&mut self, now: Timestamp) {
        if now < self.now {
            return;
        }
        while let Some((at, what)) = self.agenda.take_due(now) {
            match what {
                Happening::Look(service) => self.look(service, at),
                Happening::Life(task, step) => self.live(&task, step, at),
                Happening::Request(task) => self.serve_request(&task, at),
                Happening::Compared(detection) => self.compared(&detection, at),
                Happening::Operation(stack, step) => self.operate(stack, step, at),
                Happening::Turn(service, deployment, turn) => self.turn(service, &deployment, turn, at),
            }
        }
        self.now = now;
        self.count_all_again();
        self.forget_stopped(now);
    }

    fn operate(&mut self, stack: usize, step: Step, at: Timestamp) {
        match step {
            Step::Create => self.create(stack, at),
            Step::Created => self.created(stack, at),
            Step::Delete => self.delete(stack, at),
            Step::Deleted => {
                self.deleted(stack, at);
            }
            Step::CreateAndFail => self.create_and_fail(stack, at),
            Step::Begin => {
                self.forget_stopped(at);
                self.begin_update(stack, at);
            }
            Step::Replace => self.replace_definitions(stack, at),
            Step::Register => self.register(stack, at),
            Step::Replaced => self.replaced(stack, at),
            Step::Deploy => self.update_services(stack, at),
            Step::WatchFirst => self.watch_first(stack, at),
            Step::Watch => self.watch(stack, at),
            Step::CleanUp => self.clean_up(stack, at),
            Step::CleanedUp => self.cleaned_up(stack, at),
            Step::Done => self.update_done(stack, at),
            Step::NestedDone => self.nested_done(stack, &StackStatus::UpdateComplete, at),
            Step::NestedFailed => self.nested_failed(stack, at),
            Step::RollBack => self.roll_back(stack, at),
            Step::WatchRollback => self.watch_rollback(stack, at),
            Step::RollbackCleanUp => self.rollback_clean_up(stack, at),
            Step::RollbackDone => self.rollback_done(stack, at),
            Step::NestedRolledBack => self.nested_done(stack, &StackStatus::UpdateRollbackComplete, at),
            Step::NestedRollbackFailed => self.nested_rollback_failed(stack, at),
        }
    }

    fn forget_stopped(&mut self, now: Timestamp) {
        let oldest = after(now, -STOPPED_KEPT);
        if self.first_stop.is_none_or(|first| first >= oldest) {
            return;
        }
        self.account.tasks.retain(|sim| sim.task.stopped_at.is_none_or(|stopped| stopped >= oldest));
        let ids = self.account.tasks.iter().map(|sim| sim.task.id().to_owned());
        self.places = ids.enumerate().map(|(place, id)| (id, place)).collect();
        self.first_stop = self.account.tasks.iter().filter_map(|sim| sim.task.stopped_at).min();
    }
}
