//! Whether a log stream or a log group exists, asked by what must be permitted anyway.

use super::ask::ask;
use super::clients::Clients;
use super::log_history::ACTION;
use crate::domain::fault::{Fault, FaultKind};
use crate::domain::log_scope::LogGroupId;
use crate::domain::{Text, Timestamp};

/// Whether a group has a stream of this name: FilterLogEvents refuses one that does not exist. Nothing is read.
///
/// # Errors
/// The fault of the call, where it tells nothing of the stream.
pub async fn exists(clients: &Clients, group: &LogGroupId, stream: &Text, now: Timestamp) -> Result<bool, Fault> {
    match asked(clients, group, Some(stream), now).await {
        Ok(()) => Ok(true),
        Err(fault) if fault.kind == FaultKind::NotFound && fault.message.raw().contains("stream") => Ok(false),
        Err(fault) => Err(fault),
    }
}

/// Whether it is known that there is no such group. Nothing is read.
pub async fn is_missing(clients: &Clients, group: &LogGroupId, now: Timestamp) -> bool {
    asked(clients, group, None, now).await.is_err_and(|fault| fault.kind == FaultKind::NotFound)
}

async fn asked(clients: &Clients, group: &LogGroupId, stream: Option<&Text>, now: Timestamp) -> Result<(), Fault> {
    let asking = clients
        .logs(ACTION, group.region.as_ref())?
        .filter_log_events()
        .set_log_stream_names(stream.map(|stream| vec![stream.raw().to_owned()]))
        .start_time(now.as_millisecond().max(0))
        .limit(1);
    let identifier = group.identifier();
    let asking = match identifier.starts_with("arn:") {
        true => asking.log_group_identifier(identifier),
        false => asking.log_group_name(identifier),
    };
    ask(ACTION, asking.send()).await.map(|_| ())
}
