//! The form of what becomes of Logs Insights queries, in a scenario.

use serde::Deserialize;

/// What becomes of queries of StartQuery, and how late they find lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QueriesPlan {
    /// One each, in the order they are asked for; what is asked for after these goes well.
    #[serde(default)]
    pub runs: Vec<RunPlan>,
    /// Milliseconds until a line that is ingested is found by a query.
    #[serde(default)]
    pub behind: i64,
    /// Calls of GetQueryResults that are throttled, counted from 1.
    #[serde(default)]
    pub looks_throttled: Vec<u64>,
}

/// What becomes of one query.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RunPlan {
    /// The error code it is refused with, `LimitExceededException`.
    #[serde(default)]
    pub refused: Option<String>,
    /// How it ends; well where absent.
    #[serde(default)]
    pub ends: Option<RunEnd>,
    /// Milliseconds it takes.
    #[serde(default)]
    pub takes: Option<i64>,
    /// What it tells while it runs has fewer rows each time, in another order.
    #[serde(default)]
    pub shrinks: bool,
}

/// How a query ends that does not end well.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RunEnd {
    Failed,
    TimedOut,
    Cancelled,
    Unknown,
}
