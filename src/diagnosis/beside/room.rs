//! What the cluster's instances have left, where a task finds no place.

use super::wanted::wants_instances;
use crate::diagnosis::candidate::{Bearing, Candidate};
use crate::diagnosis::verdict::{Evidence, EvidenceSource};
use crate::domain::Text;
use crate::domain::capacity::{ContainerInstance, Room};
use crate::domain::facts::Facts;
use crate::domain::task_definition::TaskDefinition;

/// Adds what the task needs and what there is.
pub fn support(facts: &Facts, candidate: &mut Candidate) {
    let Some(id) = candidate.finding.service.as_ref().filter(|_| wants_instances(&candidate.finding)) else { return };
    let Some(known) = facts.capacity.get(&id.cluster) else { return };
    let Some(instances) = known.value() else { return };
    let definition = candidate.finding.revision.as_ref().and_then(|arn| facts.task_definitions.get(arn)?.value());
    let (quote, step) = said(instances, definition.map(needs));
    // Once it was given up there is no next try, and room of now is none of then.
    let step = step.filter(|_| candidate.bearing == Bearing::Blocks);
    let evidence = Evidence {
        source: EvidenceSource::Instance,
        at: known.learned_at(),
        quote: Text::new(quote),
        about: Text::new(format!("cluster {}", id.cluster.raw())),
    };
    let place = candidate.finding.evidence.len().min(1);
    candidate.finding.evidence.insert(place, evidence);
    if let Some(step) = step {
        candidate.finding.next_steps.insert(0, step);
        candidate.advice = None;
    }
}

/// What a task reserves: what the task itself asks for, else what its containers do.
fn needs(definition: &TaskDefinition) -> Room {
    let number = |text: &Option<Text>| text.as_ref().and_then(|text| text.raw().parse::<i32>().ok());
    let of_containers = |room: fn(&crate::domain::task_definition::ContainerDefinition) -> i32| {
        definition.containers.iter().map(room).fold(0, i32::saturating_add)
    };
    let memory = || of_containers(|c| c.memory_reservation.or(c.memory).unwrap_or(0));
    Room {
        cpu: number(&definition.cpu).unwrap_or_else(|| of_containers(|c| c.cpu)),
        memory: number(&definition.memory).unwrap_or_else(memory),
    }
}

/// The numbers as a quote, and a next step where they decide between more room and larger instances.
fn said(instances: &[ContainerInstance], needs: Option<Room>) -> (String, Option<String>) {
    let taking: Vec<&ContainerInstance> = instances.iter().filter(|instance| instance.takes_tasks()).collect();
    let count = counted(instances.len());
    if taking.is_empty() {
        let draining = instances.iter().filter(|instance| instance.status.raw() != "ACTIVE").count();
        let lost = instances.iter().filter(|instance| !instance.agent_connected).count();
        return match instances.len() {
            0 => ("the cluster has no instance".to_owned(), None),
            n => (none_takes(&count, draining, lost), all_lost(n, lost)),
        };
    }
    let most = |room: fn(&ContainerInstance) -> i32| taking.iter().map(|i| room(i)).max().unwrap_or(0);
    let free = Room { cpu: most(|i| i.remaining.cpu), memory: most(|i| i.remaining.memory) };
    let free_words = format!("the most free on {count} is {} MiB and {} CPU units", free.memory, free.cpu);
    let Some(needs) = needs else { return (free_words, None) };
    let fits = |room: &Room| room.cpu >= needs.cpu && room.memory >= needs.memory;
    let quote = format!("needs {} MiB and {} CPU units; {free_words}", needs.memory, needs.cpu);
    let step = if taking.iter().any(|i| fits(&i.remaining)) {
        let room = taking.iter().filter(|i| fits(&i.remaining)).count();
        Some(format!("Wait for the next try: {room} of {count} now with room for it."))
    } else if taking.iter().any(|i| fits(&i.registered)) {
        Some(format!(
            "Make room: it needs {} MiB and {} CPU units, and no instance has that left; an empty one would do. Add \
             instances (or raise the Auto Scaling group's maximum), stop what is not needed, lower the reservation, or \
             let an old task go first (minimumHealthyPercent).",
            needs.memory, needs.cpu
        ))
    } else {
        let whole = most(|i| i.registered.memory);
        Some(format!(
            "Use larger instances or a smaller reservation: even an empty one does not fit (the largest has {whole} MiB \
             and {} CPU units in all).",
            most(|i| i.registered.cpu)
        ))
    };
    (quote, step)
}

fn none_takes(count: &str, draining: usize, lost: usize) -> String {
    let part = |n: usize, what: &str| (n > 0).then(|| format!("{n} {what}"));
    let parts = [part(draining, "not ACTIVE"), part(lost, "without a connected agent")];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    format!("of {count} none takes tasks: {}", parts.join(", "))
}

/// Where no agent is connected it is no fault of the one instance the message names.
fn all_lost(n: usize, lost: usize) -> Option<String> {
    (n > 1 && lost == n).then(|| {
        format!(
            "All {n} instances of the cluster lack a connected agent: look for what they share (the route to ECS, the \
             instance role, the agent's version) and restart the agent on each, or replace them."
        )
    })
}

fn counted(n: usize) -> String {
    if n == 1 { "1 instance".to_owned() } else { format!("{n} instances") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn instance(status: &str, agent_connected: bool, registered: i32, remaining: i32) -> ContainerInstance {
        let room = |memory| Room { cpu: 2048, memory };
        ContainerInstance {
            arn: Text::new("arn:i"),
            ec2_id: None,
            status: Text::new(status),
            agent_connected,
            registered: room(registered),
            remaining: room(remaining),
        }
    }

    #[test]
    fn what_is_left_is_told_with_what_it_means() {
        let needs = Some(Room { cpu: 256, memory: 4000 });
        for (instances, quote, step) in [
            (vec![], "the cluster has no instance", ""),
            (
                vec![instance("DRAINING", true, 9000, 9000), instance("ACTIVE", false, 9000, 9000)],
                "of 2 instances none takes tasks: 1 not ACTIVE, 1 without a connected agent",
                "",
            ),
            (
                vec![instance("ACTIVE", false, 9000, 9000), instance("ACTIVE", false, 9000, 9000)],
                "of 2 instances none takes tasks: 2 without a connected agent",
                "All 2 instances of the cluster lack",
            ),
            (
                vec![instance("ACTIVE", true, 9000, 900), instance("ACTIVE", false, 9000, 9000)],
                "needs 4000 MiB and 256 CPU units; the most free on 2 instances is 900 MiB and 2048 CPU units",
                "Make room",
            ),
            (vec![instance("ACTIVE", true, 3000, 3000)], "on 1 instance is 3000 MiB", "Use larger instances"),
            (vec![instance("ACTIVE", true, 9000, 5000)], "is 5000 MiB", "Wait for the next try: 1 of 1 instance"),
        ] {
            let (told, next) = said(&instances, needs);
            assert!(told.contains(quote), "{told}");
            assert!(next.unwrap_or_default().starts_with(step), "{told}");
        }
    }
}
