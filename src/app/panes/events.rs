//! Stack events of the whole nest in one order, newest first, with the first failure marked.

use super::list::List;
use crate::domain::Text;
use crate::domain::facts::Facts;
use crate::domain::stack::StackEvent;

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub struct EventRow<'a> {
    pub event: &'a StackEvent,
    /// The nested stack it happened in; none in the stack in question itself.
    pub nested: Option<String>,
    pub weight: Weight,
}

/// How much an event tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// The first failure of the operation: where to look.
    FirstFailure,
    Failure,
    /// A consequence of another failure.
    Cancelled,
    Plain,
}

/// The events to show.
pub fn rows<'a>(facts: &'a Facts, list: &List) -> Vec<EventRow<'a>> {
    let root = facts.stack.value().map(|stack| &stack.id);
    let events = facts.nest.values().filter_map(|nested| nested.events.value()).flatten();
    let mut events: Vec<&StackEvent> = events.collect();
    events.sort_by_key(|event| std::cmp::Reverse(event.at));
    let first = first_failure(&events, root);
    events
        .iter()
        .map(|event| EventRow {
            event,
            nested: (Some(&event.stack) != root).then(|| stack_name(&event.stack)),
            weight: weight(event, first),
        })
        .filter(|row| {
            let event = row.event;
            let reason = event.reason.as_ref().map_or("", |r| r.as_str());
            list.shows(&[event.logical_id.as_str(), event.status.as_str(), reason, row.nested.as_deref().unwrap_or("")])
        })
        .collect()
}

/// The oldest failure since the operation began, cancellations left aside.
fn first_failure<'a>(newest_first: &[&'a StackEvent], root: Option<&Text>) -> Option<&'a Text> {
    let began = |event: &&&StackEvent| Some(&event.stack) == root && event.starts_operation();
    let since = newest_first.iter().find(began).map(|event| event.at);
    newest_first
        .iter()
        .rev()
        .filter(|event| since.is_none_or(|since| event.at >= since))
        .find(|event| event.status.is_failed() && !event.is_cancelled() && !event.is_about_stack())
        .map(|event| &event.id)
}

fn weight(event: &StackEvent, first: Option<&Text>) -> Weight {
    if Some(&event.id) == first {
        Weight::FirstFailure
    } else if event.is_cancelled() {
        Weight::Cancelled
    } else if event.status.is_failed() {
        Weight::Failure
    } else {
        Weight::Plain
    }
}

/// The name in a stack's ARN, `arn:…:stack/NAME/ID`.
pub fn stack_name(arn: &Text) -> String {
    arn.as_str().split('/').nth(1).unwrap_or(arn.as_str()).to_owned()
}
