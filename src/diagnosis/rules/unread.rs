//! What to do where the tasks would say why, and cannot be read: nobody is sent to what they may not see, or to what
//! is forgotten.

use super::changed;
use crate::diagnosis::view::{Episode, ServiceView, View};
use crate::diagnosis::words::minute_or_day;
use crate::domain::Timestamp;
use crate::domain::fault::FaultKind;

/// Next steps in place of "look at the stopped tasks"; none where they can be looked at.
pub fn why(view: &View<'_>, service: &ServiceView<'_>, episode: &Episode<'_>, now: Timestamp) -> Option<Vec<String>> {
    let facts = service.facts;
    let changed = changed::sentence(view, service, episode);
    let first = changed.map(|words| format!("Look first at what changed from {words}."));
    let fault = facts.tasks.fault().filter(|fault| fault.kind == FaultKind::AccessDenied);
    let why = match fault {
        Some(fault) => format!(
            "Why is told by the stopped tasks and their last log lines: ask somebody who is allowed {} to look.",
            fault.action
        ),
        None if facts.tasks.value().is_some() && episode.tasks.is_empty() => {
            let at = |at: Option<Timestamp>, or: &str| {
                at.map_or(or.to_owned(), |at| format!("{} UTC", minute_or_day(at, now)))
            };
            format!(
                "ECS has forgotten the stopped tasks, which it does after about an hour. What they logged is still in \
                 the service's log groups: read them from {} to {}.",
                at(episode.from, "then"),
                at(episode.until, "now")
            )
        }
        None => return None,
    };
    Some(first.into_iter().chain([why]).collect())
}
