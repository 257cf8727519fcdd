//! A cause this program was sure of earlier in the same change, where AWS by now only tells that something failed: its
//! tasks and events are forgotten, or the service is gone with its stack.

use super::operation_failed::failed_service;
use super::service_events::is_recovery;
use crate::diagnosis::candidate::{Bearing, Candidate};
use crate::diagnosis::catalogue;
use crate::diagnosis::remedies;
use crate::diagnosis::verdict::{Confidence, Evidence, EvidenceSource, Finding};
use crate::diagnosis::view::{ServiceView, View};
use crate::diagnosis::words::{as_clause, minute_or_day};
use crate::domain::service::ServiceId;
use crate::domain::sighting::{Grounds, Sighting};
use crate::domain::stack::ECS_SERVICE;
use crate::domain::{Text, Timestamp};

/// Seen causes that say more than what was found, at most one of a service.
pub fn causes(view: &View<'_>, found: &[Candidate], now: Timestamp) -> Vec<Candidate> {
    let Some(change) = view.operation.change_began else { return Vec::new() };
    let mut again: Vec<Candidate> = Vec::new();
    // That nothing moves is no failure: what was seen before may be mended.
    let vague = found.iter().filter(|c| {
        (c.is_wrapper || is_cancelled(c)) && c.bearing >= Bearing::Context && c.finding.cause != "no_progress"
    });
    for vague in vague {
        let of_stack = || if is_cancelled(vague) { given_up(view) } else { failed_service(view) };
        let Some(id) = vague.finding.service.clone().or_else(of_stack) else { continue };
        let knows =
            |c: &Candidate| c.finding.service.as_ref() == Some(&id) && c.bearing >= Bearing::Context && c.depth > 1;
        if is_cancelled(vague) && found.iter().any(knows) {
            continue;
        }
        let service = view.services.iter().find(|s| *s.id == id);
        let of_it = |seen: &&Sighting| seen.is_of(change) && seen.service.as_ref() == Some(&id);
        let known = view.facts.seen.iter().filter(of_it).filter(|seen| still_holds(view, service, vague, seen));
        let Some((seen, grounds)) = known.filter_map(|s| Some((s, s.sure.as_ref()?))).max_by_key(|(s, _)| s.last_seen)
        else {
            continue;
        };
        match again.iter_mut().find(|c| c.finding.service.as_ref() == Some(&id)) {
            Some(known) => known.bearing = known.bearing.max(vague.bearing),
            None => again.extend(candidate(view, (&id, service), vague, (seen, grounds), now)),
        }
    }
    again
}

/// That an update was cancelled says nothing of what it was cancelled for.
fn is_cancelled(found: &Candidate) -> bool {
    found.finding.cause == "update_cancelled"
}

/// The service a cancelled update waited for.
fn given_up(view: &View<'_>) -> Option<ServiceId> {
    let rows = view.operation.given_up();
    let row = rows.iter().find(|row| row.kind.raw() == ECS_SERVICE)?;
    row.physical_id.as_ref().and_then(|id| ServiceId::from_arn(id.raw()))
}

/// Whether what was seen is about what failed: the same try, the same revision, and no success in between.
fn still_holds(view: &View<'_>, service: Option<&ServiceView<'_>>, vague: &Candidate, seen: &Sighting) -> bool {
    let revision = seen.sure.as_ref().and_then(|grounds| grounds.revision.as_ref());
    let other = vague.finding.revision.as_ref().zip(revision).is_some_and(|(failed, seen)| failed != seen);
    // What came to light only as the stack went back is about the way back.
    let of_rollback = view.operation.rollback_began.is_some_and(|turned| seen.first_seen > turned);
    let of_stack = vague.finding.service.is_none();
    if other || (of_stack && of_rollback) {
        return false;
    }
    let Some(service) = service.filter(|_| !of_stack && view.operation.rollback_began.is_none()) else { return true };
    let is_older = service.began().is_some_and(|began| seen.last_seen < began);
    let events = service.service.map_or(&[][..], |s| s.events.as_slice());
    !is_older && !events.iter().any(|e| e.at > seen.last_seen && is_recovery(e.message.raw()))
}

fn candidate(
    view: &View<'_>,
    (id, service): (&ServiceId, Option<&ServiceView<'_>>),
    vague: &Candidate,
    (seen, grounds): (&Sighting, &Grounds),
    now: Timestamp,
) -> Option<Candidate> {
    let known = catalogue::in_general(seen.cause.raw())?;
    // Of what a log said only the kind is kept.
    let words = as_clause(grounds.summary.as_str());
    let short = match words.strip_prefix(id.name.as_str()).and_then(|rest| rest.strip_prefix(' ')) {
        Some(rest) => rest.to_owned(),
        None => format!("failed: {words}"),
    };
    let (first, last) = (minute_or_day(seen.first_seen, now), minute_or_day(seen.last_seen, now));
    let until = if first == last { String::new() } else { format!(", last at {last}") };
    let told = Evidence {
        source: EvidenceSource::SeenByUs,
        at: grounds.at,
        quote: Text::new(format!("{}: {}", grounds.source.raw(), grounds.quote.raw())),
        about: grounds.about.clone(),
    };
    let finding = Finding {
        cause: known.cause,
        category: known.category,
        confidence: Confidence::High,
        summary: format!("{} {short}", id.name),
        extent: format!(
            "seen by us at {first}{until}; {}",
            if is_cancelled(vague) { "AWS tells no more of it" } else { "AWS now tells only that it failed" }
        ),
        service: Some(id.clone()),
        evidence: std::iter::once(told).chain(vague.finding.evidence.iter().take(2).cloned()).collect(),
        next_steps: Vec::new(),
        remedies: service.map(|service| remedies::for_service(view, service)).unwrap_or_default(),
        revision: grounds.revision.clone(),
    };
    Some(Candidate {
        latest: Some(seen.last_seen),
        advice: grounds.next_step.as_ref().map(|step| step.as_str().to_owned()),
        ..Candidate::new(finding, vague.bearing, DEPTH, short)
    })
}

/// As deep as the words of a task: it was that once.
const DEPTH: u8 = 7;
