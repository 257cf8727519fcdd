//! What can happen to the core.

use super::key::Key;
use super::scroll::Drawn;
use crate::domain::calls::Calls;
use crate::domain::fault::Fault;
use crate::domain::live::LiveNews;
use crate::domain::memory::Memory;
use crate::domain::news::News;
use crate::domain::operation::{Operation, Outcome};
use crate::domain::taken::Taken;
use crate::domain::topic::Topic;
use crate::domain::{Text, Timestamp};

/// One thing that happened.
#[derive(Clone, Debug)]
pub enum Msg {
    Key(Key),
    /// Pasted text; never keys.
    Paste(String),
    Resize {
        width: u16,
        height: u16,
    },
    /// A second has passed.
    Tick(Timestamp),
    /// What calls were made since the start.
    Calls {
        at: Timestamp,
        calls: Calls,
    },
    /// What an earlier run has seen of this stack.
    Remembered(Box<Memory>),
    /// AWS answered a topic.
    Told {
        topic: Topic,
        at: Timestamp,
        answer: Result<News, Fault>,
    },
    /// Something is told of the live query of this number.
    Live(u64, LiveNews),
    /// A write ended, as far as is known.
    Done {
        operation: Operation,
        at: Timestamp,
        outcome: Outcome,
    },
    /// The long text that lies over the panes was drawn.
    Drawn(Drawn),
    /// Time for what is done a stretch at a time.
    GoOn,
    /// What the journal has of earlier writes, oldest first.
    Taken(Vec<Taken>),
    /// Why the journal cannot be used: nothing is sent without it.
    NoJournal(Text),
    /// The queries of earlier runs, oldest first.
    Queries(Vec<String>),
    /// Something to say to the person: a fault of our own, a copy that worked.
    Notice(Text),
}
