//! GetLogEvents: one stream, forwards or backwards. Its tokens never end; at the end AWS gives back the token it got.

use super::json::Input;
use super::logs_find::{group, invalid_token, limit, millis, stream};
use super::token;
use super::trouble::invalid_parameter;
use crate::sim::account::{Account, SimLogEvent};
use crate::sim::refusal::Refusal;
use serde_json::{Value, json};

const PAGE: usize = 10_000;

/// Where a token stands: at a line, known by its time in milliseconds and its id.
#[derive(Clone, PartialEq, Eq)]
struct Mark(i64, String);

enum Way {
    After(Mark),
    Before(Mark),
    FromHead,
    FromTail,
}

pub fn get(account: &Account, input: &Input) -> Result<Value, Refusal> {
    let group = group(account, input)?;
    let name = input.text("logStreamName")?.ok_or_else(|| invalid_parameter("logStreamName must be specified."))?;
    let (from, to) = (millis(input, "startTime")?, millis(input, "endTime")?);
    // Unlike in FilterLogEvents the end is not included.
    let events: Vec<&SimLogEvent> = stream(group, name)?
        .iter()
        .filter(|event| from.is_none_or(|from| event.at >= from) && to.is_none_or(|to| event.at < to))
        .collect();
    let size = limit(input, PAGE, 10_000)?;
    let list = format!("GetLogEvents {} {name}", group.name);
    let way = way(input, &list)?;
    let (start, end) = match &way {
        Way::After(mark) => (after(&events, mark), usize::MAX),
        Way::Before(mark) => (0, before(&events, mark)),
        Way::FromHead | Way::FromTail => (0, usize::MAX),
    };
    let window = events.get(start..end.min(events.len())).unwrap_or_default();
    let shown = match way {
        Way::After(_) | Way::FromHead => window.get(..size.min(window.len())),
        Way::Before(_) | Way::FromTail => window.get(window.len().saturating_sub(size)..),
    }
    .unwrap_or_default();
    let here = match way {
        Way::After(mark) | Way::Before(mark) => mark,
        Way::FromHead | Way::FromTail => Mark(0, String::new()),
    };
    let mark =
        |event: Option<&&SimLogEvent>| event.map_or(here.clone(), |it| Mark(it.at.as_millisecond(), it.id.clone()));
    let seal = |way: &str, Mark(ms, id): Mark| format!("{way}/{}", token::seal(&list, &format!("{ms} {id}")));
    Ok(json!({
        "events": shown.iter().map(|event| form(event)).collect::<Vec<_>>(),
        "nextForwardToken": seal("f", mark(shown.last())),
        "nextBackwardToken": seal("b", mark(shown.first())),
    }))
}

fn way(input: &Input, list: &str) -> Result<Way, Refusal> {
    let Some(token) = input.text("nextToken")? else {
        return Ok(if input.flag("startFromHead")?.unwrap_or(false) { Way::FromHead } else { Way::FromTail });
    };
    let read = |sealed: &str| {
        let place = token::open(list, sealed)?;
        let (ms, id) = place.split_once(' ')?;
        Some(Mark(ms.parse().ok()?, id.to_owned()))
    };
    match token.split_once('/') {
        Some(("f", sealed)) => read(sealed).map(Way::After),
        Some(("b", sealed)) => read(sealed).map(Way::Before),
        _ => None,
    }
    .ok_or_else(invalid_token)
}

/// The first line behind the mark; where its line is gone, the first of a later time.
fn after(events: &[&SimLogEvent], Mark(ms, id): &Mark) -> usize {
    let found = events.iter().position(|event| event.id == *id);
    found.map_or_else(|| events.partition_point(|event| event.at.as_millisecond() <= *ms), |at| at + 1)
}

/// The place of the mark, before which the page ends.
fn before(events: &[&SimLogEvent], Mark(ms, id): &Mark) -> usize {
    let found = events.iter().position(|event| event.id == *id);
    found.unwrap_or_else(|| events.partition_point(|event| event.at.as_millisecond() < *ms))
}

fn form(event: &SimLogEvent) -> Value {
    json!({
        "timestamp": event.at.as_millisecond(),
        "message": event.message,
        "ingestionTime": event.ingested_at.as_millisecond(),
    })
}
