//! DescribeLogStreams.

use super::json::Input;
use super::logs_find::{group, group_arn, limit, page, stored_bytes};
use super::trouble::invalid_parameter;
use crate::sim::account::{Account, LogGroup, SimLogEvent};
use crate::sim::refusal::Refusal;
use serde_json::{Value, json};

const PAGE: usize = 50;

/// A stream of a group with its lines.
type Stream<'a> = (&'a String, &'a Vec<SimLogEvent>);

pub fn describe(account: &Account, input: &Input) -> Result<Value, Refusal> {
    let group = group(account, input)?;
    let prefix = input.text("logStreamNamePrefix")?;
    let order = input.text("orderBy")?.unwrap_or("LogStreamName");
    let mut streams: Vec<Stream<'_>> =
        group.streams.iter().filter(|(name, _)| prefix.is_none_or(|prefix| name.starts_with(prefix))).collect();
    match order {
        "LogStreamName" => {}
        "LastEventTime" if prefix.is_some() => {
            return Err(invalid_parameter("Cannot order by LastEventTime with a logStreamNamePrefix."));
        }
        "LastEventTime" => streams.sort_by_key(|(_, events)| events.last().map(|event| event.at)),
        other => {
            return Err(invalid_parameter(format!(
                "1 validation error detected: Value '{other}' at 'orderBy' failed to satisfy constraint: \
                 Member must satisfy enum value set: [LogStreamName, LastEventTime]"
            )));
        }
    }
    let descending = input.flag("descending")?.unwrap_or(false);
    if descending {
        streams.reverse();
    }
    let list = format!("DescribeLogStreams {} {prefix:?} {order} {descending}", group.name);
    let size = limit(input, PAGE, 50)?;
    let page = page(input, &list, &streams.iter().collect::<Vec<_>>(), size, |(name, _)| name.as_str())?;
    let rows: Vec<Value> = page.items.into_iter().map(|stream| form(account, group, *stream)).collect();
    Ok(json!({"logStreams": rows, "nextToken": page.next}))
}

fn form(account: &Account, group: &LogGroup, (name, events): Stream<'_>) -> Value {
    let last = events.last();
    json!({
        "logStreamName": name,
        "arn": format!("{}:log-stream:{name}", group_arn(account, &group.name)),
        "creationTime": events.first().map_or(group.created_at, |event| event.at).as_millisecond(),
        "firstEventTimestamp": events.first().map(|event| event.at.as_millisecond()),
        "lastEventTimestamp": last.map(|event| event.at.as_millisecond()),
        "lastIngestionTime": last.map(|event| event.ingested_at.as_millisecond()),
        "storedBytes": stored_bytes(events),
    })
}
