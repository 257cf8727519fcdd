//! A Logs Insights query on its way through CloudWatch.

use super::clock::Timestamp;
use super::text::Text;
use super::wire::wire_enum;

/// A query to be run by CloudWatch. Its value is its identity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QuerySpec {
    /// Log group names.
    pub groups: Vec<Text>,
    /// Logs Insights QL, as typed.
    pub text: String,
    /// Start of the window; StartQuery takes whole seconds, both ends inclusive.
    pub from: Timestamp,
    pub to: Timestamp,
    /// Most rows wanted.
    pub limit: i32,
}

/// What GetQueryResults says so far.
#[derive(Clone, Debug, PartialEq)]
pub struct QueryResults {
    pub status: QueryStatus,
    /// Rows of fields with their values, in the service's order. Fields without a value are left out.
    pub rows: Vec<Vec<(Text, Text)>>,
    pub bytes_scanned: f64,
    pub records_matched: f64,
    pub records_scanned: f64,
}

wire_enum! {
    /// Where a query stands.
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
    /// No more rows will come.
    pub fn is_final(&self) -> bool {
        !matches!(self, Self::Scheduled | Self::Running)
    }
}
