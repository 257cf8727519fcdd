//! Log records and where they come from.

use super::clock::Timestamp;
use super::log_scope::LogGroupId;
use super::text::Text;

/// The log stream of one container of one task, from a point in time on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LogSource {
    pub group: Text,
    /// The group's region where the task definition names one.
    pub region: Option<Text>,
    /// `PREFIX/CONTAINER/TASKID`.
    pub stream: Text,
    /// Lines before this are not asked for.
    pub from: Timestamp,
}

/// One line of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogRecord {
    /// The event id of FilterLogEvents, unique within its log group, or the `@ptr` of Logs Insights. Empty where Live
    /// Tail tells the line, which has none.
    pub id: Text,
    /// The name of its log group.
    pub group: Text,
    pub at: Timestamp,
    pub ingested_at: Option<Timestamp>,
    pub stream: Text,
    pub message: Text,
}

/// Where and when something was logged: a place in a stream, to look around from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LogSpot {
    pub group: LogGroupId,
    pub stream: Text,
    pub at: Timestamp,
}
