//! What is changed in CloudWatch Logs: saved queries, and nothing of the logs.

use super::outcome::outcome;
use crate::domain::Text;
use crate::domain::operation::{Outcome, SaveQuery};
use aws_sdk_cloudwatchlogs::Client;

pub(super) async fn save_query(logs: &Client, action: &'static str, change: &SaveQuery) -> Outcome {
    let asking = logs
        .put_query_definition()
        .name(change.name.raw())
        .query_string(change.text.raw())
        .client_token(change.token.raw())
        .set_query_definition_id(change.replaces.as_ref().map(|old| old.id.raw().to_owned()));
    // What is left out of a replaced one is taken from it (PutQueryDefinition).
    let groups: Vec<String> = change.groups.iter().map(Text::raw).map(str::to_owned).collect();
    outcome(action, asking.set_log_group_names((!groups.is_empty()).then_some(groups)).send()).await
}
