//! The order of findings: deepest and best supported first, wrappers gone where something deeper is known.

use super::candidate::{Bearing, Candidate};
use super::verdict::{Category, Finding};
use crate::domain::Timestamp;
use crate::domain::clock::seconds_between;
use crate::domain::service::ServiceId;
use std::collections::BTreeSet;

/// Quotes kept for one finding.
const QUOTES: usize = 8;

/// Sorts, merges, and drops what only repeats. Of several services in trouble, those the stack waits for come first:
/// they block it, the others may be mended after.
pub fn ranked(mut all: Vec<Candidate>, holding: &BTreeSet<&ServiceId>) -> Vec<Candidate> {
    let newest = all.iter().filter_map(|c| c.latest).max();
    let holds = |c: &Candidate| c.finding.service.as_ref().is_none_or(|id| holding.is_empty() || holding.contains(id));
    all.sort_by_key(|c| {
        let (bearing, weight) = weight(c, newest);
        std::cmp::Reverse((bearing, holds(c), weight))
    });
    let mut kept: Vec<Candidate> = Vec::new();
    for candidate in all {
        match kept.iter_mut().find(|k| says_the_same(k, &candidate)) {
            // The service's own words tell more than those of its row in the stack.
            Some(known) if known.finding.service.is_none() && candidate.finding.service.is_some() => {
                let of_stack = std::mem::replace(known, candidate);
                known.bearing = known.bearing.max(of_stack.bearing);
                merge(known, of_stack);
            }
            Some(known) => merge(known, candidate),
            None => kept.push(candidate),
        }
    }
    // What stands beside the causes (the breaker's prospects, a count that autoscaling brings back) explains none.
    let deep: Vec<_> = kept
        .iter()
        .filter(|c| !c.is_wrapper && c.bearing >= Bearing::Context && c.depth > 1)
        .map(|c| c.finding.service.clone())
        .collect();
    // A stack's wrapper is explained by any service's cause, a service's only by its own.
    let explained = |c: &Candidate| match &c.finding.service {
        Some(_) => deep.contains(&c.finding.service),
        None => deep.iter().any(Option::is_some),
    };
    kept.retain(|c| !c.is_wrapper || !explained(c));
    // A failed rollback is told right after the cause: it is what there is to act on.
    if let Some(at) = kept.iter().position(|c| c.finding.cause == "rollback_failed")
        && at > 1
    {
        let rollback = kept.remove(at);
        kept.insert(1, rollback);
    }
    kept.iter_mut().for_each(|c| c.finding.evidence.truncate(QUOTES));
    kept
}

/// Depth counts most (squared), then how often, then whether it is still going on: seen within ten minutes of the
/// newest. Our choice, so that one deep sample outweighs a dozen wrappers and a frequent cause a rare one.
fn weight(c: &Candidate, newest: Option<Timestamp>) -> (Bearing, u64) {
    let recent = match (c.latest, newest) {
        (Some(at), Some(newest)) => seconds_between(at, newest) <= 600,
        _ => false,
    };
    let count = u64::try_from(c.count.clamp(1, 12)).unwrap_or(1);
    let weight = u64::from(c.depth).pow(2) * count * if recent { 2 } else { 1 };
    // What blocks and what has ended it weigh the same: the deeper one is the cause of the other.
    (c.bearing.min(Bearing::Blocks), weight)
}

/// The same cause for the same service, told by its tasks and by its events; or the load balancer's answer beside
/// tasks that were stopped for it. A container's own check is another check: its failure is not the balancer's.
fn says_the_same(known: &Candidate, other: &Candidate) -> bool {
    let (a, b) = (&known.finding, &other.finding);
    let balancer = |f: &Finding| f.category == Category::HealthCheck && f.cause.starts_with("elb_");
    let same = a.cause == b.cause || (balancer(a) && balancer(b));
    // CloudFormation's row of a service repeats what the service was given up for.
    let of_stack = a.service.is_some() != b.service.is_some() && a.cause == b.cause;
    of_stack || a.service.is_some() && a.service == b.service && known.bearing >= other.bearing && same
}

fn merge(known: &mut Candidate, other: Candidate) {
    // Tasks only say that a health check failed; the event says with which answer.
    let is_answer = known.finding.cause != other.finding.cause && !other.decisive.is_empty();
    if is_answer && !known.short.contains(&other.decisive) {
        known.short = format!("{} ({})", known.short, other.decisive);
        known.finding.summary = format!("{} ({})", known.finding.summary, other.decisive);
    }
    known.count = known.count.max(other.count);
    known.latest = known.latest.max(other.latest);
    known.finding.confidence = known.finding.confidence.max(other.finding.confidence);
    known.finding.evidence.extend(other.finding.evidence.into_iter().take(2));
    known.advice = if is_answer { other.advice.or(known.advice.take()) } else { known.advice.take().or(other.advice) };
    for step in other.finding.next_steps {
        if !known.finding.next_steps.contains(&step) {
            known.finding.next_steps.push(step);
        }
    }
}
