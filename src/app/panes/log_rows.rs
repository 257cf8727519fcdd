//! The rows of the logs pane, made only where they are looked at: a million lines cost no more than a screen of them.

use super::live::Live;
use super::logs::Logs;
use crate::domain::facts::Facts;
use crate::domain::line_page::KeptLine;
use crate::domain::line_store::LineStore;
use crate::domain::live::LiveRow;
use crate::domain::log::{LogRecord, LogSource};
use crate::domain::severity::Severity;
use crate::domain::{Text, Timestamp};
use std::borrow::Cow;

/// The rows to show: oldest first, the newest at the end.
pub enum LogRows<'a> {
    /// The tasks' own lines.
    Own(Vec<(&'a LogSource, &'a LogRecord)>),
    /// Lines of a live query, as many of them as are shown.
    Lines(&'a LineStore, usize),
    /// Rows of its result.
    Table(&'a [LiveRow]),
}

/// One row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LogRow<'a> {
    Line {
        source: &'a LogSource,
        record: &'a LogRecord,
    },
    /// A line of a live query.
    Kept(KeptLine<'a>),
    /// A row of a live query's result, by its number.
    Found {
        number: usize,
        row: &'a LiveRow,
    },
}

impl<'a> LogRows<'a> {
    pub fn new(facts: &'a Facts, logs: &'a Logs) -> Self {
        match logs.shown() {
            Some(Live { table: Some(table), .. }) => Self::Table(&table.rows),
            Some(live) => {
                // What came behind the moment of the pause is not shown, be it late or not.
                let until = |at: Timestamp| live.lines.place(at.saturating_add(MILLISECOND).unwrap_or(at), u64::MAX);
                Self::Lines(&live.lines, logs.paused_at.map_or(live.lines.len(), until))
            }
            None => Self::Own(own(facts, logs.paused_at)),
        }
    }

    pub fn len(&self) -> usize {
        match self {
            Self::Own(lines) => lines.len(),
            Self::Lines(_, len) => *len,
            Self::Table(rows) => rows.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The `n`th row.
    pub fn get(&self, n: usize) -> Option<LogRow<'a>> {
        match self {
            Self::Own(lines) => lines.get(n).map(|(source, record)| LogRow::Line { source, record }),
            Self::Lines(store, len) => store.get(n).filter(|_| n < *len).map(LogRow::Kept),
            Self::Table(rows) => rows.get(n).map(|row| LogRow::Found { number: n, row }),
        }
    }

    /// The rows from the `n`th on, forwards to the newest or back to the oldest.
    pub fn walk(&self, n: usize, forward: bool) -> Box<dyn Iterator<Item = LogRow<'a>> + '_> {
        match (self, forward) {
            (Self::Lines(store, len), true) => {
                Box::new(store.lines_from(n).take(len.saturating_sub(n)).map(LogRow::Kept))
            }
            (Self::Lines(store, len), false) if n < *len => Box::new(store.lines_back_from(n).map(LogRow::Kept)),
            (_, true) => Box::new((n..self.len()).filter_map(|n| self.get(n))),
            (_, false) => Box::new((0..self.len().min(n.saturating_add(1))).rev().filter_map(|n| self.get(n))),
        }
    }

    /// Where the row with this key stands; of a line that has fallen out, the oldest that is left.
    pub fn find(&self, key: &Text) -> Option<usize> {
        let mut words = key.raw().splitn(3, ' ');
        match self {
            Self::Own(lines) => lines.iter().position(|(_, record)| record.id == *key),
            Self::Lines(store, len) => {
                let (_, at, number) = (words.next()?, words.next()?.parse().ok()?, words.next()?.parse().ok()?);
                Some(store.place(Timestamp::from_millisecond(at).ok()?, number)).filter(|n| n < len)
            }
            Self::Table(rows) => {
                let (_, number, ptr) = (words.next()?, words.next()?.parse().ok()?, words.next());
                let is_it = |row: &LiveRow| ptr.is_none_or(|ptr| row.ptr.as_ref().is_some_and(|it| it.raw() == ptr));
                let stands = rows.get(number).filter(|row| is_it(row)).map(|_| number);
                stands.or_else(|| rows.iter().position(is_it).filter(|_| ptr.is_some()))
            }
        }
    }
}

const MILLISECOND: jiff::SignedDuration = jiff::SignedDuration::from_millis(1);

impl<'a> LogRow<'a> {
    /// The event id, the line's time and number, or the row's number in a result and its `@ptr`, by which it is found
    /// again when others have come before it. One event may have several rows.
    pub fn key(&self) -> Text {
        match self {
            Self::Found { number, row: LiveRow { ptr: Some(ptr), .. } } => {
                Text::from(format!("row {number} {}", ptr.raw()))
            }
            Self::Line { record, .. } => record.id.clone(),
            Self::Kept(line) => Text::from(format!("line {} {}", line.at().as_millisecond(), line.number)),
            Self::Found { number, .. } => Text::from(format!("row {number}")),
        }
    }

    /// When it was logged; none for a row of a result.
    pub fn at(&self) -> Option<Timestamp> {
        match self {
            Self::Line { record, .. } => Some(record.at),
            Self::Kept(line) => Some(line.at()),
            Self::Found { .. } => None,
        }
    }

    /// The name of its stream; none for a row of a result.
    pub fn stream(&self) -> Option<&'a Text> {
        match self {
            Self::Line { record, .. } => Some(&record.stream),
            Self::Kept(line) => Some(&line.source.stream),
            Self::Found { .. } => None,
        }
    }

    /// What a query makes of it, where it makes something else than the line.
    pub fn cells(&self) -> &'a [Option<Text>] {
        match self {
            Self::Line { .. } => &[],
            Self::Kept(line) => line.row.map_or(&[], |row| &row.cells),
            Self::Found { row, .. } => &row.cells,
        }
    }

    /// `@ptr`, by which CloudWatch finds the whole event again.
    pub fn ptr(&self) -> Option<&'a Text> {
        match self {
            Self::Line { .. } => None,
            Self::Kept(line) => line.row?.ptr.as_ref(),
            Self::Found { row, .. } => row.ptr.as_ref(),
        }
    }

    /// The line itself; none for a row of a result.
    pub fn line(&self) -> Option<Text> {
        match self {
            Self::Line { record, .. } => Some(record.message.clone()),
            Self::Kept(line) => Some(line.message()),
            Self::Found { .. } => None,
        }
    }

    /// The safe form of the line itself.
    fn shown(&self) -> Option<Cow<'a, str>> {
        match self {
            Self::Line { record, .. } => Some(record.message.as_str().into()),
            Self::Kept(line) => Some(line.shown()),
            Self::Found { .. } => None,
        }
    }

    /// The words of the row as they are shown.
    pub fn message(&self) -> String {
        match (self.cells(), self.shown()) {
            ([], Some(line)) => line.into_owned(),
            (cells, _) => cells.iter().flatten().map(Text::as_str).collect::<Vec<_>>().join("  "),
        }
    }

    /// Whether one of the texts it shows passes.
    pub fn any(&self, passes: impl Fn(&str) -> bool) -> bool {
        match (self.cells(), self.shown()) {
            ([], Some(line)) => passes(&line),
            (cells, _) => cells.iter().flatten().any(|cell| passes(cell.as_str())),
        }
    }

    /// How grave it looks.
    pub fn severity(&self) -> Severity {
        match self {
            Self::Kept(line) => line.severity,
            Self::Line { record, .. } => Severity::of(record.message.as_str()),
            Self::Found { .. } => Severity::of(&self.message()),
        }
    }
}

fn own(facts: &Facts, until: Option<Timestamp>) -> Vec<(&LogSource, &LogRecord)> {
    let mut lines: Vec<(&LogSource, &LogRecord)> = Vec::new();
    for (source, known) in &facts.logs {
        let records = known.value().into_iter().flat_map(|tail| tail.records());
        lines.extend(records.filter(|r| until.is_none_or(|until| r.at <= until)).map(|record| (source, record)));
    }
    lines.sort_by_key(|(_, record)| record.at);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(ptrs: &[Option<&str>]) -> Vec<LiveRow> {
        ptrs.iter().map(|ptr| LiveRow { ptr: ptr.map(Text::new), ..LiveRow::default() }).collect()
    }

    #[test]
    fn a_row_that_is_an_event_is_found_again_behind_new_ones_and_another_by_its_number() {
        let before = found(&[Some("CmA a"), Some("CmB"), Some("CmB"), None]);
        let key = |n: usize| LogRows::Table(&before).get(n).expect("a row").key();
        (0..4).for_each(|n| assert_eq!(LogRows::Table(&before).find(&key(n)), Some(n)));
        let after = found(&[Some("CmC"), Some("CmD"), Some("CmA a"), None]);
        assert_eq!(LogRows::Table(&after).find(&key(0)), Some(2));
        assert_eq!(LogRows::Table(&after).find(&key(3)), Some(3));
        assert_eq!(LogRows::Table(&after[..2]).find(&key(0)), None, "it is not among them any more");
    }
}
