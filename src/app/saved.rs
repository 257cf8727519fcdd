//! Rows of the logs pane on their way to a file: safe text only.

use super::panes::log_rows::{LogRow, LogRows};
use crate::domain::line_store::LineStore;
use crate::domain::{Text, Timestamp};
use std::fmt::Write;

/// What is written, and the name of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// A name without any path.
    pub file: String,
    /// The names of a result's columns.
    heading: Option<Vec<Text>>,
    rows: SavedRows,
}

/// The rows as they were when they were saved.
#[derive(Clone, Debug, PartialEq, Eq)]
enum SavedRows {
    /// The first so many lines of a store, whose pages are shared with the pane's.
    Lines(Box<LineStore>, usize),
    Rows(Vec<SavedRow>),
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
enum SavedRow {
    Line { at: Timestamp, stream: Text, message: Text },
    Cells(Vec<Text>),
}

impl Saved {
    /// Every row there is; a result begins with the names of its columns.
    pub fn new(stack: &str, now: Timestamp, columns: Option<&[Text]>, rows: &LogRows) -> Self {
        let plain: String = stack.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(60).collect();
        Self {
            file: format!("unstuck-{plain}-{}.log", now.strftime("%Y%m%dT%H%M%SZ")),
            heading: columns.map(<[Text]>::to_vec),
            rows: match rows {
                LogRows::Lines(store, len) => SavedRows::Lines(Box::new((*store).clone()), *len),
                _ => SavedRows::Rows(rows.walk(0, true).map(|row| SavedRow::of(&row)).collect()),
            },
        }
    }

    /// How many rows there are, beside the names of columns.
    pub fn len(&self) -> usize {
        match &self.rows {
            SavedRows::Lines(_, len) => *len,
            SavedRows::Rows(rows) => rows.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rows, each on a line of its own: time, stream and message of a line, cells of a result apart by tabs, below
    /// the names of its columns.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        let (kept, rows) = match &self.rows {
            SavedRows::Lines(store, len) => (Some(store.lines().take(*len)), &[][..]),
            SavedRows::Rows(rows) => (None, rows.as_slice()),
        };
        let kept = kept.into_iter().flatten().map(|line| SavedRow::of(&LogRow::Kept(line)).line());
        let heading = self.heading.iter().map(|names| SavedRow::Cells(names.clone()).line());
        heading.chain(kept).chain(rows.iter().map(SavedRow::line))
    }
}

impl SavedRow {
    fn of(row: &LogRow) -> Self {
        match (row.cells(), row.line(), row.at(), row.stream()) {
            ([], Some(message), Some(at), Some(stream)) => Self::Line { at, stream: stream.clone(), message },
            (cells, ..) => {
                Self::Cells(cells.iter().map(|cell| cell.clone().unwrap_or_else(|| Text::new(""))).collect())
            }
        }
    }

    fn line(&self) -> String {
        let mut line = String::new();
        match self {
            Self::Line { at, stream, message } => {
                let _ =
                    write!(line, "{} {} {}", at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ"), stream.as_str(), message.as_str());
            }
            Self::Cells(cells) => {
                let cells: Vec<&str> = cells.iter().map(Text::as_str).collect();
                line.push_str(&cells.join("\t"));
            }
        }
        line
    }
}
