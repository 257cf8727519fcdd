//! The services worth a closer look.

use crate::domain::facts::Facts;
use crate::domain::service::ServiceId;
use crate::domain::stack::StackResource;
use std::collections::BTreeMap;

/// Services watched at most in depth at a time: each costs two calls every few seconds.
const IN_DEPTH: usize = 6;

/// The services worth a closer look, up to a bound: those that are not settled first, then those the stack has not
/// done with, even before they have been described; once the tasks of all those are known, the settled ones.
pub fn in_question(facts: &Facts) -> Vec<ServiceId> {
    #[derive(PartialEq, Eq, PartialOrd, Ord)]
    enum Rank {
        Unsettled,
        OpenInStack,
        Settled,
    }
    let mut ranks: BTreeMap<ServiceId, Rank> = BTreeMap::new();
    for resource in facts.nest.values().filter_map(|stack| stack.resources.value()).flatten() {
        let open = resource.status.is_in_progress() || resource.status.is_failed();
        if let Some(id) = service_of(resource).filter(|_| open) {
            ranks.insert(id, Rank::OpenInStack);
        }
    }
    for (id, known) in &facts.services {
        match known.service.value() {
            Some(service) if service.is_settled() => {
                ranks.entry(id.clone()).or_insert(Rank::Settled);
            }
            Some(_) => {
                ranks.insert(id.clone(), Rank::Unsettled);
            }
            None => {}
        }
    }
    let tasks_known = |id: &ServiceId| facts.services.get(id).is_some_and(|known| known.tasks.is_answered());
    let mut ids: Vec<(Rank, ServiceId)> = ranks.into_iter().map(|(id, rank)| (rank, id)).collect();
    ids.sort();
    let mut wait = false;
    ids.into_iter()
        .take(IN_DEPTH)
        .take_while(|(rank, id)| {
            let taken = *rank != Rank::Settled || !wait;
            wait |= *rank != Rank::Settled && !tasks_known(id);
            taken
        })
        .map(|(_, id)| id)
        .collect()
}

/// The service a resource is, if it is one that exists.
pub fn service_of(resource: &StackResource) -> Option<ServiceId> {
    let arn = resource.physical_id.as_ref().filter(|_| resource.is_ecs_service())?;
    ServiceId::from_arn(arn.raw())
}
