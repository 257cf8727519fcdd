//! What is followed of logs, and what is told of them.

use crate::domain::fault::Fault;
use crate::domain::log_gap::LogGap;
use crate::domain::log_joint::LogLine;
use crate::domain::log_scope::LogScope;
use crate::domain::{Text, Timestamp};

/// What a follower tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// New lines, oldest first.
    Lines(Vec<LogLine>),
    /// A gap, or more about one told before.
    Gap(LogGap),
    /// How lines come from now on.
    Way(Way),
    /// More lines came than the stream can carry; the others are read from history.
    Sampled,
    /// A call failed and is made again.
    Faulted(Fault),
    /// What does not exist, in words.
    Missing(Text),
    /// Everything that was there when it began has been told.
    CaughtUp,
}

/// How lines come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// Over StartLiveTail, within about a second.
    Stream,
    /// By asking FilterLogEvents again and again, and why.
    Polling(Text),
}

/// What is followed.
#[derive(Clone, Debug)]
pub struct Following {
    pub scope: LogScope,
    /// Lines from here on.
    pub from: Timestamp,
    /// The ARNs of the groups, in their order, for a stream; or why there is none.
    pub arns: Result<Vec<String>, Text>,
}
