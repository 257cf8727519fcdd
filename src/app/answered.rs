//! Custom resources that were answered FAILED from here, as the journal has it.

use super::undertaken::Undertaken;
use crate::domain::lever::Lever;
use crate::domain::taken::Taken;
use crate::domain::{Text, Timestamp};
use std::collections::BTreeMap;

/// When, the last time of each in this change, by ARN of the stack and logical id.
pub fn failed_for(past: &Undertaken<'_>) -> BTreeMap<(Text, Text), Timestamp> {
    let which = |write: &Taken| {
        let mut stacks = past.facts.nest.keys();
        let stack = stacks.find(|stack| write.aim.raw() == format!("resource {} of {stack}", write.target))?;
        Some(((stack.clone(), write.target.clone()), write.at))
    };
    past.writes().into_iter().filter(|write| write.lever == Some(Lever::AnswerFailed)).filter_map(which).collect()
}
