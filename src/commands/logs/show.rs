//! Lines on standard output, as they are or as a query makes of them; everything else on standard error.

use super::args::LogFormat;
use crate::commands::exit;
use crate::commands::query::print::Printer;
use crate::domain::Text;
use crate::domain::live::{LiveRow, LiveTable};
use crate::domain::log::LogRecord;
use crate::domain::log_joint::LogLine;
use crate::insights::{Row, Value};
use std::io::{self, Write};

/// Shows lines.
pub struct Show<W: Write> {
    printer: Printer<W>,
    as_what: AsWhat,
    /// `@log` is the account and the group.
    account: Option<String>,
    /// The names of the cells lines come with.
    columns: Vec<Text>,
    /// A result that has not been shown.
    result: Option<LiveTable>,
    left_out: u64,
}

enum AsWhat {
    Text,
    Jsonl,
    /// Rows of a query.
    Rows,
}

/// The columns of lines without a query.
const COLUMNS: [&str; 6] = ["@timestamp", "@message", "@logStream", "@log", "@ingestionTime", "@late"];
/// The columns of a query that names none.
const USUAL: [&str; 2] = ["@timestamp", "@message"];

impl<W: Write> Show<W> {
    /// Lines as they are, or what a query makes of them.
    pub fn new(out: W, wipes: bool, format: LogFormat, queried: bool, account: Option<String>) -> Self {
        let (as_what, columns) = match (queried, format) {
            (true, _) => (AsWhat::Rows, &USUAL[..]),
            (false, LogFormat::Jsonl) => (AsWhat::Jsonl, &COLUMNS[..]),
            (false, LogFormat::Text) => (AsWhat::Text, &COLUMNS[..]),
        };
        let printer = Printer::to(out, wipes, format.of_rows(), columns.iter().copied());
        Self { printer, as_what, account, columns: Vec::new(), result: None, left_out: 0 }
    }

    /// Takes the names of the cells lines come with.
    pub fn columns(&mut self, columns: Vec<Text>) {
        if !columns.is_empty() {
            self.printer.rename(columns.iter().map(Text::raw));
        }
        self.columns = columns;
    }

    /// Takes new lines.
    pub fn lines(&mut self, lines: &[LogLine]) -> io::Result<()> {
        for line in lines {
            match &self.as_what {
                AsWhat::Text => writeln!(self.printer.out(), "{}", text(line))?,
                AsWhat::Jsonl => self.printer.row(&row(line, self.account.as_deref()))?,
                AsWhat::Rows => self.printer.row(&queried(line, &self.columns))?,
            }
        }
        self.printer.flush()
    }

    /// Takes a result, to be shown when it is asked for.
    pub fn table(&mut self, table: LiveTable) {
        self.left_out = table.left_out;
        self.result = Some(table).filter(|table| !table.partial);
    }

    /// Shows the result, where it is another one than before.
    pub fn result(&mut self) -> io::Result<()> {
        let Some(table) = self.result.take() else { return Ok(()) };
        self.printer.rename(table.columns.iter().map(Text::raw));
        let rows: Vec<Row> = table.rows.iter().map(|row| row_of(&table.columns, row)).collect();
        self.printer.again(&rows)
    }

    /// Says what a query had to leave out.
    pub fn end(&self) {
        if self.left_out > 0 {
            exit::note(&format!("{} rows were left out to keep memory bounded; filter more", self.left_out));
        }
    }
}

fn row_of(columns: &[Text], row: &LiveRow) -> Row {
    let named = columns.iter().zip(&row.cells);
    Row(named.filter_map(|(name, cell)| Some((name.raw().to_owned(), Value::text(cell.as_ref()?.raw())))).collect())
}

fn queried(line: &LogLine, columns: &[Text]) -> Row {
    if let Some(cells) = line.row.as_ref().filter(|row| !row.cells.is_empty()) {
        return row_of(columns, &LiveRow { cells: cells.cells.clone(), ..LiveRow::default() });
    }
    let record = &line.record;
    let values = [Value::Time(record.at.as_millisecond()), Value::text(record.message.raw())];
    Row(USUAL.map(str::to_owned).into_iter().zip(values).collect())
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
