//! The way from a finding to the rows its evidence speaks of, and what has to be put back on the way home.

use super::detail::Detail;
use super::panes::{Pane, Panes};
use crate::diagnosis::verdict::Evidence;
use crate::domain::{Text, Timestamp};

/// Where somebody is who goes through a finding's evidence.
#[derive(Clone, Debug)]
pub struct Trail {
    /// Key of the finding.
    pub finding: Text,
    /// The evidence that is looked at, and which of the finding's it was.
    pub evidence: Evidence,
    pub number: usize,
    /// The finding was open whole: going back opens it again.
    pub detail: Option<Box<Detail>>,
    /// A pane had the whole screen when it began.
    pub zoomed: bool,
    /// What hid rows and was taken away, oldest first.
    pub lifted: Vec<Lifted>,
}

/// Something that hid a row.
#[derive(Clone, Debug)]
pub enum Lifted {
    Filter(Pane, String),
    Pause(Timestamp),
    /// A live query's rows; it goes on answering meanwhile.
    Query,
}

impl Lifted {
    /// The same in the words of a notice.
    pub fn words(&self) -> &'static str {
        match self {
            Self::Filter(..) => "filter lifted",
            Self::Pause(_) => "pause lifted",
            Self::Query => "query aside",
        }
    }

    /// Puts it back, unless the person has chosen another in the meantime.
    pub fn put_back(self, panes: &mut Panes) {
        match self {
            Self::Filter(pane, words) => {
                let list = panes.list_mut(pane);
                if list.filter.is_empty() {
                    list.filter = words;
                }
            }
            Self::Pause(at) => panes.logs.paused_at = panes.logs.paused_at.or(Some(at)),
            Self::Query => {
                panes.logs.aside = false;
                panes.logs.list.selected = None;
            }
        }
    }
}
