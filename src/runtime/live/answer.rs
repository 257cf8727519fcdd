//! What a query makes of lines.

use super::record::{Records, pointed, pointer};
use crate::domain::Text;
use crate::domain::live::{LiveRow, LiveTable};
use crate::domain::log_joint::{LineCells, LogLine};
use crate::insights::{Event, Plan, Row, Value};

/// The query at work.
pub struct Answer {
    records: Records,
    as_what: AsWhat,
}

enum AsWhat {
    /// No query: each line passes.
    Lines,
    /// Each line gives its rows by itself: it passes as it is, or with cells beside it.
    Rows { plan: Box<Plan>, columns: Vec<String>, plain: bool },
    /// A result of all lines so far.
    Result { plan: Box<Plan>, columns: Vec<String>, changed: bool },
}

impl Answer {
    pub fn new(plan: Option<Plan>, account: Option<String>) -> Self {
        let as_what = match plan {
            None => AsWhat::Lines,
            Some(plan) => {
                let columns: Vec<String> = plan.columns().map(str::to_owned).collect();
                let plain = columns.iter().all(|name| name == "@timestamp" || name == "@message");
                let plan = Box::new(plan);
                match plan.streams() {
                    true => AsWhat::Rows { plan, columns, plain },
                    false => AsWhat::Result { plan, columns, changed: true },
                }
            }
        };
        Self { records: Records::new(account), as_what }
    }

    /// The names of the cells lines come with.
    pub fn columns(&self) -> Vec<Text> {
        match &self.as_what {
            AsWhat::Rows { columns, plain: false, .. } => columns.iter().map(Text::new).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether there is a result to be shown whole.
    pub fn is_result(&self) -> bool {
        matches!(self.as_what, AsWhat::Result { .. })
    }

    /// Takes a line; what of it is to be shown goes to `out`.
    pub fn take(&mut self, line: LogLine, out: &mut Vec<LogLine>) {
        match &mut self.as_what {
            AsWhat::Lines => out.push(line),
            AsWhat::Rows { plan, columns, plain } => {
                let record = self.records.of(&line.record);
                plan.pass(Event::Record(&record), &mut |row| {
                    let row = if *plain { line.row.clone() } else { Some(Box::new(cells(columns, &row, &line))) };
                    out.push(LogLine { record: line.record.clone(), late: line.late, row });
                });
            }
            AsWhat::Result { plan, changed, .. } => {
                let ptr = line.row.as_ref().and_then(|row| row.ptr.as_ref());
                plan.push(&self.records.of(&line.record).ptr(pointer(&line.record, ptr)));
                *changed = true;
            }
        }
    }

    /// The result, where it may have changed since it was last asked for.
    pub fn result(&mut self, partial: bool) -> Option<LiveTable> {
        let AsWhat::Result { plan, columns, changed } = &mut self.as_what else { return None };
        if !std::mem::take(changed) {
            return None;
        }
        let row = |row: &Row| {
            let (ptr, spot) = row.get("@ptr").and_then(text).map_or((None, None), |ptr| pointed(ptr.raw()));
            let cell = |name: &String| match name.as_str() {
                "@ptr" => ptr.clone(),
                _ => row.get(name).and_then(text),
            };
            LiveRow { cells: columns.iter().map(cell).collect(), ptr: ptr.clone(), spot }
        };
        let mut rows = plan.rows();
        if plan.is_unordered() {
            by_time(columns, &mut rows);
        }
        Some(LiveTable {
            columns: columns.iter().map(Text::new).collect(),
            rows: rows.iter().map(row).collect(),
            partial,
            left_out: plan.dropped(),
        })
    }

    /// Has the result told again, though nothing of it has changed.
    pub fn again(&mut self) {
        if let AsWhat::Result { changed, .. } = &mut self.as_what {
            *changed = true;
        }
    }
}

/// Puts rows in the order of the first column that is a time: what is counted by `bin()` is read along it, and lines do
/// not come in its order. CloudWatch documents none.
fn by_time(columns: &[String], rows: &mut [Row]) {
    let time = |row: &Row, name: &str| match row.get(name) {
        Some(Value::Time(at)) => Some(*at),
        _ => None,
    };
    let name = columns.iter().find(|name| rows.iter().any(|row| time(row, name).is_some()));
    if let Some(name) = name {
        rows.sort_by_key(|row| time(row, name));
    }
}

fn text(value: &Value) -> Option<Text> {
    match value {
        Value::Text(text) => Some(Text::new(text)),
        other => other.printed().map(Text::from),
    }
}

fn cells(columns: &[String], row: &Row, line: &LogLine) -> LineCells {
    let cell = |name: &String| match (name.as_str(), row.get(name)?) {
        // Copies of one text share it.
        ("@message", Value::Text(text)) if **text == *line.record.message.raw() => Some(line.record.message.clone()),
        (_, value) => text(value),
    };
    let ptr = line.row.as_ref().and_then(|row| row.ptr.clone());
    LineCells { cells: columns.iter().map(cell).collect(), ptr }
}
