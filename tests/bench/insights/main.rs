//! How fast queries are read and run.
//!
//!     cargo bench --bench insights                            # the parts, in memory
//!     cargo bench --bench insights -- lines 1000000 > FILE    # the file for tests/bench/query.py

mod lines;

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use std::io::{BufWriter, Write};
use unstuck::domain::Timestamp;
use unstuck::insights::{Event, Plan, QueryClock, TimeFields, parse};

/// The queries measured; those of docs/performance.md come first.
const QUERIES: [(&str, &str); 6] = [
    ("count errors", "filter level = \"ERROR\" | stats count(*) by bin(1m)"),
    (
        "regex, glob, pct",
        "filter @message like /answered in \\d{3,} ms/ | parse 'upstream * answered in * ms' as upstream, ms \
         | stats pct(ms, 99) by upstream",
    ),
    ("count by field", "stats count(*) by service, level"),
    ("regex on a field", "filter path like /9{3}$/ | fields @timestamp, path"),
    ("top 20", "fields @timestamp, path, durationMs | sort durationMs desc | limit 20"),
    ("all rows", "fields @timestamp, @message"),
];

const LINES: u64 = 20_000;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let count = arguments.iter().position(|word| word == "lines").and_then(|at| arguments.get(at + 1)?.parse().ok());
    match count {
        Some(count) => write_lines(count).expect("standard output takes the lines"),
        None => divan::main(),
    }
}

fn write_lines(count: u64) -> std::io::Result<()> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut line = String::new();
    for n in 0..count {
        lines::write_line(n, &mut line);
        line.push('\n');
        out.write_all(line.as_bytes())?;
    }
    out.flush()
}

#[divan::bench(args = QUERIES.map(|(name, _)| name))]
fn run(bencher: Bencher, name: &str) {
    let query = QUERIES.iter().find(|(known, _)| *known == name).expect("a query").1;
    let parsed = parse(query);
    assert_eq!(parsed.errors, []);
    let now = Timestamp::UNIX_EPOCH;
    let clock = QueryClock { now, start: now, end: now };
    let lines: Vec<String> = (0..LINES)
        .map(|n| {
            let mut line = String::new();
            lines::write_line(n, &mut line);
            line
        })
        .collect();
    let bytes: usize = lines.iter().map(String::len).sum();
    bencher.counter(BytesCount::new(bytes)).counter(ItemsCount::new(lines.len())).bench(|| {
        let mut plan = Plan::new(&parsed.query, clock).expect("it runs").time_from(TimeFields::usual());
        lines.iter().for_each(|line| plan.take(Event::Line(line)));
        plan.into_rows().len()
    });
}

#[divan::bench(args = QUERIES.map(|(name, _)| name))]
fn read(name: &str) -> usize {
    parse(QUERIES.iter().find(|(known, _)| *known == name).expect("a query").1).query.commands.len()
}
