//! Which role says a verdict, a status, a confidence.

use super::role::Role;
use crate::app::panes::stacks::{Urgency, urgency};
use crate::diagnosis::verdict::Verdict;
use crate::domain::deployment::RolloutState;
use crate::domain::stack::{ResourceStatus, Stack, StackStatus};

pub fn of_verdict(verdict: Verdict) -> Role {
    match verdict {
        Verdict::Healthy => Role::Ok,
        Verdict::Progressing => Role::Busy,
        Verdict::Slow => Role::Slow,
        Verdict::Waiting => Role::Waiting,
        Verdict::Stuck => Role::Stuck,
        Verdict::Failed => Role::Bad,
        Verdict::Unknown => Role::Unsure,
    }
}

pub fn of_stack_status(status: &StackStatus) -> Role {
    if status.is_failed() {
        Role::Bad
    } else if status.is_rolling_back() || status.is_rolled_back() {
        Role::Slow
    } else if status.is_moving() {
        Role::Busy
    } else {
        Role::Ok
    }
}

pub fn of_stack(stack: &Stack) -> Role {
    match urgency(stack) {
        Urgency::Settled => Role::Muted,
        _ => of_stack_status(&stack.status),
    }
}

pub fn of_resource_status(status: &ResourceStatus) -> Role {
    if status.is_failed() {
        Role::Bad
    } else if status.as_str().contains("ROLLBACK") {
        Role::Slow
    } else if status.is_in_progress() {
        Role::Busy
    } else {
        Role::Ok
    }
}

pub fn of_rollout(state: &RolloutState) -> Role {
    match state {
        RolloutState::InProgress => Role::Busy,
        RolloutState::Completed => Role::Ok,
        RolloutState::Failed => Role::Bad,
        RolloutState::Untold | RolloutState::Other(_) => Role::Muted,
    }
}
