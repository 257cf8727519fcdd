//! What will happen when.

use crate::domain::Timestamp;
use std::collections::BTreeMap;

/// Something that happens at a point in time.
#[derive(Clone, Debug)]
pub(super) enum Happening {
    /// The ECS scheduler looks at a service (by its place in the account).
    Look(usize),
    /// A task goes on in its life (by task id).
    Life(String, LifeStep),
    /// A task that serves requests logs one.
    Request(String),
    /// CloudFormation goes on with a stack (by its place in the account).
    Operation(usize, Step),
    /// A drift detection (by id) has read everything.
    Compared(String),
    /// Something that a deployment (by its id) of a service waits for, or that comes over it.
    Turn(usize, String, Turn),
}

/// What comes over a deployment beside the lives of its tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// The time of its pause hook is up.
    HookOver,
    BakeOver,
    /// An alarm it listens to goes off.
    Alarm,
    /// It was stopped by hand.
    RollBack,
    /// Autoscaling puts the count back to its minimum.
    ScaleBack,
}

/// The steps of a task's life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LifeStep {
    Pull,
    NeverStart,
    Pulled,
    Run,
    Healthy,
    Exit,
    Unhealthy,
    ChecksFail,
    Taken,
    /// Its containers end because it was asked to stop.
    Ended,
    Stopped,
}

/// The steps of a stack's operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Create,
    Created,
    Delete,
    Deleted,
    CreateAndFail,
    Begin,
    Replace,
    Register,
    Replaced,
    Deploy,
    /// Resources that come before the services.
    WatchFirst,
    Watch,
    CleanUp,
    CleanedUp,
    Done,
    /// A nested stack has finished its update.
    NestedDone,
    /// A nested stack's update has failed.
    NestedFailed,
    RollBack,
    WatchRollback,
    RollbackCleanUp,
    RollbackDone,
    /// A nested stack has finished its rollback.
    NestedRolledBack,
    NestedRollbackFailed,
}

/// The happenings to come, by time; those of one moment in the order they were put down.
#[derive(Clone, Debug, Default)]
pub(super) struct Agenda {
    entries: BTreeMap<(Timestamp, u64), Happening>,
    count: u64,
}

impl Agenda {
    pub(super) fn put(&mut self, at: Timestamp, what: Happening) {
        self.entries.insert((at, self.count), what);
        self.count += 1;
    }

    /// Takes the next happening that is due at `now`.
    pub(super) fn take_due(&mut self, now: Timestamp) -> Option<(Timestamp, Happening)> {
        let entry = self.entries.first_entry().filter(|entry| entry.key().0 <= now)?;
        let at = entry.key().0;
        Some((at, entry.remove()))
    }

    /// Forgets all that a stack had before it: another operation takes its place.
    pub(super) fn forget_operation(&mut self, stack: usize) {
        self.entries.retain(|_, what| !matches!(what, Happening::Operation(other, _) if *other == stack));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn happenings_come_by_time_and_then_in_the_order_they_were_put_down() {
        let at = |s| Timestamp::from_second(s).expect("valid");
        let mut agenda = Agenda::default();
        for (second, service) in [(9, 1), (5, 2), (5, 3), (7, 4)] {
            agenda.put(at(second), Happening::Look(service));
        }
        let mut order = vec![];
        while let Some((when, Happening::Look(service))) = agenda.take_due(at(8)) {
            order.push((when.as_second(), service));
        }
        assert_eq!(order, [(5, 2), (5, 3), (7, 4)]);
    }
}
