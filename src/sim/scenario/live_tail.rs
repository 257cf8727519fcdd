//! The form of what becomes of Live Tail sessions, and of history, in a scenario.

use serde::Deserialize;

/// What becomes of the sessions of StartLiveTail, and how well FilterLogEvents keeps up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LiveTailPlan {
    /// One each, in the order they are asked for; what is asked for after these goes well.
    #[serde(default)]
    pub sessions: Vec<SessionPlan>,
    /// Milliseconds until a line that can be streamed is found by FilterLogEvents.
    #[serde(default)]
    pub history_behind: i64,
    /// Calls of FilterLogEvents that are throttled, counted from 1.
    #[serde(default)]
    pub history_throttled: Vec<u64>,
}

/// What becomes of one session.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SessionPlan {
    /// The error code it is refused with, `LimitExceededException`.
    #[serde(default)]
    pub refused: Option<String>,
    /// How it ends; by itself after three hours where absent.
    #[serde(default)]
    pub ends: Option<SessionEnd>,
    /// Updates before it ends so.
    #[serde(default)]
    pub after_updates: u32,
    /// Each update tells the lines of the one before again.
    #[serde(default)]
    pub repeats: bool,
    /// Lines in an update at most; AWS's 500 where absent. More are left out and called sampled.
    #[serde(default)]
    pub most: Option<usize>,
}

/// How a session ends before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SessionEnd {
    /// The connection breaks in the middle of a frame.
    Cut,
    /// The server closes it.
    Closed,
    /// Nothing comes any more, and nothing closes it.
    Silent,
    /// SessionTimeoutException.
    TimedOut,
    /// SessionStreamingException.
    Failed,
    /// One frame has a wrong checksum; it goes on after it.
    Garbled,
    /// Not even a first frame comes.
    Unanswered,
}
