//! Whose logs a query is about.

use crate::domain::log_scope::LogGroupId;
use crate::domain::{Text, Timestamp};

/// Log groups, streams and a window of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aim {
    /// What they are of, in a few words.
    pub of: String,
    /// Every group of it.
    pub groups: Vec<LogGroupId>,
    /// The streams of its failing tasks; none where none is known.
    pub streams: Vec<Text>,
    /// Its containers whose output is in no log group, in sentences.
    pub unread: Vec<Text>,
    /// When the operation in question began, an hour ago at the latest.
    pub from: Timestamp,
    /// When the deployment in question began.
    pub deployed_at: Option<Timestamp>,
    /// The path a container's health check asks for.
    pub health_path: Option<String>,
}
