//! Saved queries, the fields of a group, and one event whole.

use super::json::Input;
use super::logs_find::{group, invalid_token};
use super::logs_query::Queries;
use super::logs_saved::Definition;
use super::token;
use super::trouble::{Trouble, invalid_parameter};
use crate::domain::Timestamp;
use crate::insights::field_names;
use crate::sim::account::{Account, SimLogEvent};
use crate::sim::refusal::Refusal;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Saved queries of a region at most: AWS's own number.
const MOST: usize = 1_000;
const USUAL_PAGE: usize = 1_000;
const LIST: &str = "DescribeQueryDefinitions";

pub fn put(_: &Account, queries: &mut Queries, input: &Input, now: Timestamp) -> Result<Value, Trouble> {
    let name = input.text("name")?.filter(|name| (1..=255).contains(&name.chars().count()));
    let name = name.ok_or_else(|| invalid_parameter("A query definition has a name of 1 to 255 characters."))?;
    let text = input.text("queryString")?.filter(|text| (1..=10_000).contains(&text.chars().count()));
    let text = text.ok_or_else(|| invalid_parameter("A query definition has a query of 1 to 10000 characters."))?;
    let token = input.text("clientToken")?.map(str::to_owned);
    let groups = input.texts("logGroupNames")?.into_iter().map(str::to_owned).collect();
    let known = &mut queries.definitions;
    // The same token is the same request.
    if let Some(done) = known.iter().find(|known| token.is_some() && known.token == token) {
        return Ok(json!({"queryDefinitionId": done.id}));
    }
    let id = match input.text("queryDefinitionId")? {
        Some(id) => {
            let place = known.iter().position(|known| known.id == id);
            let place = place.ok_or_else(|| {
                Refusal::bad_request("ResourceNotFoundException", "The specified query definition does not exist.")
            })?;
            known.remove(place);
            id.to_owned()
        }
        None if known.len() >= MOST => {
            let words = "The maximum number of query definitions has been reached.";
            return Err(Refusal::bad_request("LimitExceededException", words).into());
        }
        None => format!("{:08x}-5a7e-4d0f-9a3b-{:012x}", known.len() + 1, now.as_millisecond()),
    };
    let (name, text) = (name.to_owned(), text.to_owned());
    known.push(Definition { id: id.clone(), name, text, groups, token, at: now });
    Ok(json!({"queryDefinitionId": id}))
}

pub fn describe(_: &Account, queries: &mut Queries, input: &Input, _: Timestamp) -> Result<Value, Trouble> {
    let prefix = input.text("queryDefinitionNamePrefix")?.unwrap_or_default();
    let most = match input.integer("maxResults")? {
        None => USUAL_PAGE,
        Some(most) => usize::try_from(most)
            .ok()
            .filter(|most| (1..=1_000).contains(most))
            .ok_or_else(|| invalid_parameter(format!("Value '{most}' at 'maxResults' must be between 1 and 1000")))?,
    };
    let from: usize = match input.text("nextToken")? {
        None => 0,
        Some(token) => token::open(LIST, token).and_then(|place| place.parse().ok()).ok_or_else(invalid_token)?,
    };
    let all: Vec<&Definition> =
        queries.definitions.iter().filter(|definition| definition.name.starts_with(prefix)).collect();
    let page: Vec<Value> = all
        .iter()
        .skip(from)
        .take(most)
        .map(|definition| {
            json!({
                "queryDefinitionId": definition.id,
                "name": definition.name,
                "queryString": definition.text,
                "lastModified": definition.at.as_millisecond(),
                "logGroupNames": definition.groups,
            })
        })
        .collect();
    let next = (from + page.len() < all.len()).then(|| token::seal(LIST, &(from + page.len()).to_string()));
    Ok(match next {
        Some(next) => json!({"queryDefinitions": page, "nextToken": next}),
        None => json!({"queryDefinitions": page}),
    })
}

/// Events looked at for their fields: the newest.
const SAMPLE: usize = 500;

pub fn fields(account: &Account, input: &Input) -> Result<Value, Refusal> {
    let group = group(account, input)?;
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut newest: Vec<&SimLogEvent> = group.streams.values().flat_map(|s| s.iter().rev().take(SAMPLE)).collect();
    newest.sort_by_key(|event| std::cmp::Reverse(event.at));
    newest.truncate(SAMPLE);
    let count = newest.len();
    for event in newest {
        for name in field_names(&event.message) {
            *seen.entry(name).or_default() += 1;
        }
    }
    for name in ["@timestamp", "@message", "@logStream", "@log", "@ingestionTime"] {
        seen.insert(name.to_owned(), count);
    }
    let percent = |n: usize| (n * 100).checked_div(count).unwrap_or(0);
    let fields: Vec<Value> = seen.iter().map(|(name, n)| json!({"name": name, "percent": percent(*n)})).collect();
    Ok(json!({"logGroupFields": fields}))
}

pub fn record(account: &Account, input: &Input) -> Result<Value, Refusal> {
    let ptr =
        input.text("logRecordPointer")?.ok_or_else(|| invalid_parameter("logRecordPointer must be specified."))?;
    let found = account.log_groups.iter().find_map(|group| {
        let id = token::open(&group.name, ptr)?;
        let streams = group.streams.iter();
        let event = |(stream, events): (&'_ String, &'_ Vec<SimLogEvent>)| {
            events.iter().find(|event| event.id == id).map(|event| (stream.clone(), event.clone()))
        };
        streams.into_iter().find_map(event).map(|(stream, event)| (group.name.clone(), stream, event))
    });
    let (group, stream, event) = found
        .ok_or_else(|| Refusal::bad_request("ResourceNotFoundException", "The specified log record does not exist."))?;
    let mut fields = serde_json::Map::new();
    for (name, value) in [
        ("@timestamp", event.at.as_millisecond().to_string()),
        ("@ingestionTime", event.ingested_at.as_millisecond().to_string()),
        ("@message", event.message.clone()),
        ("@logStream", stream),
        ("@log", format!("{}:{group}", account.id)),
        ("@ptr", ptr.to_owned()),
    ] {
        fields.insert(name.to_owned(), Value::from(value));
    }
    if let Ok(Value::Object(members)) = serde_json::from_str(&event.message) {
        for (name, value) in members {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            fields.entry(name).or_insert_with(|| Value::from(text));
        }
    }
    Ok(json!({"logRecord": fields}))
}
