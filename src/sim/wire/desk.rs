//! What the wire itself remembers between requests.

use super::logs_query::Queries;
use super::tails::Tails;
use super::uuid::uuid;
use crate::sim::scenario::LiveTailPlan;

/// The queries and sessions somebody has started, and the count that request ids are made of.
#[derive(Debug, Default)]
pub struct Desk {
    pub(super) queries: Queries,
    pub(super) tails: Tails,
    answered: u64,
}

impl Desk {
    /// A desk where Live Tail sessions go as planned.
    pub fn new(plan: LiveTailPlan) -> Self {
        Self { tails: Tails::new(plan), ..Self::default() }
    }

    /// The id of the next answer. It looks like AWS's and is the same in every run.
    pub(super) fn next_request_id(&mut self) -> String {
        self.answered += 1;
        uuid(0x5eed, self.answered)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn request_ids_differ_and_look_like_uuids() {
        let mut desk = Desk::default();
        let (first, second) = (desk.next_request_id(), desk.next_request_id());
        assert_ne!(first, second);
        assert_eq!(first.split('-').map(str::len).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
    }
}
