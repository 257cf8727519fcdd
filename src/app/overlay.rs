//! What can lie over the panes: one thing at a time.

use super::choice::Choice;
use super::confirm::Confirm;
use super::detail::Detail;
use super::editor::Editor;
use super::input::Input;
use super::query_list::QueryList;
use super::save_query::NameQuery;
use super::scroll::Scroll;
use super::situated::Target;
use super::timeline::Timeline;
use crate::domain::lever::Lever;

/// What lies over the panes and takes the keys.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// The keys and what they do.
    Help { scroll: Scroll },
    /// Any action by name.
    Palette { input: Input, selected: usize },
    /// What can be done now.
    Menu { at: (Lever, Target) },
    /// What a lever has to be told first.
    Choose(Box<Choice>),
    /// The guided way out.
    Way,
    /// The last step before a write.
    Confirm(Box<Confirm>),
    /// What happened when.
    Timeline(Box<Timeline>),
    /// One row whole.
    Detail(Box<Detail>),
    /// Words to filter the focused pane by, as they are typed.
    Filter(Input),
    /// Words to search the logs for, as they are typed.
    Search(Input),
    /// A Logs Insights query being written.
    Editor(Box<Editor>),
    /// Queries to choose from.
    Queries(Box<QueryList>),
    /// The name a query is saved under.
    NameQuery(Box<NameQuery>),
}

impl Overlay {
    /// Whether somebody is about to do something to the account in it.
    pub fn acts(&self) -> bool {
        match self {
            Self::Palette { .. }
            | Self::Menu { .. }
            | Self::Choose(_)
            | Self::Way
            | Self::Confirm(_)
            | Self::NameQuery(_) => true,
            Self::Help { .. }
            | Self::Timeline(_)
            | Self::Detail(_)
            | Self::Filter(_)
            | Self::Search(_)
            | Self::Editor(_)
            | Self::Queries(_) => false,
        }
    }
}
