//! Logs Insights queries: what is asked and what comes back (StartQuery, GetQueryResults).

use super::clock::Timestamp;
use super::text::Text;
use super::wire::wire_enum;

/// A query as StartQuery takes it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuerySpec {
    /// Log groups by name or ARN, at most 50; none where the text has a SOURCE of its own.
    pub groups: Vec<Text>,
    /// Where they are, if not where everything else is.
    pub region: Option<Text>,
    /// The query, at most 10,000 characters.
    pub text: String,
    /// Start of the window. AWS takes whole seconds and counts both ends in.
    pub from: Timestamp,
    pub to: Timestamp,
    /// Most rows, 1 to 100,000; 0 leaves it to AWS (10,000).
    pub limit: i32,
}

wire_enum! {
    /// How far a query is.
    pub enum QueryStatus {
        Scheduled = "Scheduled",
        Running = "Running",
        Complete = "Complete",
        Failed = "Failed",
        Cancelled = "Cancelled",
        Timeout = "Timeout",
        Unknown = "Unknown",
    }
}

impl QueryStatus {
    /// Whether asking again can bring more.
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Scheduled | Self::Running)
    }
}

/// A page of what a query has found so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryPage {
    pub status: QueryStatus,
    /// Rows of (field, value) in AWS's order; a null field is left out of its row. `@ptr` names the event.
    pub rows: Vec<Vec<(Text, Text)>>,
    /// Bytes read: what the query costs.
    pub scanned_bytes: u64,
    /// Events read.
    pub scanned: u64,
    /// Events that matched, which may be more than the rows.
    pub matched: u64,
    /// Leads to the next page; none on the last.
    pub next: Option<Text>,
}
