//! CloudWatch Logs: which operation is answered where. AWS prefixes the target with `Logs_20140328`.

use super::desk::Desk;
use super::json::Input;
use super::logs_query::Queries;
use super::tails::Tails;
use super::trouble::Trouble;
use super::{logs_definitions, logs_events, logs_filter, logs_groups, logs_queries, logs_streams};
use crate::domain::Timestamp;
use crate::sim::account::Account;
use crate::sim::refusal::Refusal;
use serde_json::Value;

/// An operation of Logs.
#[derive(Clone, Copy)]
pub enum Operation {
    Read(fn(&Account, &Input) -> Result<Value, Refusal>),
    History(fn(&Account, &mut Tails, &Input, Timestamp) -> Result<Value, Refusal>),
    Query(fn(&Account, &mut Queries, &Input, Timestamp) -> Result<Value, Trouble>),
}

/// The operation of this name, if it is served.
pub fn find(name: &str) -> Option<Operation> {
    use Operation::{History, Query, Read};
    Some(match name {
        "DescribeLogGroups" => Read(logs_groups::describe),
        "DescribeQueryDefinitions" => Query(logs_definitions::describe),
        "DescribeLogStreams" => Read(logs_streams::describe),
        "FilterLogEvents" => History(logs_filter::filter),
        "GetLogEvents" => Read(logs_events::get),
        "GetLogGroupFields" => Read(logs_definitions::fields),
        "GetLogRecord" => Read(logs_definitions::record),
        "PutQueryDefinition" => Query(logs_definitions::put),
        "GetQueryResults" => Query(logs_queries::results),
        "StartQuery" => Query(logs_queries::start),
        "StopQuery" => Query(logs_queries::stop),
        _ => return None,
    })
}

impl Operation {
    pub fn run(self, account: &Account, desk: &mut Desk, input: &Input, now: Timestamp) -> Result<Value, Trouble> {
        match self {
            Self::Read(read) => Ok(read(account, input)?),
            Self::History(read) => Ok(read(account, &mut desk.tails, input, now)?),
            Self::Query(query) => query(account, &mut desk.queries, input, now),
        }
    }
}
