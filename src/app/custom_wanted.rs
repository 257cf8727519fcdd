//! Where to look for the request of a custom resource that holds the stack.

use super::situated::waiting_customs;
use crate::domain::facts::Facts;
use crate::domain::service_token::ServiceToken;
use crate::domain::stack::StackResource;
use crate::domain::topic::Topic;
use crate::domain::{Text, Timestamp};
use jiff::SignedDuration;
use std::collections::BTreeSet;

/// Functions of a stack whose logs are looked through at most (our choice).
const FUNCTIONS: usize = 5;
/// CloudFormation asks before it tells that it has: our choice.
const BEFORE: SignedDuration = SignedDuration::from_mins(1);

/// A topic for each custom resource in progress. The function that answers for it, which may be another stack's, is
/// looked through, and those of its own stack: one may ask another. A line is believed only where it names stack and
/// resource.
pub fn custom_requests(facts: &Facts) -> BTreeSet<Topic> {
    let topic = |(stack, logical_id): (Text, Text)| {
        let resources = facts.nest.get(&stack)?.resources.value()?;
        let functions = resources.iter().filter(|one| one.kind.raw() == "AWS::Lambda::Function");
        let answerer = facts.answerer((&stack, &logical_id)).filter(|token| token.out_of_reach(&stack).is_none());
        let named = answerer.and_then(ServiceToken::log_group);
        let groups: BTreeSet<Text> = named.into_iter().chain(functions.filter_map(group)).take(FUNCTIONS).collect();
        let row = resources.iter().find(|one| one.logical_id == logical_id)?;
        let from: Timestamp = row.updated_at?.checked_sub(BEFORE).ok()?;
        (!groups.is_empty()).then_some(Topic::CustomRequest { stack, logical_id, groups, from })
    };
    waiting_customs(facts).into_iter().filter_map(topic).collect()
}

fn group(function: &StackResource) -> Option<Text> {
    Some(Text::from(format!("/aws/lambda/{}", function.physical_id.as_ref()?.raw())))
}
