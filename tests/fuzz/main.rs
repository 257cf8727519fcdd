//! Random queries over random lines for as long as FUZZ_SECONDS says, one second without.
//!
//! Not guided by coverage: that needs a nightly compiler. Queries and lines of our own are cut up, mixed and bent by
//! dice that fall the same way for the same FUZZ_SEED. What must hold: nothing panics; problems lie within the text;
//! a query without errors is printed as it reads; the rows so far are those of a run over the lines so far.

mod bend;

use bend::{Dice, bent};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::time::{Duration, Instant};
use unstuck::domain::Timestamp;
use unstuck::insights::{Event, Plan, QueryClock, Row, TimeFields, parse};

/// The longest one query over a few lines may take, in a build that is not optimised.
const LONGEST: Duration = Duration::from_secs(5);

fn main() -> ExitCode {
    let filters: Vec<String> = std::env::args().skip(1).collect();
    // As the usual test harness: another name was asked for, or only the list.
    if filters.iter().any(|word| word == "--list" || (!word.starts_with('-') && !"fuzz".contains(word.as_str()))) {
        return ExitCode::SUCCESS;
    }
    let number = |name: &str, usual: u64| std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(usual);
    let (seconds, seed) = (number("FUZZ_SECONDS", 1), number("FUZZ_SEED", 1));
    let queries: Vec<&str> = include_str!("queries.txt").lines().collect();
    let lines: Vec<&str> = include_str!("lines.txt").lines().collect();
    let began = Instant::now();
    let (mut tried, mut read, mut run) = (0_u64, 0_u64, 0_u64);
    std::panic::set_hook(Box::new(|_| {}));
    while began.elapsed() < Duration::from_secs(seconds) {
        let mut dice = Dice::new(seed.wrapping_mul(0x1_0000_0000).wrapping_add(tried));
        let query = bent(&mut dice, &queries);
        let lines: Vec<String> = (0..dice.below(6)).map(|_| bent(&mut dice, &lines)).collect();
        let started = Instant::now();
        let said = catch_unwind(AssertUnwindSafe(|| hold(&query, &lines)));
        let outcome = match said {
            Ok(outcome) => outcome.and_then(|reach| match started.elapsed() < LONGEST {
                true => Ok(reach),
                false => Err("it took too long".to_owned()),
            }),
            Err(panic) => Err(format!("it panicked: {:?}", panic.downcast_ref::<String>())),
        };
        tried += 1;
        match outcome {
            Ok(Reach::Refused) => {}
            Ok(Reach::Read) => read += 1,
            Ok(Reach::Run) => (read, run) = (read + 1, run + 1),
            Err(what) => {
                println!("fuzz: {what}\nseed {seed}, case {}\nquery {query:?}\nlines {lines:#?}", tried - 1);
                return ExitCode::FAILURE;
            }
        }
    }
    println!("fuzz: {tried} queries, {read} without errors, {run} of them run, seed {seed}, {seconds} s");
    // A driver that only ever makes nonsense would prove nothing.
    if run * 20 < tried { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

/// How far a query came.
enum Reach {
    Refused,
    Read,
    Run,
}

fn hold(query: &str, lines: &[String]) -> Result<Reach, String> {
    let parsed = parse(query);
    for problem in parsed.errors.iter().chain(&parsed.lints) {
        query.get(problem.start..problem.end).ok_or_else(|| format!("a problem out of place: {problem:?}"))?;
    }
    let printed = parsed.query.to_string();
    if !parsed.errors.is_empty() {
        return Ok(Reach::Refused);
    }
    let again = parse(&printed);
    if let Some(error) = again.errors.first() {
        return Err(format!("printed as {printed:?} it is refused: {error:?}"));
    }
    if again.query.to_string() != printed {
        return Err(format!("printed as {printed:?}, and then as {:?}", again.query.to_string()));
    }
    let now = Timestamp::from_second(1_767_300_000).map_err(|error| error.to_string())?;
    let clock = QueryClock { now, start: Timestamp::UNIX_EPOCH, end: now };
    let plan = || Plan::new(&parsed.query, clock).map(|plan| plan.time_from(TimeFields::usual()));
    let Ok(mut growing) = plan() else { return Ok(Reach::Read) };
    for (at, line) in lines.iter().enumerate() {
        growing.take(Event::Line(line));
        let Ok(mut whole) = plan() else { return Err("planned once, but not twice".to_owned()) };
        lines.iter().take(at + 1).for_each(|line| whole.take(Event::Line(line)));
        if shown(&growing.rows()) != shown(&whole.into_rows()) {
            return Err(format!("after line {at} the rows so far are not those of a whole run"));
        }
    }
    Ok(Reach::Run)
}

fn shown(rows: &[Row]) -> Vec<Vec<(&str, String)>> {
    rows.iter().map(Row::printed).collect()
}
