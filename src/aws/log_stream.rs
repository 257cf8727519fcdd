//! Whether a log stream exists, asked by what must be permitted anyway.

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
    let asking = clients
        .logs(ACTION, group.region.as_ref())?
        .filter_log_events()
        .log_stream_names(stream.raw())
        .start_time(now.as_millisecond().max(0))
        .limit(1);
    let identifier = group.identifier();
    let asking = match identifier.starts_with("arn:") {
        true => asking.log_group_identifier(identifier),
        false => asking.log_group_name(identifier),
    };
    match ask(ACTION, asking.send()).await {
        Ok(_) => Ok(true),
        Err(fault) if fault.kind == FaultKind::NotFound && fault.message.raw().contains("stream") => Ok(false),
        Err(fault) => Err(fault),
    }
}
