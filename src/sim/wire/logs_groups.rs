//! DescribeLogGroups.

use super::json::Input;
use super::logs_find::{group_arn, limit, page, stored_bytes};
use super::trouble::invalid_parameter;
use crate::sim::account::{Account, LogGroup};
use crate::sim::refusal::Refusal;
use serde_json::{Value, json};

const PAGE: usize = 50;

pub fn describe(account: &Account, input: &Input) -> Result<Value, Refusal> {
    let (prefix, pattern) = (input.text("logGroupNamePrefix")?, input.text("logGroupNamePattern")?);
    if prefix.is_some() && pattern.is_some() {
        return Err(invalid_parameter(
            "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.",
        ));
    }
    let mut groups: Vec<&LogGroup> = account
        .log_groups
        .iter()
        .filter(|group| prefix.is_none_or(|prefix| group.name.starts_with(prefix)))
        .filter(|group| pattern.is_none_or(|pattern| group.name.contains(pattern)))
        .collect();
    groups.sort_by(|a, b| a.name.cmp(&b.name));
    let size = limit(input, PAGE, 50)?;
    let page = page(input, &format!("DescribeLogGroups {prefix:?} {pattern:?}"), &groups, size, |it| &it.name)?;
    let rows: Vec<Value> = page.items.into_iter().map(|group| form(account, group)).collect();
    Ok(json!({"logGroups": rows, "nextToken": page.next}))
}

fn form(account: &Account, group: &LogGroup) -> Value {
    let arn = group_arn(account, &group.name);
    json!({
        "logGroupName": group.name,
        "creationTime": group.created_at.as_millisecond(),
        "metricFilterCount": 0,
        "arn": format!("{arn}:*"),
        "logGroupArn": arn,
        "logGroupClass": "STANDARD",
        "storedBytes": group.streams.values().map(|events| stored_bytes(events)).sum::<usize>(),
    })
}
