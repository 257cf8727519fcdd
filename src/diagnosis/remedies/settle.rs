//! What the diagnosis as a whole makes of the ways out its findings name.

use super::none::none;
use super::stack::{answers, before_continuing, cancel, compare, delete_keeping, roll_back};
use crate::diagnosis::candidate::{Bearing, Candidate};
use crate::diagnosis::verdict::{Clock, ClockKind, Remedy, Verdict};
use crate::diagnosis::view::{BreakerView, Recalled, Role, View};
use crate::domain::Timestamp;
use crate::domain::clock::{seconds_between, short_duration};
use crate::domain::deployment::ServiceDeploymentStatus;
use crate::domain::operation::Operation;
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
    let why = given(view, verdict, found, (clocks, now));
    // What was done on the way is to be taken back: then not nothing is needed.
    let rests = found.iter().find(|c| c.finding.cause == "autoscaling_suspended_here" && !view.is_moving());
    let name = rests.and_then(|c| c.finding.service.as_ref()).map(|id| &id.name);
    match (why, name) {
        (Some(why), Some(name)) => Some(format!("{why}; the autoscaling of {name} is suspended: resume it")),
        (None, Some(name)) if verdict == Verdict::Healthy => {
            Some(format!("none is needed but to resume the autoscaling of {name}, which is suspended from here"))
        }
        (why, _) => why,
    }
}

fn given(
    view: &View<'_>,
    verdict: Verdict,
    found: &mut [Candidate],
    (clocks, now): (&[Clock], Timestamp),
) -> Option<String> {
    let tripping = Tripping::of(view, verdict, found, (clocks, now));
    let by_itself = tripping.as_ref().and_then(|it| it.spares(view.name()));
    let by_itself = by_itself.or_else(|| goes_back(view, verdict, found, now));
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
        Some(stack) if has_none && stack.status == StackStatus::DeleteFailed => delete_keeping(view, stack),
        Some(stack) if has_none => compare(view, stack),
        _ => Vec::new(),
    };
    if let Some(first) = found.first_mut() {
        first.finding.remedies.splice(0..0, given);
    }
    let cancels = |remedy: &&mut Remedy| matches!(remedy.operation, Operation::CancelUpdate(_));
    let first = found.iter_mut().flat_map(|c| &mut c.finding.remedies).next();
    if let (Some(first), Some(tripping)) = (first.filter(cancels), tripping) {
        first.effect.push_str(&tripping.later());
    }
    none(view, verdict, found)
}

/// Where the deployment the stack waits for goes back already, in words: since it was told to, or since ECS has given
/// it up, which CloudFormation notices. Whatever stands in the way back is no longer spared a person.
fn goes_back(view: &View<'_>, verdict: Verdict, found: &[Candidate], now: Timestamp) -> Option<String> {
    let is_forward = view.status() == Some(&StackStatus::UpdateInProgress);
    if !is_forward || !matches!(verdict, Verdict::Stuck | Verdict::Waiting) {
        return None;
    }
    let id = found.first()?.finding.service.as_ref()?;
    let mut held = view.services.iter().filter(|service| service.holds_stack);
    let service = held.next().filter(|service| service.id == id && held.next().is_none())?;
    let back = service.current()?.revision();
    let (name, stack) = (&id.name, view.name());
    if Recalled::of(view, service).is_some_and(|recalled| recalled.is_under_way(view, now)) {
        return (verdict == Verdict::Waiting).then(|| {
            format!("none is needed: {name} goes back as it was told to, and {stack} is expected to roll back after it")
        });
    }
    let open = service.service_deployment().filter(|d| d.status == ServiceDeploymentStatus::RollbackInProgress)?;
    let given_up = service.episodes.iter().find(|episode| episode.role == Role::Undone)?.deployment?;
    let since = given_up.updated_at.max(open.detail.as_ref().and_then(|detail| detail.updated_at))?;
    let again = |c: &Candidate| {
        c.bearing == Bearing::Blocks
            && c.finding.revision.as_ref() == service.current().and_then(|episode| episode.task_definition)
    };
    let is_spared = seconds_between(since, now) <= SOON && !found.iter().any(again);
    is_spared.then(|| {
        format!("none is needed: ECS takes {name} back to {back} by itself, and {stack} goes back as well once it has seen it")
    })
}

/// What the circuit breaker will do by itself: the service it is about is what holds an update, and nothing else does.
struct Tripping<'a> {
    name: &'a str,
    breaker: BreakerView,
    back: &'a str,
    /// Seconds until it trips, at the present rate.
    left: u64,
}

impl<'a> Tripping<'a> {
    fn of(
        view: &'a View<'a>,
        verdict: Verdict,
        found: &[Candidate],
        (clocks, now): (&[Clock], Timestamp),
    ) -> Option<Self> {
        let is_forward = view.status() == Some(&StackStatus::UpdateInProgress) && verdict == Verdict::Stuck;
        let id = found.first()?.finding.service.as_ref().filter(|_| is_forward)?;
        let mut held = view.held_by();
        let service = held.next().filter(|service| service.id == id && held.next().is_none())?;
        let breaker = BreakerView::of(service).filter(|it| it.enabled && it.rollback && it.has_return)?;
        let is_its = |c: &&Clock| c.what == ClockKind::Breaker && c.service.as_ref().is_none_or(|of| of == id);
        let until = clocks.iter().find(is_its)?.until.filter(|until| *until > now)?;
        let back = service.current().and_then(|episode| service.good_revision(episode));
        let back = back.map_or("the revision before", |arn| short_name(arn.as_str()));
        Some(Self { name: service.id.name.as_str(), breaker, back, left: seconds_between(now, until) })
    }

    /// Why nothing is needed, where it comes soon.
    fn spares(&self, stack: &str) -> Option<String> {
        let Self { name, breaker, back, left } = self;
        (*left <= SOON).then(|| {
            format!(
                "none is needed: at this rate the circuit breaker trips in about {} ({} of {} counted), takes {name} \
                 back to {back} by itself, and {stack} goes back as well",
                short_duration(*left),
                breaker.failures,
                breaker.threshold,
            )
        })
    }

    /// Said beside cancelling where it comes later: both take the same away, and cancelling is done sooner.
    fn later(&self) -> String {
        format!(" Left alone, the circuit breaker comes to the same in about {}.", short_duration(self.left))
    }
}
