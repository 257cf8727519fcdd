//! Logs Insights: start, read, stop. Queries cost money by bytes scanned; whoever leaves one stops it.

use super::ask::{ask, garbled};
use super::clients::Clients;
use super::from_sdk::member::text_or_empty;
use crate::domain::Text;
use crate::domain::fault::{Fault, FaultKind};
use crate::domain::query::{QueryPage, QuerySpec, QueryStatus};
use aws_sdk_cloudwatchlogs::types as sdk;
use std::collections::{BTreeSet, HashSet};

/// Most rows of a query.
pub const MOST_ROWS: i32 = 100_000;

/// Starts a query; answers with its id.
///
/// # Errors
/// `Rejected` with AWS's words where the query does not compile, `LimitExceeded` where too many run.
pub async fn start_query(clients: &Clients, query: &QuerySpec) -> Result<Text, Fault> {
    const ACTION: &str = "logs:StartQuery";
    // A group named twice makes AWS answer with a permission error. The `:*` at the end of an ARN is refused.
    let groups: BTreeSet<&str> = query.groups.iter().map(|group| group.raw().trim_end_matches(":*")).collect();
    let groups: Vec<String> = groups.into_iter().map(str::to_owned).collect();
    // Whole seconds, both counted in: outwards, so that nothing at an edge is lost.
    let to = query.to.as_second() + i64::from(query.to.subsec_nanosecond() > 0);
    let from = query.from.as_second() - i64::from(query.from.subsec_nanosecond() < 0);
    let limit = (query.limit > 0).then(|| query.limit.min(MOST_ROWS));
    let asking = clients.logs(ACTION, query.region.as_ref())?.start_query().query_string(&query.text).set_limit(limit);
    let asking = asking.start_time(from.max(0)).end_time(to.max(0));
    let asking = match groups.iter().any(|group| group.starts_with("arn:")) {
        _ if groups.is_empty() => asking,
        true => asking.set_log_group_identifiers(Some(groups)),
        false => asking.set_log_group_names(Some(groups)),
    };
    let answer = ask(ACTION, asking.send()).await?;
    let id = answer.query_id().filter(|id| !id.is_empty()).map(Text::new);
    id.ok_or_else(|| garbled(ACTION, "the answer names no query"))
}

/// What a query has found so far: its first page, or the one a page before leads to. A page has 10,000 rows at most.
///
/// # Errors
/// The fault of the call.
pub async fn query_page(
    clients: &Clients,
    region: Option<&Text>,
    id: &Text,
    page: Option<&Text>,
) -> Result<QueryPage, Fault> {
    const ACTION: &str = "logs:GetQueryResults";
    let asking = clients.logs(ACTION, region)?.get_query_results().query_id(id.raw());
    let answer = ask(ACTION, asking.set_next_token(page.map(|page| page.raw().to_owned())).send()).await?;
    let rows = answer.results().iter().map(|row| row.iter().filter_map(field).collect()).collect();
    let numbers = answer.statistics.as_ref();
    Ok(QueryPage {
        status: QueryStatus::parse(answer.status.as_ref().map_or("", sdk::QueryStatus::as_str)),
        rows: without_twins(rows),
        scanned_bytes: numbers.map_or(0, |n| whole(n.bytes_scanned())),
        scanned: numbers.map_or(0, |n| whole(n.records_scanned())),
        matched: numbers.map_or(0, |n| whole(n.records_matched())),
        next: answer.next_token().filter(|token| !token.is_empty()).map(Text::new),
    })
}

/// Stops a query. One that has already ended is as good as stopped.
///
/// # Errors
/// The fault of a call that was not about the query's state.
pub async fn stop_query(clients: &Clients, region: Option<&Text>, id: &Text) -> Result<(), Fault> {
    const ACTION: &str = "logs:StopQuery";
    match ask(ACTION, clients.logs(ACTION, region)?.stop_query().query_id(id.raw()).send()).await {
        Err(fault) if !matches!(fault.kind, FaultKind::Rejected | FaultKind::NotFound) => Err(fault),
        _ => Ok(()),
    }
}

fn field(from: &sdk::ResultField) -> Option<(Text, Text)> {
    Some((from.field().map(Text::new)?, text_or_empty(from.value())))
}

/// Rows that are the same in every field, `@ptr` too, are one row told twice. The same `@ptr` with other fields is
/// legal: `unnest` and `parse … multi` make several rows of an event.
fn without_twins(mut rows: Vec<Vec<(Text, Text)>>) -> Vec<Vec<(Text, Text)>> {
    let mut seen = HashSet::new();
    rows.retain(|row| !row.iter().any(|(name, _)| name.raw() == "@ptr") || seen.insert(row.clone()));
    rows
}

/// A count, told as a floating number. The cast saturates and takes what is no number for 0.
fn whole(count: f64) -> u64 {
    count as u64
}
