//! The list of stacks, troubled and moving ones first.

use super::list::List;
use crate::domain::facts::Facts;
use crate::domain::stack::Stack;

/// How much a stack asks for a look, most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    Failed,
    Moving,
    RolledBack,
    Settled,
}

/// Reads the urgency off the status.
pub fn urgency(stack: &Stack) -> Urgency {
    if stack.status.is_failed() {
        Urgency::Failed
    } else if stack.status.is_moving() {
        Urgency::Moving
    } else if stack.status.is_rolled_back() {
        Urgency::RolledBack
    } else {
        Urgency::Settled
    }
}

/// The stacks to show, in order. Nested ones are reached through their root, so they are left out unless they
/// are in trouble themselves.
pub fn rows<'a>(facts: &'a Facts, list: &List) -> Vec<&'a Stack> {
    let shown = |stack: &&Stack| {
        (stack.parent.is_none() || urgency(stack) <= Urgency::Moving)
            && list.shows(&[stack.name.as_str(), stack.status.as_str()])
    };
    let mut rows: Vec<&Stack> = facts.stacks.value().into_iter().flatten().filter(shown).collect();
    rows.sort_by_key(|stack| (urgency(stack), std::cmp::Reverse(stack.operation_began()), stack.name.clone()));
    rows
}
