//! How cases are written down: events as `(seconds, message)`, results as lines of `name=value`.

use crate::insights::{QueryClock, Record, Row, Value, parse, run};
use jiff::Timestamp;
use std::sync::LazyLock;

/// Midnight of the first of January 2026; times in cases count from here.
pub const START: i64 = 1_767_225_600;

/// The clock of all cases: a day's range, asked at its end.
pub fn clock() -> QueryClock {
    let at = |seconds| Timestamp::from_second(START + seconds).expect("a time");
    QueryClock { now: at(86_400), start: at(0), end: at(86_400) }
}

/// Events with their seconds since [`START`].
pub fn records(events: &[(i64, &str)]) -> Vec<Record> {
    let at = |seconds: i64| Timestamp::from_second(START + seconds).ok();
    events.iter().map(|(seconds, message)| Record::new(at(*seconds), *message).stream("web/1")).collect()
}

/// A row as `name=value name=value`.
pub fn line(row: &Row) -> String {
    row.printed().iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ")
}

/// What a query gives, as lines.
pub fn result(query: &str, events: &[(i64, &str)]) -> Vec<String> {
    let parsed = parse(query);
    assert_eq!(parsed.errors, [], "{query}");
    match run(&parsed.query, records(events).into_iter(), clock()) {
        Ok(rows) => rows.iter().map(line).collect(),
        Err(needs) => vec![format!("! {}", needs.what())],
    }
}

/// What expressions give on one event, each as it is printed; `-` for null.
pub fn values(expressions: &[&str], message: &str) -> Vec<String> {
    let query =
        format!("fields {}", expressions.iter().map(|e| format!("{e} as `{e}`")).collect::<Vec<_>>().join(", "));
    let parsed = parse(&query);
    assert_eq!(parsed.errors, [], "{query}");
    let rows = run(&parsed.query, records(&[(0, message)]).into_iter(), clock()).expect("it runs");
    let value = |name: &&str| rows.first().and_then(|row| row.get(name)).and_then(Value::printed);
    expressions.iter().map(|name| value(name).unwrap_or("-".to_owned())).collect()
}

/// A query for every command and form of the language, one a line; the fuzz run starts from the same.
pub static SHOWN: LazyLock<Vec<&str>> =
    LazyLock::new(|| include_str!("../../../tests/fuzz/queries.txt").lines().collect());
