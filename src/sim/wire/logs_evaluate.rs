//! Where a query is read and evaluated: by the language's own folder, `insights`.

use super::logs_query::{Outcome, Question};
use super::token;
use super::trouble::Trouble;
use crate::domain::Timestamp;
use crate::insights::tree::CommandKind;
use crate::insights::{Plan, Query, QueryClock, Record, Row, parse};
use crate::sim::account::{Account, SimLogEvent};
use crate::sim::refusal::Refusal;
use serde_json::json;

/// The query a text is. The first problem is the refusal, with its place counted in characters as AWS does;
/// its words are those of `insights`.
pub fn compile(text: &str) -> Result<Query, Trouble> {
    let parsed = parse(text);
    let Some(problem) = parsed.errors.first() else { return Ok(parsed.query) };
    let characters = |bytes: usize| text.get(..bytes).unwrap_or(text).chars().count();
    let place = json!({"startCharOffset": characters(problem.start), "endCharOffset": characters(problem.end)});
    Err(Trouble {
        refusal: Refusal::bad_request("MalformedQueryException", problem.message.as_str()),
        members: vec![("queryCompileError", json!({"location": place, "message": problem.message}))],
    })
}

/// Evaluates a query over the lines of its groups in its range, the newest first as AWS reads them. What only the
/// service can compute is an error: the query fails. `began` is when it was started, its `now()`; a line is found so
/// many milliseconds after it was ingested, at once where there are none of them.
pub fn evaluate(account: &Account, question: &Question, behind: i64, began: Timestamp) -> Result<Outcome, ()> {
    let found = |line: &Line<'_>| {
        behind == 0 || line.event.ingested_at.as_millisecond().saturating_add(behind) <= began.as_millisecond()
    };
    let mut lines: Vec<Line<'_>> = question
        .groups
        .iter()
        .filter_map(|name| account.log_groups.iter().find(|group| group.name == *name))
        .flat_map(|group| {
            group.streams.iter().flat_map(move |(stream, events)| {
                events.iter().map(move |event| Line { group: &group.name, stream, event })
            })
        })
        .filter(|line| (question.from..=question.to).contains(&line.event.at) && found(line))
        .collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.event.at));
    let clock = QueryClock { now: began, start: question.from, end: question.to };
    // The limit of the call is in place of the usual one of the language.
    let query = parse(&question.text).query;
    let limits =
        |it: &CommandKind| matches!(it, CommandKind::Limit { .. } | CommandKind::Head(_) | CommandKind::Tail(_));
    let counts = |it: &CommandKind| matches!(it, CommandKind::Stats(_) | CommandKind::CountFrequent(_));
    let has = |is: &dyn Fn(&CommandKind) -> bool| query.commands.iter().any(|command| is(&command.kind));
    let (limited, counts) = (has(&limits), has(&counts));
    let query = match limited {
        true => query,
        false => parse(&format!("{} | limit {}", question.text, question.limit)).query,
    };
    let mut plan = Plan::new(&query, clock).map_err(|_| ())?;
    lines.iter().for_each(|line| plan.push(&record(account, line)));
    let printed = |row: &Row| row.printed().into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Ok(Outcome {
        rows: plan.rows().iter().take(question.limit).map(printed).collect(),
        matched: plan.matched(),
        scanned: plan.scanned(),
        bytes: lines.iter().map(|line| line.event.message.len()).sum(),
        counts,
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
