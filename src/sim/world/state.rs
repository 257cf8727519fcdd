//! What the simulation holds, and the small moves everybody makes.

use super::agenda::{Agenda, Happening, LifeStep, Step};
use super::dice::Dice;
use super::hold::Hold;
use crate::domain::Timestamp;
use crate::domain::deployment::{Deployment, DeploymentStatus};
use crate::domain::task::Task;
use crate::sim::account::{Account, SimService, SimTask};
use crate::sim::scenario::{Fate, OperationPlan, ResourcePlan, ServicePlan};
use jiff::SignedDuration;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// The simulated account and all that will happen to it.
#[derive(Clone, Debug)]
pub struct World {
    pub account: Account,
    /// How far the simulation is.
    pub(super) now: Timestamp,
    pub(super) agenda: Agenda,
    pub(super) dice: Dice,
    /// What moves each service, in the account's order.
    pub(super) controls: Vec<ServiceControl>,
    /// What moves each stack, in the account's order.
    pub(super) operations: Vec<StackControl>,
    /// Tasks that have not stopped, by id.
    pub(super) lives: BTreeMap<String, Life>,
    /// Requests are logged from here on: what lies before nobody reads.
    pub(super) requests_from: Timestamp,
    /// Where each task stands in the account, by its id.
    pub(super) places: HashMap<String, usize>,
    pub(super) log_lines: u64,
    /// What was asked of custom resources' functions.
    pub(super) asked: Vec<Asked>,
    /// When the first of the stopped tasks still listed has stopped.
    pub(super) first_stop: Option<Timestamp>,
}

/// What moves a service.
#[derive(Clone, Debug)]
pub(super) struct ServiceControl {
    pub(super) plan: Arc<ServicePlan>,
    /// The stack that declares it.
    pub(super) stack: usize,
    /// The revision its stack last brought.
    pub(super) revision: i32,
    /// When the operation of the scenario began: from then on the fates of the plan count.
    pub(super) incident: Option<Timestamp>,
    /// Tasks the primary deployment has lost; more of them, longer pauses.
    pub(super) failures: i32,
    /// No task is launched before this.
    pub(super) next_wave: Timestamp,
    /// The next look that is put down already.
    pub(super) next_look: Option<Timestamp>,
    /// Tasks the primary deployment has launched.
    pub(super) launched: usize,
    pub(super) hold: Hold,
    /// Its tasks that have not stopped, oldest first.
    pub(super) tasks: Vec<String>,
    /// Its counts must be taken again before they are read.
    pub(super) stale: bool,
}

/// What moves a stack.
#[derive(Clone, Debug)]
pub(super) struct StackControl {
    pub(super) parent: Option<usize>,
    /// Nested stacks with their logical ids here.
    pub(super) nested: Vec<(usize, String)>,
    pub(super) resources: Vec<ResourcePlan>,
    pub(super) operation: Option<OperationPlan>,
    /// When the operation of the scenario began.
    pub(super) incident: Option<Timestamp>,
    /// That operation does not wait for services.
    pub(super) express: bool,
    /// Its past is told and not lived.
    pub(super) told: bool,
    /// Its name in the scenario; a nested stack gets another.
    pub(super) planned_as: String,
    /// Start of the operation that runs.
    pub(super) began: Timestamp,
    /// Logical ids the rollback could not bring back: those that may be skipped.
    pub(super) rollback_failed: BTreeSet<String>,
    /// Logical ids the person had skipped in this rollback.
    pub(super) skipped: BTreeSet<String>,
    /// A failed rollback has been continued.
    pub(super) continued: bool,
    /// Whatever the rollback or the deletion fails at is left out.
    pub(super) forced: bool,
    /// Logical ids the deletion keeps.
    pub(super) kept: BTreeSet<String>,
    /// A failed operation is left as it is (`--disable-rollback`).
    pub(super) rollback_disabled: bool,
    /// Token and content of the last write.
    pub(super) last_token: Option<(String, Vec<String>)>,
}

/// A request to a custom resource's function.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub(super) stack: usize,
    pub(super) logical: String,
    pub(super) request_id: String,
    /// Path and query of the presigned address.
    pub(super) address: String,
    pub(super) at: Timestamp,
}

/// A task that has not stopped.
#[derive(Clone, Debug)]
pub(super) struct Life {
    pub(super) service: usize,
    pub(super) fate: Arc<Fate>,
    /// It counts as healthy.
    pub(super) good: bool,
    /// Its end has begun.
    pub(super) ending: bool,
    /// Its end counts as a failure of its deployment.
    pub(super) failed: bool,
}

/// A later point in time.
pub(super) fn after(at: Timestamp, milliseconds: i64) -> Timestamp {
    at.checked_add(SignedDuration::from_millis(milliseconds)).unwrap_or(at)
}

impl World {
    pub(super) fn put_life(&mut self, at: Timestamp, milliseconds: i64, task: &str, step: LifeStep) {
        self.agenda.put(after(at, milliseconds), Happening::Life(task.to_owned(), step));
    }

    pub(super) fn put_step(&mut self, at: Timestamp, seconds: i64, stack: usize, step: Step) {
        let wait = self.dice.about(seconds);
        self.agenda.put(after(at, wait), Happening::Operation(stack, step));
    }

    /// The scheduler is to look at a service, unless it looks before that anyway.
    pub(super) fn put_look(&mut self, at: Timestamp, milliseconds: i64, service: usize) {
        let when = after(at, milliseconds);
        let Some(control) = self.controls.get_mut(service) else { return };
        if control.next_look.is_none_or(|next| when < next) {
            control.next_look = Some(when);
            self.agenda.put(when, Happening::Look(service));
        }
    }

    pub(super) fn task_mut(&mut self, id: &str) -> Option<&mut Task> {
        let place = *self.places.get(id)?;
        self.account.tasks.get_mut(place).map(|sim| &mut sim.task)
    }

    pub(super) fn service(&self, service: usize) -> Option<(&SimService, &ServiceControl)> {
        self.account.services.get(service).zip(self.controls.get(service))
    }

    pub(super) fn service_mut(&mut self, service: usize) -> Option<(&mut SimService, &mut ServiceControl)> {
        self.account.services.get_mut(service).zip(self.controls.get_mut(service))
    }

    /// Adds a task to the account.
    pub(super) fn put_task(&mut self, service: usize, id: &str, task: SimTask, life: Life) {
        self.places.insert(id.to_owned(), self.account.tasks.len());
        self.account.tasks.push(task);
        self.lives.insert(id.to_owned(), life);
        if let Some(control) = self.controls.get_mut(service) {
            control.tasks.push(id.to_owned());
            control.stale = true;
        }
    }

    /// A service's tasks that have not stopped, oldest first, each with its life.
    pub(super) fn lives_of(&self, service: usize) -> impl Iterator<Item = (&str, &Task, &Life)> {
        let ids = self.controls.get(service).map(|control| control.tasks.iter()).into_iter().flatten();
        ids.filter_map(|id| {
            let task = &self.account.tasks.get(*self.places.get(id)?)?.task;
            Some((id.as_str(), task, self.lives.get(id)?))
        })
    }

    /// The ids of a service's tasks that have not begun to end, oldest first, with their deployment.
    pub(super) fn live_tasks(&self, service: usize) -> Vec<(String, String)> {
        let live = self.lives_of(service).filter(|(_, _, life)| !life.ending);
        live.map(|(id, task, _)| (id.to_owned(), by(task).to_owned())).collect()
    }

    /// Whether some of its tasks are on their way out.
    pub(super) fn has_ending(&self, service: usize) -> bool {
        self.lives_of(service).any(|(_, _, life)| life.ending)
    }

    /// The deployments of a service that have tasks.
    pub(super) fn with_tasks(&self, service: usize) -> BTreeSet<String> {
        self.lives_of(service).map(|(_, task, _)| by(task).to_owned()).collect()
    }

    /// The counts of a service no longer hold.
    pub(super) fn put_stale(&mut self, service: usize) {
        if let Some(control) = self.controls.get_mut(service) {
            control.stale = true;
        }
    }

    /// Takes the counts of every service whose counts no longer hold.
    pub(super) fn count_all_again(&mut self) {
        for service in 0..self.controls.len() {
            self.count_again(service);
        }
    }

    /// Counts a service's tasks again, for itself and for each of its deployments.
    pub(super) fn count_again(&mut self, service: usize) {
        if !self.controls.get_mut(service).is_some_and(|control| std::mem::take(&mut control.stale)) {
            return;
        }
        let mut counts: BTreeMap<String, (i32, i32, i32)> = BTreeMap::new();
        for (_, task, life) in self.lives_of(service) {
            let count = counts.entry(by(task).to_owned()).or_default();
            match task.last_status.raw() {
                _ if life.ending => {}
                "RUNNING" => count.0 += 1,
                _ => count.1 += 1,
            }
            if !life.ending {
                count.2 += 1;
            }
        }
        let Some((sim, _)) = self.service_mut(service) else { return };
        for deployment in &mut sim.service.deployments {
            let count = counts.get(deployment.id.raw()).copied().unwrap_or_default();
            (deployment.running, deployment.pending) = (count.0, count.1);
            if deployment.status != DeploymentStatus::Primary {
                deployment.desired = count.2;
            }
        }
        sim.service.running = counts.values().map(|count| count.0).sum();
        sim.service.pending = counts.values().map(|count| count.1).sum();
        self.tell_targets(service);
        self.fill_instances(service);
    }
}

/// The deployment a task belongs to.
fn by(task: &Task) -> &str {
    task.started_by.as_ref().map_or("", |by| by.raw())
}

/// The deployment a service is being moved to.
pub(super) fn primary_mut(sim: &mut SimService) -> Option<&mut Deployment> {
    sim.service.deployments.iter_mut().find(|d| d.status == DeploymentStatus::Primary)
}
