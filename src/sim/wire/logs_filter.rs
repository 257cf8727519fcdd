//! FilterLogEvents.

use super::json::Input;
use super::logs_find::{group, limit, millis, page, stream};
use super::logs_pattern::Pattern;
use super::tails::Tails;
use super::trouble::invalid_parameter;
use crate::domain::Timestamp;
use crate::sim::account::{Account, LogGroup, SimLogEvent};
use crate::sim::refusal::Refusal;
use serde_json::{Value, json};

/// AWS's own most; it also ends a page at one megabyte, which is not done here: our choice.
const PAGE: usize = 10_000;

/// A line with the name of its stream.
struct Line<'a> {
    stream: &'a str,
    event: &'a SimLogEvent,
}

pub fn filter(account: &Account, tails: &mut Tails, input: &Input, now: Timestamp) -> Result<Value, Refusal> {
    tails.ask_history()?;
    let group = group(account, input)?;
    let (names, prefix) = (input.texts("logStreamNames")?, input.text("logStreamNamePrefix")?);
    let (from, to) = (millis(input, "startTime")?, millis(input, "endTime")?);
    let words = input.text("filterPattern")?.unwrap_or_default();
    let pattern = pattern(words)?;
    let size = limit(input, PAGE, 10_000)?;
    let mut lines: Vec<Line<'_>> = streams(group, &names, prefix)?
        .into_iter()
        .flat_map(|(stream, events)| events.iter().map(move |event| Line { stream, event }))
        .filter(|line| from.is_none_or(|from| line.event.at >= from) && to.is_none_or(|to| line.event.at <= to))
        .filter(|line| pattern.matches(&line.event.message) && tails.history_has(line.event, now))
        .collect();
    lines.sort_by_key(|line| line.event.at);
    let list = format!("FilterLogEvents {} {names:?} {prefix:?} {from:?} {to:?} {words}", group.name);
    let page = page(input, &list, &lines.iter().collect::<Vec<_>>(), size, |line| &line.event.id)?;
    let rows: Vec<Value> = page.items.into_iter().map(form).collect();
    Ok(json!({"events": rows, "searchedLogStreams": [], "nextToken": page.next}))
}

/// A filter pattern, or why it is none.
pub fn pattern(words: &str) -> Result<Pattern, Refusal> {
    Pattern::parse(words).ok_or_else(|| {
        invalid_parameter(
            "Invalid filter pattern (the simulated account knows terms, quoted phrases, plain texts between % and \
             members that equal a text)",
        )
    })
}

/// The streams asked for by name, by prefix, or all.
fn streams<'a>(
    group: &'a LogGroup,
    names: &[&'a str],
    prefix: Option<&str>,
) -> Result<Vec<(&'a str, &'a [SimLogEvent])>, Refusal> {
    if prefix.is_some() && !names.is_empty() {
        return Err(invalid_parameter("logStreamNames and logStreamNamePrefix are mutually exclusive parameters."));
    }
    if !names.is_empty() {
        return names.iter().map(|name| Ok((*name, stream(group, name)?))).collect();
    }
    let all = group.streams.iter().filter(|(name, _)| prefix.is_none_or(|prefix| name.starts_with(prefix)));
    Ok(all.map(|(name, events)| (name.as_str(), events.as_slice())).collect())
}

fn form(line: &Line<'_>) -> Value {
    json!({
        "logStreamName": line.stream,
        "timestamp": line.event.at.as_millisecond(),
        "message": line.event.message,
        "ingestionTime": line.event.ingested_at.as_millisecond(),
        "eventId": line.event.id,
    })
}
