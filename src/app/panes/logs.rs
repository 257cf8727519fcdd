//! The logs pane: lines of the failing tasks' containers, or the rows of a typed Logs Insights query.

use super::list::List;
use crate::domain::facts::Facts;
use crate::domain::fault::Fault;
use crate::domain::log::{LogRecord, LogSource};
use crate::domain::query::{QueryResults, QuerySpec};
use crate::domain::severity::Severity;
use crate::domain::{Text, Timestamp};

/// What the logs pane shows and how.
#[derive(Clone, Debug, Default)]
pub struct Logs {
    pub list: List,
    pub wrap: bool,
    /// Lines up to this time are shown; none follows the newest.
    pub paused_at: Option<Timestamp>,
    /// The query that replaces the tasks' own lines.
    pub query: Option<QueryRun>,
    /// The text of the last query, for editing it again.
    pub draft: Option<String>,
}

/// A query on its way or done.
#[derive(Clone, Debug, PartialEq)]
pub struct QueryRun {
    pub spec: QuerySpec,
    /// The newest answer; rows while it runs are partial.
    pub results: Option<QueryResults>,
    pub fault: Option<Fault>,
}

impl QueryRun {
    /// Nothing more will come.
    pub fn is_final(&self) -> bool {
        self.fault.as_ref().is_some_and(|fault| !fault.kind.is_passing())
            || self.results.as_ref().is_some_and(|results| !results.status.is_open())
    }
}

/// One row.
#[derive(Clone, Debug, PartialEq)]
pub enum LogRow<'a> {
    Line {
        source: &'a LogSource,
        record: &'a LogRecord,
    },
    /// A row of a query, by its number.
    Found {
        number: usize,
        fields: &'a [(Text, Text)],
    },
}

impl LogRow<'_> {
    /// The event id, or the row's number in a query's result.
    pub fn key(&self) -> Text {
        match self {
            Self::Line { record, .. } => record.id.clone(),
            Self::Found { number, .. } => Text::from(format!("row {number}")),
        }
    }

    /// The words of the row.
    pub fn message(&self) -> String {
        match self {
            Self::Line { record, .. } => record.message.as_str().to_owned(),
            Self::Found { fields, .. } => {
                let shown = fields.iter().filter(|(name, _)| name.raw() != "@ptr");
                shown.map(|(_, value)| value.as_str()).collect::<Vec<_>>().join("  ")
            }
        }
    }

    /// How grave it looks.
    pub fn severity(&self) -> Severity {
        Severity::of(&self.message())
    }
}

/// The rows to show: oldest first, the newest at the end.
pub fn rows<'a>(facts: &'a Facts, logs: &'a Logs) -> Vec<LogRow<'a>> {
    let rows: Vec<LogRow<'a>> = match &logs.query {
        Some(run) => {
            let found = run.results.iter().flat_map(|results| results.rows.iter().enumerate());
            found.map(|(number, fields)| LogRow::Found { number, fields }).collect()
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
