//! One row whole, as it lies over the panes and follows what is learned of it.

use super::panes::Pane;
use super::scroll::Scroll;
use crate::domain::{Text, Timestamp};

/// A row's lines, made anew as facts move.
#[derive(Clone, Debug, PartialEq)]
pub struct Detail {
    pub title: String,
    pub lines: Vec<Text>,
    pub scroll: Scroll,
    /// The pane the row stands in.
    pub pane: Pane,
    /// The row's key there.
    pub row: Text,
    /// The line looked for, by its words.
    pub marked: Option<Text>,
    /// When it was found gone; its last lines stay.
    pub gone: Option<Timestamp>,
}

impl Detail {
    /// The number of the line looked for.
    pub fn mark(&self) -> Option<usize> {
        let words = self.marked.as_ref()?;
        self.lines.iter().position(|line| line.as_str().contains(words.as_str()))
    }

    /// Takes the row as it stands now, or that it is gone; where the person looks stays.
    pub fn renew(&mut self, found: Option<(String, Vec<Text>)>, now: Timestamp) {
        match found {
            Some((title, lines)) => {
                self.title = title;
                self.lines = lines;
                self.gone = None;
            }
            None => self.gone = self.gone.or(Some(now)),
        }
    }
}
