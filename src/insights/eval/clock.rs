//! The times a query may ask for.

use jiff::Timestamp;

/// When a query runs and what range it reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueryClock {
    /// The time of `now()`: when the query began.
    pub now: Timestamp,
    /// Where the queried range begins.
    pub start: Timestamp,
    /// Where the queried range ends.
    pub end: Timestamp,
}
