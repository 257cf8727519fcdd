//! Rows of the logs pane on their way to a file: safe text only.

use super::panes::log_rows::{LogRow, LogRows};
use crate::domain::{Text, Timestamp};
use std::fmt::Write;

/// What is written, and the name of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// A name without any path.
    pub file: String,
    rows: Vec<SavedRow>,
}

/// One row, sharing its texts with the pane's.
#[derive(Clone, Debug, PartialEq, Eq)]
enum SavedRow {
    Line { at: Timestamp, stream: Text, message: Text },
    Cells(Vec<Text>),
}

impl Saved {
    /// Every row there is; a result begins with the names of its columns.
    pub fn new(stack: &str, now: Timestamp, columns: Option<&[Text]>, rows: &LogRows) -> Self {
        let plain: String = stack.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(60).collect();
        let heading = columns.map(|names| SavedRow::Cells(names.to_vec()));
        let rows = (0..rows.len()).filter_map(|n| rows.get(n)).map(|row| SavedRow::of(&row));
        Self {
            file: format!("unstuck-{plain}-{}.log", now.strftime("%Y%m%dT%H%M%SZ")),
            rows: heading.into_iter().chain(rows).collect(),
        }
    }

    /// The rows, each on a line of its own: time, stream and message of a line, cells of a result apart by tabs.
    pub fn lines(&self) -> impl ExactSizeIterator<Item = String> {
        self.rows.iter().map(SavedRow::line)
    }
}

impl SavedRow {
    fn of(row: &LogRow) -> Self {
        match (row.cells(), row.line(), row.at(), row.stream()) {
            ([], Some(message), Some(at), Some(stream)) => {
                Self::Line { at, stream: stream.clone(), message: message.clone() }
            }
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
