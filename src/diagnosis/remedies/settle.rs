//! What the diagnosis as a whole makes of the ways out its findings name.

use super::none::none;
use super::stack::{answers, before_continuing, cancel, roll_back};
use crate::diagnosis::candidate::Candidate;
use crate::diagnosis::verdict::{Clock, ClockKind, Verdict};
use crate::diagnosis::view::{BreakerView, View};
use crate::domain::Timestamp;
use crate::domain::clock::{seconds_between, short_duration};
use crate::domain::stack::StackStatus;
use crate::domain::task_definition::short_name;

/// Seconds within which a circuit breaker that trips spares a person what they could do (our choice): cancelling takes
/// as long.
const SOON: u64 = 900;

/// Gives the findings what they lack together, takes from them what the whole of it makes needless, and says why there
/// is none in trouble without. The order is that of the findings, and in each what takes least away first: the first of
/// all is recommended.
pub fn settle(
    view: &View<'_>,
    verdict: Verdict,
    found: &mut [Candidate],
    (clocks, now): (&[Clock], Timestamp),
) -> Option<String> {
    let by_itself = breaker_ends_it(view, verdict, found, (clocks, now));
    if by_itself.is_some() || !matches!(verdict, Verdict::Stuck | Verdict::Failed | Verdict::Waiting) {
        found.iter_mut().for_each(|c| c.finding.remedies.clear());
        return by_itself;
    }
    let has_none = found.iter().all(|c| c.finding.remedies.is_empty());
    let given = match view.stack {
        Some(stack) if has_none && verdict == Verdict::Stuck => {
            answers(view, stack).into_iter().chain(cancel(stack)).collect()
        }
        Some(stack) if has_none && stack.status == StackStatus::UpdateFailed => roll_back(stack),
        Some(stack) if stack.status == StackStatus::UpdateRollbackFailed => before_continuing(view, found),
        _ => Vec::new(),
    };
    if let Some(first) = found.first_mut() {
        first.finding.remedies.splice(0..0, given);
    }
    none(view, verdict, found)
}

/// Where the circuit breaker is about to roll back by itself, in words: the service it is about is what holds an
/// update, and nothing else does.
fn breaker_ends_it(
    view: &View<'_>,
    verdict: Verdict,
    found: &[Candidate],
    (clocks, now): (&[Clock], Timestamp),
) -> Option<String> {
    let is_forward = view.status() == Some(&StackStatus::UpdateInProgress) && verdict == Verdict::Stuck;
    let id = found.first()?.finding.service.as_ref().filter(|_| is_forward)?;
    let mut held = view.held_by();
    let service = held.next().filter(|service| service.id == id && held.next().is_none())?;
    let breaker = BreakerView::of(service).filter(|it| it.enabled && it.rollback && it.has_return)?;
    let clock = clocks.iter().find(|c| c.what == ClockKind::Breaker && c.service.as_ref().is_none_or(|of| of == id))?;
    let left = clock.until.filter(|until| *until > now).map(|until| seconds_between(now, until))?;
    let back = service.current().and_then(|episode| service.good_revision(episode));
    let back = back.map_or("the revision before", |arn| short_name(arn.as_str()));
    (left <= SOON).then(|| {
        format!(
            "none is needed: at this rate the circuit breaker trips in about {} ({} of {} counted), takes {} back to \
             {back} by itself, and {} goes back as well",
            short_duration(left),
            breaker.failures,
            breaker.threshold,
            id.name,
            view.name()
        )
    })
}
