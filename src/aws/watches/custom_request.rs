//! The request CloudFormation has sent to the function of a custom resource, in the function's log.

use crate::aws::ask::ask;
use crate::aws::clients::Clients;
use crate::aws::pages::Walk;
use crate::domain::custom_request::CustomRequest;
use crate::domain::fault::{Fault, FaultKind};
use crate::domain::{Text, Timestamp};
use std::collections::BTreeSet;

const ACTION: &str = "logs:FilterLogEvents";
/// Pages read of one group at most: our choice. An empty page may come before the one that holds the line.
const PAGES: usize = 10;
/// Only lines with this word come.
const PATTERN: &str = "\"ResponseURL\"";

/// The newest request to a custom resource (ARN of its stack, logical id) in these log groups. A group that is not
/// there holds none.
///
/// # Errors
/// The fault of the first call that failed for another reason.
pub(in crate::aws) async fn find(
    clients: &Clients,
    (stack, logical_id): (&Text, &Text),
    groups: &BTreeSet<Text>,
    from: Timestamp,
) -> Result<Option<CustomRequest>, Fault> {
    let logs = clients.logs(ACTION, None)?;
    let mut newest: Option<(i64, CustomRequest)> = None;
    for group in groups {
        let (mut walk, mut token) = (Walk::new(PAGES), None);
        loop {
            let asking = logs.filter_log_events().log_group_name(group.raw()).filter_pattern(PATTERN);
            let asking = asking.start_time(from.as_millisecond()).set_next_token(token);
            let answer = match ask(ACTION, asking.send()).await {
                Err(fault) if fault.kind == FaultKind::NotFound => break,
                answer => answer?,
            };
            for event in answer.events() {
                let at = event.timestamp().unwrap_or_default();
                let found = event.message().and_then(|line| CustomRequest::in_line(line, stack, logical_id));
                if let Some(found) = found.filter(|_| newest.as_ref().is_none_or(|(known, _)| at >= *known)) {
                    newest = Some((at, CustomRequest { log_group: Some(group.clone()), ..found }));
                }
            }
            token = walk.next(answer.next_token);
            if token.is_none() {
                break;
            }
        }
    }
    Ok(newest.map(|(_, request)| request))
}
