//! DescribeLogGroups: since when a group keeps what.

use super::ask::ask;
use super::clients::Clients;
use crate::domain::Timestamp;
use crate::domain::fault::Fault;
use crate::domain::log_scope::LogGroupId;

/// What a log group can hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupAge {
    pub created_at: Option<Timestamp>,
    /// Days after which lines are deleted; none keeps them for ever.
    pub retention_days: Option<i64>,
    /// Bytes it holds, as AWS counts them.
    pub stored_bytes: u64,
}

/// Since when a group keeps what; none where there is no such group.
///
/// # Errors
/// The fault of the call.
pub async fn group_age(clients: &Clients, group: &LogGroupId) -> Result<Option<GroupAge>, Fault> {
    const ACTION: &str = "logs:DescribeLogGroups";
    let logs = clients.logs(ACTION, group.region.as_ref())?;
    // Groups with a longer name come behind the one with just this name.
    let answer = ask(ACTION, logs.describe_log_groups().log_group_name_prefix(group.name.raw()).send()).await?;
    let found = answer.log_groups().iter().find(|found| found.log_group_name() == Some(group.name.raw()));
    Ok(found.map(|found| GroupAge {
        created_at: found.creation_time().and_then(|ms| Timestamp::from_millisecond(ms).ok()),
        retention_days: found.retention_in_days().map(i64::from),
        stored_bytes: found.stored_bytes().and_then(|bytes| u64::try_from(bytes).ok()).unwrap_or(0),
    }))
}
