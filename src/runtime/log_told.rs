//! What is followed of logs, and what is told of them.

use super::window_reading::Windows;
use crate::aws::log_history;
use crate::domain::fault::{Fault, FaultKind};
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
    /// A Live Tail session is open, or is not any more.
    Session(bool),
    /// Logs Insights has scanned so many bytes more.
    Scanned(u64),
    /// Whether Logs Insights is being asked now, and else when it is asked next.
    Asking(Option<Timestamp>),
    /// More lines came than the stream can carry; the others are read from history.
    Sampled,
    /// A call failed and is made again.
    Faulted(Fault),
    /// What was at fault has answered again.
    Mended,
    /// The log groups that do not exist, in words: all of them, after every reading.
    Missing(Vec<Text>),
    /// Something else worth saying, once.
    Note(Text),
    /// What was there is told from its end to its beginning from now on, and why.
    NewestFirst(Text),
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
    /// By ever new windows of Logs Insights, and why.
    Windows(Text),
}

/// What is followed.
#[derive(Clone)]
pub struct Following {
    pub scope: LogScope,
    /// Lines from here on.
    pub from: Timestamp,
    /// Up to here; none where no end is set.
    pub to: Option<Timestamp>,
    /// Bytes for all of it, as a live query has them.
    pub memory: usize,
    /// The ARNs of the groups, in their order, for a stream; or why there is none.
    pub arns: Result<Vec<String>, Text>,
    /// How Logs Insights is asked where there is no stream; none asks FilterLogEvents.
    pub windows: Option<Windows>,
    /// How it is asked in place of FilterLogEvents where there is no permission for that; none does without history.
    pub spare: Option<Windows>,
    /// FilterLogEvents is not permitted: Logs Insights is asked also behind a stream.
    pub is_spared: bool,
}

impl Following {
    /// How Logs Insights is asked for what is not streamed; none asks FilterLogEvents.
    pub fn asks(&self, way: Option<&Way>) -> Option<&Windows> {
        self.windows.as_ref().filter(|_| self.is_spared || matches!(way, Some(Way::Windows(_))))
    }

    /// Goes over to Logs Insights where this fault says that FilterLogEvents is not permitted, once; what is to be said
    /// of it. None where nothing changes.
    pub fn spare(&mut self, fault: &Fault) -> Option<Told> {
        if fault.kind != FaultKind::AccessDenied || fault.action != log_history::ACTION {
            return None;
        }
        self.windows = Some(self.spare.take()?);
        self.is_spared = true;
        let what = format!("{}: history is read by Logs Insights, and what it scans is paid for", fault.what());
        Some(Told::NewestFirst(Text::from(what)))
    }
}

impl Following {
    /// How lines come where a session was refused. Of a group that does not exist it is said beside this which it is.
    pub fn refused(&self, fault: &Fault) -> Way {
        let is_missing = fault.kind == FaultKind::NotFound;
        let why = if is_missing { "no session over a missing log group".to_owned() } else { fault.what() };
        self.without_stream(Text::from(why))
    }

    /// How lines come where there is no stream, for which this is the reason.
    pub fn without_stream(&self, why: Text) -> Way {
        match self.windows {
            Some(_) => Way::Windows(why),
            None => Way::Polling(why),
        }
    }
}
