//! StartQuery, GetQueryResults and StopQuery.

use super::json::Input;
use super::logs_evaluate::{compile, evaluate};
use super::logs_find::{group_by, limit, page};
use super::logs_query::{Queries, Query, Question};
use super::logs_source::{not_there, sourced};
use super::trouble::{Trouble, invalid_parameter};
use crate::domain::Timestamp;
use crate::sim::account::Account;
use crate::sim::refusal::Refusal;
use serde_json::{Value, json};

/// Rows at most, as many as there are without `limit`, and those of a page: AWS's own numbers.
const MOST_ROWS: i64 = 100_000;
const USUAL_ROWS: usize = 10_000;
const PAGE: usize = 10_000;

pub fn start(account: &Account, queries: &mut Queries, input: &Input, now: Timestamp) -> Result<Value, Trouble> {
    let text = input.text("queryString")?.ok_or_else(|| missing("queryString"))?;
    let (from, to) = (seconds(input, "startTime")?, seconds(input, "endTime")?);
    if from > to {
        return Err(invalid_parameter("End time should not be before start time.").into());
    }
    match input.text("queryLanguage")? {
        None | Some("CWLI") => {}
        Some(other) => {
            return Err(invalid_parameter(format!("The simulated account does not know {other} queries.")).into());
        }
    }
    let limit = limit(input, USUAL_ROWS, MOST_ROWS)?;
    let query = compile(text)?;
    let (groups, text) = match (sourced(account, &query, text)?, named(input)?) {
        (Some(_), Some(_)) => return Err(invalid_parameter(BOTH).into()),
        (Some(sourced), None) => sourced,
        (None, names) => (groups(account, names)?, text),
    };
    let made = |name: &String| account.log_groups.iter().find(|group| group.name == *name).map(|it| it.created_at);
    if groups.iter().filter_map(made).any(|made| to < made) {
        return Err(Refusal::bad_request("MalformedQueryException", OUT_OF_RANGE).into());
    }
    let plan = queries.admit(now)?;
    let question = Question { text: text.to_owned(), groups, from, to, limit };
    Ok(json!({"queryId": queries.start(question, plan, now)}))
}

/// Groups are named once; the words are ours.
const BOTH: &str = "Log groups are named by SOURCE in the query or by a parameter, not by both.";

/// AWS's words for a window that ends before there was a group; that one such group is enough is our choice.
const OUT_OF_RANGE: &str = "Query's end date and time is either before the log groups creation time or exceeds the log \
                            groups log retention settings ([0,79])";

pub fn results(account: &Account, queries: &mut Queries, input: &Input, now: Timestamp) -> Result<Value, Trouble> {
    queries.look(now)?;
    let behind = queries.behind();
    let query = find(queries, input)?;
    let size = match input.integer("maxItems")? {
        Some(most) => usize::try_from(most).ok().filter(|most| *most > 0).ok_or_else(|| {
            invalid_parameter(format!("Value '{most}' at 'maxItems' must be greater than or equal to 1"))
        })?,
        None => PAGE,
    };
    let (id, groups) = (query.id.clone(), query.question.groups.len());
    let mut paid = 0;
    let outcome = query.outcome(now, |question, began| {
        let outcome = evaluate(account, question, behind, began);
        paid = outcome.as_ref().map_or(0, |outcome| outcome.bytes as u64);
        outcome
    });
    let status = query.status(now);
    queries.paid(paid);
    let rows: Vec<Value> = outcome.rows.iter().map(|row| form(row)).collect();
    let numbered: Vec<(String, &Value)> = rows.iter().enumerate().map(|(at, row)| (at.to_string(), row)).collect();
    let list = format!("GetQueryResults {id}");
    let page = page(input, &list, &numbered.iter().collect::<Vec<_>>(), size, |(at, _)| at)?;
    let (matched, scanned, bytes) = (outcome.matched, outcome.scanned, outcome.bytes);
    let statistics = json!({
        "recordsMatched": matched as f64,
        "recordsScanned": scanned as f64,
        "bytesScanned": bytes as f64,
        "estimatedRecordsSkipped": 0.0,
        "estimatedBytesSkipped": 0.0,
        "logGroupsScanned": groups as f64,
    });
    Ok(json!({
        "queryLanguage": "CWLI",
        "results": page.items.into_iter().map(|(_, row)| *row).collect::<Vec<_>>(),
        "statistics": statistics,
        "status": status.as_str(),
        "nextToken": page.next,
    }))
}

pub fn stop(_: &Account, queries: &mut Queries, input: &Input, now: Timestamp) -> Result<Value, Trouble> {
    queries.stopped();
    let query = find(queries, input)?;
    if !query.cancel(now) {
        let words = format!("Query with id {} has ended and cannot be stopped.", query.id);
        return Err(invalid_parameter(words).into());
    }
    Ok(json!({"success": true}))
}

fn find<'a>(queries: &'a mut Queries, input: &Input) -> Result<&'a mut Query, Refusal> {
    let id = input.text("queryId")?.ok_or_else(|| missing("queryId"))?;
    let words = format!("Query not found for queryId: {id}");
    queries.find(id).ok_or_else(|| Refusal::bad_request("ResourceNotFoundException", words))
}

/// The names in whichever of the three members is given.
fn named(input: &Input) -> Result<Option<Vec<&str>>, Refusal> {
    let one: Vec<&str> = input.text("logGroupName")?.into_iter().collect();
    let ways = [one, input.texts("logGroupNames")?, input.texts("logGroupIdentifiers")?];
    let mut given = ways.into_iter().filter(|names| !names.is_empty());
    let names = given.next();
    if given.next().is_some() {
        return Err(invalid_parameter(
            "logGroupName, logGroupNames and logGroupIdentifiers are mutually exclusive parameters.",
        ));
    }
    Ok(names)
}

fn groups(account: &Account, names: Option<Vec<&str>>) -> Result<Vec<String>, Refusal> {
    let names = names.ok_or_else(|| {
        invalid_parameter("One of logGroupName, logGroupNames or logGroupIdentifiers must be specified.")
    })?;
    if names.len() > 50 {
        return Err(invalid_parameter("A query can have at most 50 log groups."));
    }
    let known = |name: &str| {
        let group = group_by(account, name).ok_or_else(|| not_there(account, name))?;
        Ok(group.name.clone())
    };
    names.into_iter().map(known).collect()
}

/// StartQuery counts its range in seconds, both ends included.
fn seconds(input: &Input, name: &str) -> Result<Timestamp, Refusal> {
    let seconds = input.integer(name)?.ok_or_else(|| missing(name))?;
    Timestamp::from_second(seconds).map_err(|_| invalid_parameter(format!("The specified {name} is not valid.")))
}

fn missing(name: &str) -> Refusal {
    invalid_parameter(format!(
        "1 validation error detected: Value null at '{name}' failed to satisfy constraint: Member must not be null"
    ))
}

fn form(row: &[(String, String)]) -> Value {
    row.iter().map(|(field, value)| json!({"field": field, "value": value})).collect()
}
