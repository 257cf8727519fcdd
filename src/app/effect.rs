//! One-shot wishes of the core, carried out by the runtime.

pub use super::saved::Saved;
use crate::domain::operation::Operation;

/// Something to be done once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// A confirmed write. The runtime refuses it in read-only mode and without a journal, reads the state
    /// again, sends it once.
    Write(Operation),
    /// Text for the clipboard; safe text only.
    Copy(String),
    /// A query that was run, for the next runs of this program.
    Remember(String),
    /// Rows to be written to a file in the current folder.
    Save(Saved),
    /// [`Msg::GoOn`](super::message::Msg::GoOn) as soon as nothing else waits.
    GoOn,
    /// [`Msg::Taken`](super::message::Msg::Taken) with what the journal has by now.
    ReadJournal,
    /// Poll every feed now.
    Refresh,
}

/// What is said of a copy: whether the terminal took it cannot be known.
pub const COPIED: &str = "sent to the terminal's clipboard (OSC 52; some terminals refuse it)";
