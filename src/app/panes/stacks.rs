//! The list of stacks, troubled and moving ones first.

use super::list::List;
use crate::domain::Text;
use crate::domain::facts::Facts;
use crate::domain::stack::Stack;
use std::collections::HashSet;

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

/// The stacks to show, in order. A nested one is reached through its root, so it is left out where its root is in
/// the list; its trouble is its root's.
pub fn rows<'a>(facts: &'a Facts, list: &List) -> Vec<&'a Stack> {
    let all = facts.stacks.value().map_or(&[][..], Vec::as_slice);
    let ids: HashSet<&Text> = all.iter().map(|stack| &stack.id).collect();
    let has_root = |stack: &Stack| stack.root.as_ref().or(stack.parent.as_ref()).is_some_and(|root| ids.contains(root));
    let shown = |stack: &&Stack| !has_root(stack) && list.shows(&[stack.name.as_str(), stack.status.as_str()]);
    let mut rows: Vec<&Stack> = all.iter().filter(shown).collect();
    rows.sort_by_key(|stack| (urgency(stack), std::cmp::Reverse(stack.operation_began()), stack.name.clone()));
    rows
}
