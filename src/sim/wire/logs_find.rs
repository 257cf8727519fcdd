//! Finding what a Logs request names, its bounds and its pages.

use super::json::Input;
use super::page::{self, Page};
use super::trouble::{invalid_parameter, out_of_bounds};
use crate::domain::Timestamp;
use crate::sim::account::{Account, LogGroup, SimLogEvent};
use crate::sim::refusal::Refusal;

/// What AWS counts for each event beside its message.
const EVENT_OVERHEAD: usize = 26;

fn not_found(message: &str) -> Refusal {
    Refusal::bad_request("ResourceNotFoundException", message)
}

/// The ARN of a group without the `:*` that policies want.
pub fn group_arn(account: &Account, name: &str) -> String {
    format!("arn:aws:logs:{}:{}:log-group:{name}", account.region, account.id)
}

/// A group by name or by ARN, with or without `:*`.
pub fn group_by<'a>(account: &'a Account, name_or_arn: &str) -> Option<&'a LogGroup> {
    let arn = name_or_arn.strip_suffix(":*").unwrap_or(name_or_arn);
    account.log_groups.iter().find(|group| match name_or_arn.starts_with("arn:") {
        true => group_arn(account, &group.name) == arn,
        false => group.name == name_or_arn,
    })
}

/// The group a request must name, in `logGroupName` or `logGroupIdentifier` but not both.
pub fn group<'a>(account: &'a Account, input: &Input) -> Result<&'a LogGroup, Refusal> {
    let named = match (input.text("logGroupName")?, input.text("logGroupIdentifier")?) {
        (Some(name), None) | (None, Some(name)) => name,
        (Some(_), Some(_)) => {
            return Err(invalid_parameter("LogGroup name and LogGroup ARN are mutually exclusive parameters."));
        }
        (None, None) => {
            return Err(invalid_parameter("Either logGroupName or logGroupIdentifier must be specified."));
        }
    };
    group_by(account, named).ok_or_else(|| not_found("The specified log group does not exist."))
}

/// The lines of a stream.
pub fn stream<'a>(group: &'a LogGroup, name: &str) -> Result<&'a [SimLogEvent], Refusal> {
    let events = group.streams.get(name).ok_or_else(|| not_found("The specified log stream does not exist."))?;
    Ok(events)
}

/// What a stream weighs, as AWS counts it.
pub fn stored_bytes(events: &[SimLogEvent]) -> usize {
    events.iter().map(|event| event.message.len() + EVENT_OVERHEAD).sum()
}

/// A time given in milliseconds since 1970, as Logs does everywhere but in StartQuery.
pub fn millis(input: &Input, name: &str) -> Result<Option<Timestamp>, Refusal> {
    let invalid = || invalid_parameter(format!("The specified {name} is not valid."));
    input.integer(name)?.map(|ms| Timestamp::from_millisecond(ms).map_err(|_| invalid())).transpose()
}

/// The member `limit`, or the most there may be.
pub fn limit(input: &Input, usual: usize, most: i64) -> Result<usize, Refusal> {
    match input.integer("limit")? {
        None => Ok(usual),
        Some(limit) if (1..=most).contains(&limit) => Ok(usize::try_from(limit).unwrap_or(usual)),
        Some(limit) => Err(invalid_parameter(out_of_bounds(limit, "limit", 1, most))),
    }
}

/// AWS's words for a page token it does not know.
pub fn invalid_token() -> Refusal {
    invalid_parameter("The specified nextToken is invalid.")
}

pub fn page<'a, T>(
    input: &Input,
    list: &str,
    items: &[&'a T],
    size: usize,
    key: impl Fn(&T) -> &str,
) -> Result<Page<'a, T>, Refusal> {
    page::cut(list, items, input.text("nextToken")?, size, key).ok_or_else(invalid_token)
}
