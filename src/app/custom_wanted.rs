//! Where to look for the request of a custom resource that holds the stack.

use super::situated::waiting_customs;
use crate::domain::facts::Facts;
use crate::domain::stack::StackResource;
use crate::domain::topic::Topic;
use crate::domain::{Text, Timestamp};
use jiff::SignedDuration;
use std::collections::BTreeSet;

/// Functions of a stack whose logs are looked through at most (our choice).
const FUNCTIONS: usize = 5;
/// CloudFormation asks before it tells that it has: our choice.
const BEFORE: SignedDuration = SignedDuration::from_mins(1);

/// A topic for each custom resource in progress. Which function answers for it is in its template only; the functions
/// of its own stack are looked through, and a line is believed only where it names stack and resource.
pub fn custom_requests(facts: &Facts) -> BTreeSet<Topic> {
    let topic = |(stack, logical_id): (Text, Text)| {
        let resources = facts.nest.get(&stack)?.resources.value()?;
        let functions = resources.iter().filter(|one| one.kind.raw() == "AWS::Lambda::Function");
        let groups: BTreeSet<Text> = functions.filter_map(group).take(FUNCTIONS).collect();
        let row = resources.iter().find(|one| one.logical_id == logical_id)?;
        let from: Timestamp = row.updated_at?.checked_sub(BEFORE).ok()?;
        (!groups.is_empty()).then_some(Topic::CustomRequest { stack, logical_id, groups, from })
    };
    waiting_customs(facts).into_iter().filter_map(topic).collect()
}

fn group(function: &StackResource) -> Option<Text> {
    Some(Text::from(format!("/aws/lambda/{}", function.physical_id.as_ref()?.raw())))
}
