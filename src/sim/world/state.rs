//! What the simulation holds, and the small moves everybody makes.

use super::agenda::{Agenda, Happening, LifeStep, Step};
use super::dice::Dice;
use crate::domain::Timestamp;
use crate::domain::deployment::{Deployment, DeploymentStatus};
use crate::domain::task::Task;
use crate::sim::account::{Account, SimService};
use crate::sim::scenario::{Fate, OperationPlan, ResourcePlan, ServicePlan};
use jiff::SignedDuration;
use std::collections::{BTreeMap, BTreeSet};

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
    pub(super) log_lines: u64,
}

/// What moves a service.
#[derive(Clone, Debug)]
pub(super) struct ServiceControl {
    pub(super) plan: ServicePlan,
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
}

/// What moves a stack.
#[derive(Clone, Debug)]
pub(super) struct StackControl {
    pub(super) parent: Option<usize>,
    /// Nested stacks with their logical ids here.
    pub(super) nested: Vec<(usize, String)>,
    pub(super) resources: Vec<ResourcePlan>,
    pub(super) operation: Option<OperationPlan>,
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
    /// Token and content of the last ContinueUpdateRollback.
    pub(super) last_token: Option<(String, Vec<String>)>,
}

/// A task that has not stopped.
#[derive(Clone, Debug)]
pub(super) struct Life {
    pub(super) service: usize,
    pub(super) fate: Fate,
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
        self.account.tasks.iter_mut().rev().map(|sim| &mut sim.task).find(|task| task.id() == id)
    }

    pub(super) fn service(&self, service: usize) -> Option<(&SimService, &ServiceControl)> {
        self.account.services.get(service).zip(self.controls.get(service))
    }

    pub(super) fn service_mut(&mut self, service: usize) -> Option<(&mut SimService, &mut ServiceControl)> {
        self.account.services.get_mut(service).zip(self.controls.get_mut(service))
    }

    /// The ids of a service's tasks that have not begun to end, oldest first, with their deployment.
    pub(super) fn live_tasks(&self, service: usize) -> Vec<(String, String)> {
        let live = |task: &Task| self.lives.get(task.id()).is_some_and(|life| life.service == service && !life.ending);
        let tasks = self.account.tasks.iter().map(|sim| &sim.task).filter(|task| live(task));
        tasks
            .map(|task| (task.id().to_owned(), task.started_by.as_ref().map_or("", |by| by.raw()).to_owned()))
            .collect()
    }

    /// Counts a service's tasks again, for itself and for each of its deployments.
    pub(super) fn recount(&mut self, service: usize) {
        let mut counts: BTreeMap<String, (i32, i32, i32)> = BTreeMap::new();
        for task in self.account.tasks.iter().map(|sim| &sim.task) {
            let Some(life) = self.lives.get(task.id()).filter(|life| life.service == service) else { continue };
            let count = counts.entry(task.started_by.as_ref().map_or("", |by| by.raw()).to_owned()).or_default();
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

/// The deployment a service is being moved to.
pub(super) fn primary_mut(sim: &mut SimService) -> Option<&mut Deployment> {
    sim.service.deployments.iter_mut().find(|d| d.status == DeploymentStatus::Primary)
}
