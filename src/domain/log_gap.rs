//! Stretches of a log that were not watched.

use super::clock::Timestamp;
use super::text::Text;

/// A stretch of time in which lines may have come that nobody told us of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogGap {
    /// When the last word came.
    pub from: Timestamp,
    /// When words came again; none while they do not.
    pub to: Option<Timestamp>,
    /// What happened, in a sentence.
    pub why: Text,
    /// Whether the lines of it have been read from history since.
    pub filled: bool,
}

impl LogGap {
    /// One sentence for people.
    pub fn what(&self) -> String {
        let why = &self.why;
        let Some(to) = self.to else {
            return format!("{why}; lines are missing since {}", super::clock::time_of_day(self.from));
        };
        let seconds = to.duration_since(self.from).as_secs().max(1);
        let since = super::clock::time_of_day(self.from);
        match self.filled {
            true => format!("{seconds} s from {since} without the stream ({why}): read from history"),
            false => format!("{seconds} s from {since} without the stream ({why}): lines may be missing"),
        }
    }
}
