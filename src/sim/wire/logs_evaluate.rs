//! Where a query is read and evaluated: by the language's own folder, `insights`.

use super::logs_query::{Outcome, Question};
use super::token;
use super::trouble::Trouble;
use crate::domain::Timestamp;
use crate::insights::{Plan, QueryClock, Record, Row, parse};
use crate::sim::account::{Account, SimLogEvent};
use crate::sim::refusal::Refusal;
use serde_json::json;

/// Whether the text is a query. The first problem is the refusal, with its place counted in characters as AWS does;
/// its words are those of `insights`.
pub fn compile(text: &str) -> Result<(), Trouble> {
    let parsed = parse(text);
    let Some(problem) = parsed.errors.first() else { return Ok(()) };
    let characters = |bytes: usize| text.get(..bytes).unwrap_or(text).chars().count();
    let place = json!({"startCharOffset": characters(problem.start), "endCharOffset": characters(problem.end)});
    Err(Trouble {
        refusal: Refusal::bad_request("MalformedQueryException", problem.message.as_str()),
        members: vec![("queryCompileError", json!({"location": place, "message": problem.message}))],
    })
}

/// Evaluates a query over the lines of its groups in its range, the newest first as AWS reads them. What only the
/// service can compute is an error: the query fails. `began` is when it was started, its `now()`.
pub fn evaluate(account: &Account, question: &Question, began: Timestamp) -> Result<Outcome, ()> {
    let mut lines: Vec<Line<'_>> = question
        .groups
        .iter()
        .filter_map(|name| account.log_groups.iter().find(|group| group.name == *name))
        .flat_map(|group| {
            group.streams.iter().flat_map(move |(stream, events)| {
                events.iter().map(move |event| Line { group: &group.name, stream, event })
            })
        })
        .filter(|line| (question.from..=question.to).contains(&line.event.at))
        .collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.event.at));
    let clock = QueryClock { now: began, start: question.from, end: question.to };
    let mut plan = Plan::new(&parse(&question.text).query, clock).map_err(|_| ())?;
    lines.iter().for_each(|line| plan.push(&record(account, line)));
    let printed = |row: &Row| row.printed().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Ok(Outcome {
        rows: plan.rows().iter().take(question.limit).map(printed).collect(),
        matched: plan.matched(),
        scanned: plan.scanned(),
        bytes: lines.iter().map(|line| line.event.message.len()).sum(),
    })
}

/// A line with where it stands.
struct Line<'a> {
    group: &'a str,
    stream: &'a str,
    event: &'a SimLogEvent,
}

fn record(account: &Account, line: &Line<'_>) -> Record {
    Record::new(Some(line.event.at), line.event.message.as_str())
        .stream(line.stream)
        .log(format!("{}:{}", account.id, line.group))
        .ingested_at(line.event.ingested_at)
        .ptr(token::seal(line.group, &line.event.id))
}
