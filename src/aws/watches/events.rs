//! A stack's history, each row told once.

use crate::aws::ask::ask;
use crate::aws::clients::Clients;
use crate::aws::from_sdk;
use crate::aws::pages::Walk;
use crate::domain::Text;
use crate::domain::fault::Fault;
use crate::domain::stack::StackEvent;
use std::collections::HashSet;

/// Pages of the first read, where no start of an operation is met before: our choice, a thousand rows.
const FIRST: usize = 10;
/// Pages of a later read, where nothing known is met before: as many rows as are kept.
const LATER: usize = 100;

/// Watches a stack's events. They come newest first; reading stops at the page that holds one told before.
pub(in crate::aws) struct EventsWatch {
    stack: Text,
    /// Ids of the rows told; rows of one millisecond may come out of order, so the newest alone is not enough.
    told: HashSet<Text>,
}

impl EventsWatch {
    pub(in crate::aws) fn new(stack: Text) -> Self {
        Self { stack, told: HashSet::new() }
    }

    /// The events not told before, newest first.
    pub(in crate::aws) async fn poll(&mut self, clients: &Clients) -> Result<Vec<StackEvent>, Fault> {
        let is_first = self.told.is_empty();
        let mut new: Vec<StackEvent> = Vec::new();
        let mut in_walk = HashSet::new();
        let (mut walk, mut token) = (Walk::new(if is_first { FIRST } else { LATER }), None);
        loop {
            let asking = clients.cloudformation().describe_stack_events().stack_name(self.stack.raw());
            let answer = ask("cloudformation:DescribeStackEvents", asking.set_next_token(token).send()).await?;
            let mut is_end = false;
            for event in answer.stack_events().iter().filter_map(from_sdk::stack::event) {
                is_end |= is_first && begins_everything(&event);
                if self.told.contains(&event.id) {
                    is_end = true;
                } else if in_walk.insert(event.id.clone()) {
                    new.push(event);
                }
            }
            token = walk.next(answer.next_token).filter(|_| !is_end);
            if token.is_none() {
                break;
            }
        }
        // Nothing is remembered before the whole walk has gone well: a fault in its middle leaves no gap.
        self.told.extend(in_walk);
        new.sort_by_key(|event| std::cmp::Reverse(event.at));
        Ok(new)
    }
}

/// Whether the row is where the story begins. A rollback that was continued or asked for is only its second act:
/// the cause lies before it.
fn begins_everything(event: &StackEvent) -> bool {
    event.starts_operation() && !event.status.as_str().contains("ROLLBACK")
}
