//! The logs pane: lines of the failing tasks' containers, or what a live query answers.

use super::list::List;
use super::live::Live;
use crate::domain::facts::Facts;
use crate::domain::line_store::KeptLine;
use crate::domain::live::LiveRow;
use crate::domain::log::{LogRecord, LogSource};
use crate::domain::severity::Severity;
use crate::domain::{Text, Timestamp};

/// What the logs pane shows and how.
#[derive(Clone, Debug, Default)]
pub struct Logs {
    pub list: List,
    pub wrap: bool,
    /// Lines up to this time are shown; none follows the newest.
    pub paused_at: Option<Timestamp>,
    /// The live query that replaces the tasks' own lines.
    pub live: Option<Box<Live>>,
    /// The tasks' own lines are looked at meanwhile.
    pub aside: bool,
    /// Live queries begun so far: their numbers.
    pub begun: u64,
    /// The text of the last query, for editing it again.
    pub draft: Option<String>,
}

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub enum LogRow<'a> {
    Line {
        source: &'a LogSource,
        record: &'a LogRecord,
    },
    /// A line of a live query.
    Kept(&'a KeptLine),
    /// A row of a live query's result, by its number.
    Found {
        number: usize,
        row: &'a LiveRow,
    },
}

impl LogRow<'_> {
    /// The event id, the line's number, or the row's in a query's result.
    pub fn key(&self) -> Text {
        match self {
            Self::Line { record, .. } => record.id.clone(),
            Self::Kept(line) => Text::from(format!("line {}", line.number)),
            Self::Found { number, .. } => Text::from(format!("row {number}")),
        }
    }

    /// The words of the row.
    pub fn message(&self) -> String {
        match self {
            Self::Line { record, .. } => record.message.as_str().to_owned(),
            Self::Kept(line) => match &line.row {
                Some(row) if !row.cells.is_empty() => joined(&row.cells),
                _ => line.message.as_str().to_owned(),
            },
            Self::Found { row, .. } => joined(&row.cells),
        }
    }

    /// How grave it looks.
    pub fn severity(&self) -> Severity {
        Severity::of(&self.message())
    }
}

fn joined(cells: &[Option<Text>]) -> String {
    cells.iter().flatten().map(Text::as_str).collect::<Vec<_>>().join("  ")
}

impl Logs {
    /// The live query whose rows are shown.
    pub fn shown(&self) -> Option<&Live> {
        self.live.as_deref().filter(|_| !self.aside)
    }

    /// Whether the pane shows the newest row where none was chosen: not in a result, whose order is its own.
    pub fn follows(&self) -> bool {
        !self.shown().is_some_and(Live::is_table)
    }
}

/// The rows to show: oldest first, the newest at the end.
pub fn rows<'a>(facts: &'a Facts, logs: &'a Logs) -> Vec<LogRow<'a>> {
    let rows: Vec<LogRow<'a>> = match logs.shown() {
        Some(Live { table: Some(table), .. }) => {
            table.rows.iter().enumerate().map(|(number, row)| LogRow::Found { number, row }).collect()
        }
        Some(live) => {
            let until = |line: &&KeptLine| logs.paused_at.is_none_or(|until| line.at() <= until);
            live.lines.lines().take_while(until).map(LogRow::Kept).collect()
        }
        None => lines(facts, logs.paused_at),
    };
    if logs.list.filter.is_empty() {
        return rows;
    }
    rows.into_iter().filter(|row| logs.list.shows(&[&row.message()])).collect()
}

fn lines(facts: &Facts, until: Option<Timestamp>) -> Vec<LogRow<'_>> {
    let mut lines: Vec<(&LogSource, &LogRecord)> = Vec::new();
    for (source, known) in &facts.logs {
        let records = known.value().into_iter().flat_map(|tail| tail.records());
        lines.extend(records.filter(|r| until.is_none_or(|until| r.at <= until)).map(|record| (source, record)));
    }
    lines.sort_by_key(|(_, record)| record.at);
    lines.into_iter().map(|(source, record)| LogRow::Line { source, record }).collect()
}
