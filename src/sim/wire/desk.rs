//! What the wire itself remembers between requests.

use super::logs_query::{Asked, Queries};
use super::tails::Tails;
use super::uuid::uuid;
use crate::domain::Timestamp;
use crate::sim::scenario::{LiveTailPlan, QueriesPlan};

/// The queries and sessions somebody has started, and the count that request ids are made of.
#[derive(Debug, Default)]
pub struct Desk {
    pub(super) queries: Queries,
    pub(super) tails: Tails,
    answered: u64,
}

impl Desk {
    /// A desk where Live Tail sessions and queries go as planned.
    pub fn new(tails: LiveTailPlan, queries: QueriesPlan) -> Self {
        Self { tails: Tails::new(tails), queries: Queries::new(queries), ..Self::default() }
    }

    /// What queries were asked so far.
    pub fn asked(&self, now: Timestamp) -> Asked {
        self.queries.asked(now)
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
