//! CloudFormation deletes a stack, or fails to.

use super::agenda::Step;
use super::names::service_resource;
use super::stack_book::USER;
use super::state::{World, primary_mut};
use crate::domain::stack::{ResourceStatus, StackStatus};
use crate::domain::{Text, Timestamp};
use std::collections::BTreeSet;

impl World {
    /// The scenario's own deletion begins.
    pub(super) fn delete(&mut self, stack: usize, at: Timestamp) {
        self.begin_delete(stack, BTreeSet::new(), false, at);
    }

    /// A deletion begins: all that is not kept goes, services without their tasks. By force, what cannot be deleted is
    /// left behind.
    pub(super) fn begin_delete(&mut self, stack: usize, kept: BTreeSet<String>, force: bool, at: Timestamp) {
        self.agenda.forget_operation(stack);
        self.stack_row(stack, StackStatus::DeleteInProgress, USER, at);
        for logical in self.undeleted(stack).into_iter().filter(|logical| !kept.contains(logical)) {
            self.row(stack, &logical, ResourceStatus::DeleteInProgress, "", at);
        }
        for (service, plan) in self.services_of(stack) {
            if kept.contains(&service_resource(&plan)) {
                continue;
            }
            if let Some((sim, _)) = self.service_mut(service) {
                (sim.service.desired, sim.service.status) = (0, Text::new("DRAINING"));
                if let Some(primary) = primary_mut(sim) {
                    primary.desired = 0;
                }
            }
            self.put_look(at, 1_500, service);
        }
        let nested = self.operations.get(stack).map(|control| control.nested.clone()).unwrap_or_default();
        for (child, _) in nested.into_iter().filter(|(_, logical)| !kept.contains(logical)) {
            self.begin_delete(child, BTreeSet::new(), force, at);
        }
        if let Some(control) = self.operations.get_mut(stack) {
            (control.kept, control.forced, control.began) = (kept, force, at);
        }
        if self.operations.get(stack).is_some_and(|control| control.parent.is_none()) {
            self.put_step(at, 25, stack, Step::Deleted);
        }
    }

    /// Its time is over: the rows of what went and of what did not. Answers whether all went.
    pub(super) fn deleted(&mut self, stack: usize, at: Timestamp) -> bool {
        let Some(control) = self.operations.get(stack) else { return true };
        let (kept, force, plans) = (control.kept.clone(), control.forced, control.resources.clone());
        let nested = control.nested.clone();
        let reason = |logical: &str| plans.iter().find(|plan| plan.id == logical)?.delete_fails.clone();
        let mut failed = vec![];
        for logical in self.undeleted(stack) {
            if kept.contains(&logical) {
                self.row(stack, &logical, ResourceStatus::DeleteSkipped, "", at);
                continue;
            }
            let inside = nested.iter().find(|(_, of)| *of == logical).map(|(child, _)| *child);
            let why = match inside {
                Some(child) => (!self.deleted(child, at)).then(|| "The nested stack could not be deleted.".to_owned()),
                None => reason(&logical),
            };
            match why {
                None => self.row(stack, &logical, ResourceStatus::DeleteComplete, "", at),
                Some(_) if force => self.row(stack, &logical, ResourceStatus::DeleteSkipped, "", at),
                Some(why) => {
                    self.row(stack, &logical, ResourceStatus::DeleteFailed, &why, at);
                    failed.push(logical);
                }
            }
        }
        for (service, plan) in self.services_of(stack) {
            let gone = self.resource(stack, &service_resource(&plan));
            if gone.is_some_and(|resource| resource.status == ResourceStatus::DeleteComplete)
                && let Some((sim, _)) = self.service_mut(service)
            {
                sim.service.status = Text::new("INACTIVE");
            }
        }
        if !failed.is_empty() {
            let words = format!("The following resource(s) failed to delete: [{}]. ", failed.join(", "));
            self.stack_row(stack, StackStatus::DeleteFailed, &words, at);
            return false;
        }
        self.stack_row(stack, StackStatus::DeleteComplete, "", at);
        if let Some(sim) = self.account.stacks.get_mut(stack) {
            sim.stack.deleted_at = Some(at);
        }
        true
    }

    /// Logical ids of what is still there.
    fn undeleted(&self, stack: usize) -> Vec<String> {
        let resources = self.account.stacks.get(stack).map(|sim| sim.resources.iter()).into_iter().flatten();
        let there =
            |status: &ResourceStatus| !matches!(status, ResourceStatus::DeleteComplete | ResourceStatus::DeleteSkipped);
        resources.filter(|r| there(&r.status)).map(|r| r.logical_id.raw().to_owned()).collect()
    }
}
