//! `unstuck query`: Logs Insights queries over local logs.
//!
//! Never here: what a query means; that is in `insights`.

mod args;
mod event;
pub mod print;
pub mod problems;

pub use args::{Args, Format};

use super::exit;
use crate::domain::Timestamp;
use crate::insights::{Parsed, Plan, QueryClock, Row, TimeFields, parse};
use crate::runtime::clock::Clock;
use crate::runtime::tail::{ReadError, Source};
use event::Reader;
use print::Printer;
use std::io;
use std::process::ExitCode;

/// Runs a query over files, or standard input. Exit 2 when the query is wrong or only the service can run it, 1
/// when something cannot be read or written.
pub fn run(args: &Args) -> ExitCode {
    let parsed = parse(&args.query);
    if args.check {
        return check(args, &parsed);
    }
    if !parsed.errors.is_empty() {
        return exit::misused(&problems::text(&args.query, "error", &parsed.errors));
    }
    let now = match args.now.map(Timestamp::from_second) {
        None => Clock::wall(),
        Some(Ok(now)) => now,
        Some(Err(_)) => return exit::misused("--now takes seconds since 1970"),
    };
    // Our choice: a file has no range that was asked for, so it is all time up to now.
    let clock = QueryClock { now, start: Timestamp::UNIX_EPOCH, end: now };
    let times = args.time_field.as_deref().map_or_else(TimeFields::usual, TimeFields::named);
    let plan = match Plan::new(&parsed.query, clock) {
        Ok(plan) => plan.time_from(times),
        Err(needs) => return exit::misused(&problems::needs_service(&args.query, &needs)),
    };
    exit::note(&problems::text(&args.query, "note", &parsed.lints));
    let mut source = match Source::open(&args.files) {
        Ok(source) => source,
        Err(error) => return exit::failed(&error.to_string()),
    };
    let printer = Printer::new(args.format, plan.columns());
    let done = if args.follow { follow(plan, &mut source, printer) } else { once(plan, &mut source, printer) };
    if source.cut() > 0 {
        exit::note(&format!("{} lines were longer than a log event can be and were cut at 1 MiB", source.cut()));
    }
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Ended::Unread(error)) => exit::failed(&error.to_string()),
        // The reader has seen enough.
        Err(Ended::Unwritten(error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(Ended::Unwritten(error)) => exit::failed(&format!("the result cannot be written: {error}")),
    }
}

fn check(args: &Args, parsed: &Parsed) -> ExitCode {
    match args.format {
        Format::Jsonl => {
            // A closed pipe is the reader's choice.
            let _ = problems::json(&mut io::stdout().lock(), parsed);
        }
        Format::Table | Format::Csv => {
            exit::note(&problems::text(&args.query, "error", &parsed.errors));
            exit::note(&problems::text(&args.query, "note", &parsed.lints));
        }
    }
    if parsed.errors.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(exit::WRONG_USE) }
}

/// Why a run ended early.
enum Ended {
    Unread(ReadError),
    Unwritten(io::Error),
}

impl From<ReadError> for Ended {
    fn from(error: ReadError) -> Self {
        Ended::Unread(error)
    }
}

impl From<io::Error> for Ended {
    fn from(error: io::Error) -> Self {
        Ended::Unwritten(error)
    }
}

fn once(mut plan: Plan, source: &mut Source, mut printer: Printer) -> Result<(), Ended> {
    let reader = Reader::new();
    source.all(&mut |line| reader.read(line, &mut |event| plan.take(event)))?;
    say_dropped(&plan);
    printer.whole(&plan.into_rows())?;
    Ok(())
}

/// Shows the result anew each time there is more; a query whose events stand alone shows each row once, as it comes.
fn follow(mut plan: Plan, source: &mut Source, mut printer: Printer) -> Result<(), Ended> {
    let reader = Reader::new();
    let mut first = true;
    loop {
        let round = if plan.streams() {
            let mut written = Ok(());
            let mut show = |row: Row| {
                if written.is_ok() {
                    written = printer.row(&row);
                }
            };
            let round = source.round(&mut |line| reader.read(line, &mut |event| plan.pass(event, &mut show)))?;
            written?;
            printer.flush()?;
            round
        } else {
            let round = source.round(&mut |line| reader.read(line, &mut |event| plan.take(event)))?;
            if round.grew || first {
                printer.again(&plan.rows())?;
            }
            round
        };
        first = false;
        if round.ended {
            say_dropped(&plan);
            return Ok(());
        }
        if !source.wait() {
            return Ok(());
        }
    }
}

fn say_dropped(plan: &Plan) {
    if plan.dropped() > 0 {
        exit::note(&format!("{} rows were left out to keep memory bounded; filter more", plan.dropped()));
    }
}
