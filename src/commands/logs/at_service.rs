//! Queries that only CloudWatch can run: whole, once or again and again.

use super::args::LogFormat;
use crate::aws::connect::Clients;
use crate::commands::exit;
use crate::commands::query::print::Printer;
use crate::domain::Text;
use crate::domain::fault::Fault;
use crate::domain::log_scope::LogGroupId;
use crate::domain::query::QuerySpec;
use crate::insights::{Row, Value};
use crate::runtime::asking::{Answered, RunningQuery};
use crate::runtime::clock::Clock;
use crate::runtime::pipe;
use std::io::{self, BufWriter, IsTerminal};
use std::process::ExitCode;
use std::time::Duration;

/// A followed query is run again after this: each run scans all of its range anew. Our choice.
const AGAIN: Duration = Duration::from_secs(60);
/// As often it is looked whether anybody still reads.
const LOOK: Duration = Duration::from_secs(1);
/// Dollars a gigabyte, as AWS lists them for most regions.
const PRICE: f64 = 0.005;

/// What CloudWatch is asked.
pub struct Asked {
    pub groups: Vec<LogGroupId>,
    pub text: String,
    pub since: Duration,
    pub format: LogFormat,
}

/// Runs the query and shows its result, again every minute where it is followed.
pub async fn run(asked: Asked, follow: bool, running: &RunningQuery, clients: &Clients, clock: Clock) -> ExitCode {
    let stdout = io::stdout();
    let wipes = follow && stdout.is_terminal() && asked.format == LogFormat::Text;
    let out = BufWriter::with_capacity(64 * 1024, stdout);
    let mut printer = Printer::to(out, wipes, asked.format.of_rows(), std::iter::empty());
    let mut scanned: u64 = 0;
    loop {
        let spec = QuerySpec {
            groups: asked.groups.iter().map(|group| Text::new(group.identifier())).collect(),
            text: asked.text.clone(),
            from: clock.before(asked.since),
            to: clock.now(),
            limit: 0,
        };
        let say = |fault: &Fault| exit::note(&format!("{}; {}", fault.what(), fault.what_to_do()));
        let results = tokio::select! {
            answered = running.ask(clients, &spec, say) => match answered {
                Answered::Well(results) => results,
                Answered::Badly(status) => return exit::failed(&format!("CloudWatch has ended the query: {status}")),
                Answered::Not => return ExitCode::from(exit::COULD_NOT),
            },
            () = unread() => return ExitCode::SUCCESS,
        };
        scanned = scanned.saturating_add(results.scanned_bytes);
        let gigabytes = scanned as f64 / 1e9;
        exit::note(&format!("{gigabytes:.3} GB scanned so far, about ${:.4}", gigabytes * PRICE));
        let rows: Vec<Row> = results.rows.iter().map(|row| row_of(row)).collect();
        // Columns are not told, so they are those of the rows, in the order they come.
        let mut columns: Vec<&str> = Vec::new();
        for (name, _) in rows.iter().flat_map(|row| &row.0) {
            if name != "@ptr" && !columns.contains(&name.as_str()) {
                columns.push(name);
            }
        }
        printer.rename(columns.into_iter());
        match printer.again(&rows) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return ExitCode::SUCCESS,
            Err(error) => return exit::failed(&format!("the result cannot be written: {error}")),
            Ok(()) if !follow => return ExitCode::SUCCESS,
            Ok(()) => {}
        }
        tokio::select! {
            () = tokio::time::sleep(AGAIN) => {}
            () = unread() => return ExitCode::SUCCESS,
        }
    }
}

/// Comes back when nobody reads any more.
async fn unread() {
    while !pipe::is_unread() {
        tokio::time::sleep(LOOK).await;
    }
}

fn row_of(fields: &[(Text, Text)]) -> Row {
    Row(fields.iter().map(|(name, value)| (name.raw().to_owned(), Value::text(value.raw()))).collect())
}
