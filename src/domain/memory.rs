//! What ECS forgets and we keep: stopped tasks, a service's older events, and which causes were seen when. Never log
//! lines.

use super::clock::{Timestamp, seconds_between};
use super::facts::Facts;
use super::older::with_older;
use super::service::{ServiceEvent, ServiceId};
use super::sighting::{Seen, Sighting};
use super::task::Task;
use super::text::Text;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The memory of one stack. Bounded: the oldest falls out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memory {
    services: Vec<OfService>,
    groups: Vec<Sighting>,
}

/// What is remembered of one service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct OfService {
    id: ServiceId,
    /// Oldest first.
    tasks: Vec<SeenTask>,
    /// Newest first, as ECS tells them.
    events: Vec<ServiceEvent>,
}

/// A task that was seen stopped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct SeenTask {
    seen_at: Timestamp,
    task: Task,
}

/// Kept for one service; ECS itself tells 100 events and forgets a stopped task within about an hour.
const TASKS: usize = 500;
const SERVICES: usize = 60;
const GROUPS: usize = 200;
/// Seconds within which a cause is taken back when the next diagnosis does not find it (our choice: the facts come in
/// within less).
const BRIEF: u64 = 10;

impl Memory {
    pub fn is_empty(&self) -> bool {
        self.services.is_empty() && self.groups.is_empty()
    }

    /// Causes seen, oldest first.
    pub fn groups(&self) -> &[Sighting] {
        &self.groups
    }

    /// Remembers the causes found now, of the change that began at a time. What a sure one rests on replaces what it
    /// rested on before; what was believed for a moment, while the facts came in, is taken back.
    pub fn see(&mut self, found: Vec<Seen<'_>>, change: Option<Timestamp>, at: Timestamp) {
        self.groups.retain(|known| {
            let is_new = seconds_between(known.first_seen, at) < BRIEF;
            !is_new || found.iter().any(|seen| known.is_it(seen, change))
        });
        found.into_iter().for_each(|seen| self.see_one(seen, change, at));
    }

    fn see_one(&mut self, seen: Seen<'_>, change: Option<Timestamp>, at: Timestamp) {
        match self.groups.iter_mut().find(|known| known.is_it(&seen, change)) {
            Some(known) => {
                known.last_seen = known.last_seen.max(at);
                known.sure = seen.sure.or(known.sure.take());
            }
            None => {
                let surplus = (self.groups.len() + 1).saturating_sub(GROUPS);
                self.groups.drain(..surplus);
                let (cause, service) = (Text::new(seen.cause), seen.service.cloned());
                let seen = Sighting { cause, service, change, first_seen: at, last_seen: at, sure: seen.sure };
                self.groups.push(seen);
            }
        }
    }

    /// Takes over the causes another memory has seen.
    pub fn take_groups(&mut self, other: &Self) {
        self.groups.clone_from(&other.groups);
    }

    /// Remembers the stopped tasks and the events there are now. What is remembered already keeps its time.
    pub fn note(&mut self, facts: &Facts, at: Timestamp) {
        for (id, known) in &facts.services {
            let stopped = known.tasks.value().into_iter().flat_map(|tasks| tasks.values()).filter(|t| t.is_stopped());
            let events = known.service.value().map_or(&[][..], |service| &service.events);
            let mut stopped = stopped.peekable();
            if stopped.peek().is_none() && events.is_empty() {
                continue;
            }
            let mut of = self.take(id);
            let mut tasks: BTreeMap<Text, SeenTask> =
                of.tasks.drain(..).map(|seen| (seen.task.arn.clone(), seen)).collect();
            for task in stopped {
                // Told again, a task may know more: its words are the newer ones, its time the older.
                let seen_at = tasks.get(&task.arn).map_or(at, |seen| seen.seen_at);
                tasks.insert(task.arn.clone(), SeenTask { seen_at, task: task.clone() });
            }
            of.tasks = tasks.into_values().collect();
            of.tasks.sort_by_key(|seen| (seen.task.stopped_at.or(seen.task.created_at), seen.task.arn.clone()));
            let surplus = of.tasks.len().saturating_sub(TASKS);
            of.tasks.drain(..surplus);
            with_older(&mut of.events, events);
            let surplus = (self.services.len() + 1).saturating_sub(SERVICES);
            self.services.drain(..surplus);
            self.services.push(of);
        }
    }

    /// Takes out what is remembered of a service; what was taken last is put back last and falls out last.
    fn take(&mut self, id: &ServiceId) -> OfService {
        let fresh = || OfService { id: id.clone(), tasks: Vec::new(), events: Vec::new() };
        let at = self.services.iter().position(|of| of.id == *id);
        at.map_or_else(fresh, |at| self.services.remove(at))
    }

    /// Gives the facts of a service back what ECS has forgotten, beside what it tells: never in place of it.
    pub fn recall(&self, facts: &mut Facts, id: &ServiceId) {
        let (Some(of), Some(known)) = (self.services.iter().find(|of| of.id == *id), facts.services.get_mut(id)) else {
            return;
        };
        let remembered = &mut known.remembered;
        known.tasks.amend(|tasks| {
            for seen in &of.tasks {
                tasks.entry(seen.task.arn.clone()).or_insert_with(|| {
                    remembered.insert(seen.task.arn.clone(), seen.seen_at);
                    seen.task.clone()
                });
            }
        });
        known.service.amend(|service| {
            let told = std::mem::take(&mut service.events);
            service.events.clone_from(&of.events);
            with_older(&mut service.events, &told);
        });
    }
}
