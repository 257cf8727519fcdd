//! The verdict: how it stands, from the state of the stack, the services and what the rules found.

use super::candidate::{Bearing, Candidate};
use super::verdict::Verdict;
use super::view::{Episode, ServiceView, View};
use crate::domain::Timestamp;
use crate::domain::clock::seconds_between;
use crate::domain::stack::StackStatus;

/// Seconds after which a stack that waits for no service known to us is slow (our choice, as for a service without
/// history).
const USUAL: u64 = 600;

/// How it stands.
pub fn judge(view: &View<'_>, found: &[Candidate], now: Timestamp) -> Verdict {
    let Some(status) = view.status() else { return Verdict::Unknown };
    let any = |bearing: Bearing| found.iter().any(|c| c.bearing == bearing);
    match status {
        _ if status.is_failed() || status.is_rolled_back() => Verdict::Failed,
        StackStatus::DeleteComplete => Verdict::Healthy,
        StackStatus::ReviewInProgress => Verdict::Waiting,
        // Green, and yet what it deployed was given up: nothing waits any more.
        _ if !status.is_moving() && any(Bearing::Ended) => Verdict::Failed,
        _ if any(Bearing::Blocks) => Verdict::Stuck,
        _ if any(Bearing::Waits) => Verdict::Waiting,
        _ if is_dark(view) => Verdict::Unknown,
        _ if status.is_moving() => pace(view, now),
        _ if view.services.iter().any(|s| s.current().is_some_and(Episode::is_open)) => pace(view, now),
        _ => Verdict::Healthy,
    }
}

/// Too little is known: of a stack neither resources nor history nor services, or a service it consists of is not
/// known at all and none of the others speaks for it.
fn is_dark(view: &View<'_>) -> bool {
    let insides = view.stack.and_then(|s| view.facts.nest.get(&s.id));
    let blind = insides.is_none_or(|f| f.resources.value().is_none() && f.events.value().is_none());
    let no_service = !view.services.is_empty() && view.services.iter().all(|s| s.service.is_none());
    // Services named by the resources, of which nothing has been heard yet.
    let unheard = view.services.is_empty()
        && view.resources.iter().any(|at| at.resource.is_ecs_service() && at.resource.physical_id.is_some());
    // Of a stack that stands still, an unread service may be broken; a moving one is judged by those that are read.
    let unread = !view.is_moving() && view.services.iter().any(|s| s.service.is_none());
    no_service || unheard || unread || (blind && view.services.is_empty())
}

/// Progressing, or slow: longer than usual, still moving.
fn pace(view: &View<'_>, now: Timestamp) -> Verdict {
    let open: Vec<&ServiceView<'_>> =
        view.services.iter().filter(|s| s.holds_stack || s.current().is_some_and(Episode::is_open)).collect();
    let is_slow = |s: &&ServiceView<'_>| view.waited(s, now).is_some_and(|elapsed| elapsed > s.patience());
    let slow = if open.is_empty() {
        view.status_since().is_some_and(|began| seconds_between(began, now) > USUAL)
    } else {
        open.iter().any(is_slow)
    };
    if slow { Verdict::Slow } else { Verdict::Progressing }
}
