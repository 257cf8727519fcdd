//! A past that is told and not lived: rows and deployments are written at once, and the tasks of the last deployment
//! stand there as if they had come up long ago. For accounts too big to be lived through.

use super::names::{definition_resource, service_resource};
use super::stack_book::{CONSISTENCY, NEW_PHYSICAL, USER};
use super::state::{Life, World, after};
use crate::domain::stack::{ResourceStatus, StackStatus};
use crate::domain::{Text, Timestamp};
use crate::sim::account::SimTask;
use crate::sim::scenario::Fate;
use std::sync::Arc;

impl World {
    /// Tells the creation of a stack and each of its updates.
    pub(super) fn tell_past(&mut self, stack: usize, created: Timestamp, updates: &[Timestamp]) {
        self.tell_creation(stack, created);
        for at in updates {
            self.tell_update(stack, *at);
        }
        let last = updates.last().copied().unwrap_or(created);
        for (service, _) in self.services_of(stack) {
            self.settle_tasks(service, last);
        }
    }

    fn tell_creation(&mut self, stack: usize, at: Timestamp) {
        self.stack_row(stack, StackStatus::CreateInProgress, USER, at);
        let resources = self.in_progress(stack);
        for logical in &resources {
            self.row(stack, logical, ResourceStatus::CreateInProgress, "", at);
            self.row(stack, logical, ResourceStatus::CreateInProgress, "Resource creation Initiated", at);
        }
        for (service, plan) in self.services_of(stack) {
            self.make_log_group(&plan, at);
            let revision = self.controls.get(service).map_or(plan.revision, |control| control.revision);
            self.point_definition(stack, &plan, revision);
            self.deploy(service, revision, true, at);
            self.complete(service, after(at, 300_000));
        }
        let done = after(at, 600_000);
        for logical in &resources {
            self.row(stack, logical, ResourceStatus::CreateComplete, "", done);
        }
        self.stack_row(stack, StackStatus::CreateComplete, "", done);
    }

    fn tell_update(&mut self, stack: usize, at: Timestamp) {
        use ResourceStatus as R;
        self.stack_row(stack, StackStatus::UpdateInProgress, USER, at);
        if let Some(sim) = self.account.stacks.get_mut(stack) {
            sim.stack.updated_at = Some(at);
        }
        let services = self.services_of(stack);
        let old: Vec<i32> =
            services.iter().map(|(service, _)| self.controls.get(*service).map_or(0, |c| c.revision)).collect();
        for (seconds, status, words) in [
            (4, R::UpdateInProgress, NEW_PHYSICAL),
            (5, R::UpdateInProgress, "Resource creation Initiated"),
            (6, R::UpdateComplete, ""),
        ] {
            for ((_, plan), old) in services.iter().zip(&old) {
                if seconds == 5 {
                    self.point_definition(stack, plan, old + 1);
                }
                let at = after(at, seconds * 1_000);
                self.row(stack, &definition_resource(plan), status.clone(), words, at);
            }
        }
        let begins = after(at, 8_000);
        for ((service, plan), old) in services.iter().zip(&old) {
            self.row(stack, &service_resource(plan), R::UpdateInProgress, "", begins);
            self.deploy(*service, old + 1, true, begins);
            // A tenth less up to a tenth more, as those that are lived.
            let took = self.dice.about(plan.usual_minutes * 60);
            self.complete(*service, after(begins, took));
        }
        let longest = services.iter().map(|(_, plan)| plan.usual_minutes).max().unwrap_or(1);
        let stable = after(begins, longest * 66_000 + 5_000);
        for (milliseconds, status, words) in [(0, R::UpdateInProgress, CONSISTENCY), (9_000, R::UpdateComplete, "")] {
            for (_, plan) in &services {
                let at = after(stable, milliseconds);
                self.row(stack, &service_resource(plan), status.clone(), words, at);
            }
        }
        let clean = after(stable, 10_000);
        self.stack_row(stack, StackStatus::UpdateCompleteCleanupInProgress, "", clean);
        for ((service, plan), old) in services.iter().zip(&old) {
            let gone = self.definition_arn(plan, *old).into();
            self.delete_definition(stack, &definition_resource(plan), gone, after(clean, 2_000));
            if let Some(control) = self.controls.get_mut(*service) {
                control.revision = old + 1;
            }
        }
        self.stack_row(stack, StackStatus::UpdateComplete, "", after(clean, 3_000));
    }

    /// The tasks of the last deployment, up since it began.
    fn settle_tasks(&mut self, service: usize, at: Timestamp) {
        let Some((sim, control)) = self.service(service) else { return };
        let (plan, revision) = (control.plan.clone(), control.revision);
        let Some(primary) = sim.service.primary() else { return };
        let (deployment, definition) = (primary.id.raw().to_owned(), primary.task_definition.clone());
        let fate = Arc::new(Fate::Runs);
        for _ in 0..plan.desired {
            let id = self.dice.hex32();
            let created = after(at, self.dice.between(10_000, 20_000));
            let mut task = self.new_task(&plan, &id, &definition, revision, &deployment, created);
            task.last_status = Text::new("RUNNING");
            task.pull_started_at = Some(after(created, 9_000));
            task.pull_stopped_at = Some(after(created, 13_000));
            task.started_at = Some(after(created, 15_000));
            for container in &mut task.containers {
                container.last_status = Some(Text::new("RUNNING"));
            }
            let life = Life { service, fate: fate.clone(), good: true, ending: false, failed: false };
            self.put_task(service, &id, SimTask { cluster: plan.cluster.clone(), task }, life);
        }
    }
}
