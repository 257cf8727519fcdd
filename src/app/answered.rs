//! Custom resources that were answered FAILED from here, as the journal has it.

use super::old_count::has_happened;
use super::undertaken::Undertaken;
use crate::domain::lever::Lever;
use crate::domain::taken::Taken;
use crate::domain::{Text, Timestamp};
use std::collections::BTreeMap;

/// When, the last time of each in this change, by ARN of the stack and logical id.
pub fn failed_for(past: &Undertaken<'_>) -> BTreeMap<(Text, Text), Timestamp> {
    let is_one = |write: &&Taken| {
        write.lever == Some(Lever::AnswerFailed) && has_happened(write) && past.in_this_change(write.at)
    };
    let which = |write: &Taken| {
        let mut stacks = past.facts.nest.keys();
        let stack = stacks.find(|stack| write.aim.raw() == format!("resource {} of {stack}", write.target))?;
        Some(((stack.clone(), write.target.clone()), write.at))
    };
    past.taken.iter().filter(is_one).filter_map(which).collect()
}
