//! What helps to write and read a query: those saved in the account, the fields of a group, one event whole.

use crate::aws::ask::ask;
use crate::aws::clients::Clients;
use crate::aws::from_sdk::member::text_or_empty;
use crate::aws::pages::Walk;
use crate::domain::Text;
use crate::domain::fault::Fault;
use crate::domain::log_scope::LogGroupId;
use crate::domain::saved_query::SavedQuery;

/// Pages of saved queries read at most: the account keeps 1,000 in a region.
const PAGES: usize = 20;

/// The queries saved in the account, by name.
///
/// # Errors
/// The fault of the first call that failed.
pub async fn saved_queries(clients: &Clients) -> Result<Vec<SavedQuery>, Fault> {
    const ACTION: &str = "logs:DescribeQueryDefinitions";
    let logs = clients.logs(ACTION, None)?;
    let (mut found, mut walk, mut token) = (Vec::new(), Walk::new(PAGES), None);
    loop {
        let answer = ask(ACTION, logs.describe_query_definitions().set_next_token(token).send()).await?;
        found.extend(answer.query_definitions().iter().map(|definition| SavedQuery {
            id: text_or_empty(definition.query_definition_id()),
            name: text_or_empty(definition.name()),
            text: definition.query_string().unwrap_or_default().to_owned(),
            groups: definition.log_group_names().iter().map(Text::new).collect(),
        }));
        token = walk.next(answer.next_token);
        if token.is_none() {
            found.sort_by(|a, b| a.name.cmp(&b.name));
            return Ok(found);
        }
    }
}

/// The fields of a group's newest events, those that most events have first.
///
/// # Errors
/// The fault of the call.
pub async fn fields(clients: &Clients, group: &LogGroupId) -> Result<Vec<Text>, Fault> {
    const ACTION: &str = "logs:GetLogGroupFields";
    let asking = clients.logs(ACTION, group.region.as_ref())?.get_log_group_fields();
    let answer = ask(ACTION, asking.log_group_identifier(group.identifier()).send()).await?;
    let mut fields: Vec<_> = answer.log_group_fields().iter().filter(|field| field.name().is_some()).collect();
    fields.sort_by_key(|field| std::cmp::Reverse(field.percent()));
    Ok(fields.into_iter().filter_map(|field| field.name()).map(Text::new).collect())
}

/// Every field of the event with this `@ptr`, by name.
///
/// # Errors
/// The fault of the call.
pub async fn record(clients: &Clients, ptr: &Text) -> Result<Vec<(Text, Text)>, Fault> {
    const ACTION: &str = "logs:GetLogRecord";
    let asking = clients.logs(ACTION, None)?.get_log_record().log_record_pointer(ptr.raw());
    let answer = ask(ACTION, asking.send()).await?;
    let fields = answer.log_record.unwrap_or_default();
    let mut fields: Vec<(Text, Text)> =
        fields.into_iter().map(|(name, value)| (Text::new(name), Text::new(value))).collect();
    fields.sort();
    Ok(fields)
}
