//! Lines on standard output, as they are or as a query makes of them; everything else on standard error.

use super::args::LogFormat;
use crate::commands::exit;
use crate::commands::query::print::Printer;
use crate::domain::log::LogRecord;
use crate::domain::log_joint::LogLine;
use crate::insights::{Event, Plan, Record, Row, Value};
use std::io::{self, Write};

/// Shows lines.
pub struct Show<W: Write> {
    printer: Printer<W>,
    as_what: AsWhat,
    /// `@log` is the account and the group.
    account: Option<String>,
    /// A result has changed since it was last shown.
    changed: bool,
}

enum AsWhat {
    Text,
    Jsonl,
    /// Each line gives its rows by itself.
    Rows(Box<Plan>),
    /// The result is shown anew.
    Result(Box<Plan>),
}

/// The columns of lines without a query.
const COLUMNS: [&str; 6] = ["@timestamp", "@message", "@logStream", "@log", "@ingestionTime", "@late"];

impl<W: Write> Show<W> {
    /// Lines as they are, or what a query makes of them. A query whose rows can be shown as they come needs
    /// `follow` for that: without it its result is shown at the end.
    pub fn new(
        out: W,
        wipes: bool,
        format: LogFormat,
        plan: Option<Plan>,
        follow: bool,
        account: Option<String>,
    ) -> Self {
        let printer = match &plan {
            Some(plan) => Printer::to(out, wipes, format.of_rows(), plan.columns()),
            None => Printer::to(out, false, format.of_rows(), COLUMNS.into_iter()),
        };
        let as_what = match plan {
            Some(plan) if follow && plan.streams() => AsWhat::Rows(Box::new(plan)),
            Some(plan) => AsWhat::Result(Box::new(plan)),
            None if format == LogFormat::Jsonl => AsWhat::Jsonl,
            None => AsWhat::Text,
        };
        Self { printer, as_what, account, changed: true }
    }

    /// Takes new lines.
    pub fn lines(&mut self, lines: &[LogLine]) -> io::Result<()> {
        for line in lines {
            match &mut self.as_what {
                AsWhat::Text => writeln!(self.printer.out(), "{}", text(line))?,
                AsWhat::Jsonl => self.printer.row(&row(line, self.account.as_deref()))?,
                AsWhat::Rows(plan) => {
                    let mut written = Ok(());
                    let record = record(&line.record, self.account.as_deref());
                    plan.pass(Event::Record(&record), &mut |row| {
                        if written.is_ok() {
                            written = self.printer.row(&row);
                        }
                    });
                    written?;
                }
                AsWhat::Result(plan) => {
                    plan.push(&record(&line.record, self.account.as_deref()));
                    self.changed = true;
                }
            }
        }
        self.printer.flush()
    }

    /// Shows a result that has changed.
    pub fn result(&mut self) -> io::Result<()> {
        match &self.as_what {
            AsWhat::Result(plan) if std::mem::take(&mut self.changed) => self.printer.again(&plan.rows()),
            _ => Ok(()),
        }
    }

    /// Says what a query had to leave out.
    pub fn end(&self) {
        let (AsWhat::Rows(plan) | AsWhat::Result(plan)) = &self.as_what else { return };
        if plan.dropped() > 0 {
            exit::note(&format!("{} rows were left out to keep memory bounded; filter more", plan.dropped()));
        }
    }
}

/// `2026-11-21T03:00:00.123Z web/app/1 message`; a `~` behind the time marks a line that came late.
fn text(line: &LogLine) -> String {
    let LogRecord { at, stream, message, .. } = &line.record;
    let late = if line.late { "~" } else { "" };
    format!("{}{late} {stream} {message}", at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ"))
}

fn log(record: &LogRecord, account: Option<&str>) -> String {
    account.map_or_else(|| record.group.raw().to_owned(), |account| format!("{account}:{}", record.group.raw()))
}

fn row(line: &LogLine, account: Option<&str>) -> Row {
    let record = &line.record;
    let ingested_at = record.ingested_at.map_or(Value::Null, |at| Value::Time(at.as_millisecond()));
    let values = [
        Value::Time(record.at.as_millisecond()),
        Value::text(record.message.raw()),
        Value::text(record.stream.raw()),
        Value::text(log(record, account)),
        ingested_at,
        if line.late { Value::Int(1) } else { Value::Null },
    ];
    Row(COLUMNS.map(str::to_owned).into_iter().zip(values).collect())
}

fn record(from: &LogRecord, account: Option<&str>) -> Record {
    let record = Record::new(Some(from.at), from.message.raw()).stream(from.stream.raw()).log(log(from, account));
    match from.ingested_at {
        Some(at) => record.ingested_at(at),
        None => record,
    }
}
