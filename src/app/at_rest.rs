//! Autoscaling that was suspended from here, in this run or an earlier one, and still is: the journal has it.

use super::old_count::has_happened;
use crate::domain::clock::Timestamp;
use crate::domain::facts::{Facts, ServiceFacts};
use crate::domain::identity::Place;
use crate::domain::lever::Lever;
use crate::domain::scaling::Suspended;
use crate::domain::service::ServiceId;
use crate::domain::taken::Taken;
use std::collections::BTreeMap;

/// The services whose autoscaling this program has put to rest, and since when. Only what was done in this place and
/// account counts. Where it was all suspended before, it was not this program that did it.
pub fn at_rest(taken: &[Taken], facts: &Facts, place: &Place) -> BTreeMap<ServiceId, Timestamp> {
    let account = facts.identity.value().map(|who| &who.account);
    let rests = |known: &ServiceFacts| {
        let target = known.scaling.value().and_then(Option::as_ref);
        target.is_some_and(|target| target.suspended == Suspended::ALL)
    };
    let since = |(id, known): (&ServiceId, &ServiceFacts)| {
        let aim = format!("autoscaling of {id}");
        let is_it = |write: &&Taken| write.aim.raw() == aim && has_happened(write) && write.is_of(place, account);
        let last = taken.iter().rev().find(is_it).filter(|_| rests(known))?;
        (last.lever == Some(Lever::SuspendScaling)).then(|| (id.clone(), last.at))
    };
    facts.services.iter().filter_map(since).collect()
}
