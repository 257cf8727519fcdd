//! CloudFormation updates a stack, and waits for its services.

use super::agenda::Step;
use super::names::{definition_resource, service_resource};
use super::stack_book::{CANCELLED, CONSISTENCY, NEW_PHYSICAL, USER};
use super::state::{World, after};
use crate::domain::deployment::ServiceDeploymentStatus;
use crate::domain::stack::{ResourceStatus, StackStatus};
use crate::domain::{Text, Timestamp};
use crate::sim::account::SimService;
use crate::sim::scenario::ResourcePlan;

/// Seconds after which CloudFormation gives up on a service: about three hours.
const TIME_OUT: i64 = 3 * 3600;

/// What the resource handler says of a service whose breaker has tripped.
const BREAKER: &str = "Error occurred during operation 'ECS Deployment Circuit Breaker was triggered'.";

/// How a service stands, as CloudFormation sees it.
pub(super) enum Settling {
    Stable,
    Moving,
    Failed(String),
}

impl World {
    /// An update begins: the stack's own row, its nested stacks, its resources.
    pub(super) fn begin_update(&mut self, stack: usize, at: Timestamp) {
        let Some(control) = self.operations.get_mut(stack) else { return };
        (control.began, control.continued, control.forced) = (at, false, false);
        control.rollback_failed.clear();
        control.skipped.clear();
        let nested = control.nested.clone();
        self.stack_row(stack, StackStatus::UpdateInProgress, USER, at);
        if let Some(sim) = self.account.stacks.get_mut(stack) {
            sim.stack.updated_at = Some(at);
        }
        for (child, logical) in nested {
            self.row(stack, &logical, ResourceStatus::UpdateInProgress, "", at);
            self.put_step(at, 2, child, Step::Begin);
        }
        self.put_step(at, 4, stack, Step::Replace);
    }

    pub(super) fn replace_definitions(&mut self, stack: usize, at: Timestamp) {
        for (_, plan) in self.touched_services(stack, at) {
            self.row(stack, &definition_resource(&plan), ResourceStatus::UpdateInProgress, NEW_PHYSICAL, at);
        }
        self.put_step(at, 1, stack, Step::Register);
    }

    pub(super) fn register(&mut self, stack: usize, at: Timestamp) {
        for (service, plan) in self.touched_services(stack, at) {
            let next = self.controls.get(service).map_or(plan.revision, |control| control.revision + 1);
            self.register_definition(&plan, next);
            self.point_definition(stack, &plan, next);
            let logical = definition_resource(&plan);
            self.row(stack, &logical, ResourceStatus::UpdateInProgress, "Resource creation Initiated", at);
        }
        self.put_step(at, 1, stack, Step::Replaced);
    }

    pub(super) fn replaced(&mut self, stack: usize, at: Timestamp) {
        for (_, plan) in self.touched_services(stack, at) {
            self.row(stack, &definition_resource(&plan), ResourceStatus::UpdateComplete, "", at);
        }
        self.put_step(at, 2, stack, Step::Deploy);
    }

    pub(super) fn update_services(&mut self, stack: usize, at: Timestamp) {
        let first = self.first(stack, at);
        if first.is_empty() {
            return self.update_rest(stack, at);
        }
        for logical in first {
            self.row(stack, &logical, ResourceStatus::UpdateInProgress, "", at);
            self.ask_function(stack, &logical, at);
        }
        self.put_step(at, 8, stack, Step::WatchFirst);
    }

    /// Looks whether what comes before the services is done.
    pub(super) fn watch_first(&mut self, stack: usize, at: Timestamp) {
        let failed = self.settle_resources(stack, at);
        if !failed.is_empty() {
            return self.fail_update(stack, &failed, at);
        }
        let first = self.first(stack, at);
        let open = self.in_progress(stack);
        match first.iter().any(|logical| open.contains(logical)) {
            true => self.put_step(at, 9, stack, Step::WatchFirst),
            false => self.update_rest(stack, at),
        }
    }

    fn update_rest(&mut self, stack: usize, at: Timestamp) {
        let first = self.first(stack, at);
        for logical in self.changing(stack).into_iter().filter(|logical| !first.contains(logical)) {
            self.row(stack, &logical, ResourceStatus::UpdateInProgress, "", at);
            self.ask_function(stack, &logical, at);
        }
        let mut refused = vec![];
        for (service, plan) in self.touched_services(stack, at) {
            let logical = service_resource(&plan);
            self.row(stack, &logical, ResourceStatus::UpdateInProgress, "", at);
            if let Some(reason) = plan.refused.as_ref().filter(|_| self.is_incident(stack, at)) {
                let reason = self.fill(reason, service, plan.revision, "");
                refused.push((logical, reason));
                continue;
            }
            let next = self.controls.get(service).map_or(plan.revision, |control| control.revision + 1);
            self.deploy(service, next, true, at);
        }
        if !refused.is_empty() {
            return self.fail_update(stack, &refused, after(at, 1_400));
        }
        self.put_step(at, 8, stack, Step::Watch);
    }

    /// Logical ids of the resources that change with an update beside the services.
    pub(super) fn changing(&self, stack: usize) -> Vec<String> {
        let resources = self.operations.get(stack).map(|control| control.resources.iter()).into_iter().flatten();
        resources.filter(|resource| resource.changes).map(|resource| resource.id.clone()).collect()
    }

    /// CloudFormation looks whether the services have become stable.
    pub(super) fn watch(&mut self, stack: usize, at: Timestamp) {
        let mut failed = self.settle_resources(stack, at);
        failed.extend(self.settle_services(stack, at));
        if !failed.is_empty() {
            return self.fail_update(stack, &failed, at);
        }
        self.finish_changing(stack, at);
        let (seconds, step) = if self.in_progress(stack).is_empty() { (1, Step::CleanUp) } else { (9, Step::Watch) };
        self.put_step(at, seconds, stack, step);
    }

    /// Takes each service on that has become stable; answers with those that cannot, and why.
    pub(super) fn settle_services(&mut self, stack: usize, at: Timestamp) -> Vec<(String, String)> {
        let mut failed = vec![];
        for (service, plan) in self.services_of(stack) {
            let logical = service_resource(&plan);
            let Some(resource) = self.resource(stack, &logical).filter(|r| r.status.is_in_progress()) else { continue };
            let checked = resource.status_reason.as_ref().is_some_and(|reason| reason.raw() == CONSISTENCY);
            match self.settling(service, stack, at) {
                Settling::Stable if checked => self.row(stack, &logical, ResourceStatus::UpdateComplete, "", at),
                Settling::Stable => self.row(stack, &logical, ResourceStatus::UpdateInProgress, CONSISTENCY, at),
                Settling::Moving => {}
                Settling::Failed(reason) => failed.push((logical, reason)),
            }
        }
        failed
    }

    /// Resources that change with the services are done when those are.
    pub(super) fn finish_changing(&mut self, stack: usize, at: Timestamp) {
        let own = |plan: &&ResourcePlan| plan.minutes.is_some();
        let timed: Vec<String> = self.timed(stack, at).iter().filter(own).map(|plan| plan.id.clone()).collect();
        let changing: Vec<String> = self.changing(stack).into_iter().filter(|id| !timed.contains(id)).collect();
        let open = self.in_progress(stack);
        if open.iter().all(|logical| changing.contains(logical)) {
            open.iter().for_each(|logical| self.row(stack, logical, ResourceStatus::UpdateComplete, "", at));
        }
    }

    fn settling(&mut self, service: usize, stack: usize, at: Timestamp) -> Settling {
        use ServiceDeploymentStatus as S;
        let token = self.dice.uuid();
        let began = self.operations.get(stack).map_or(at, |control| control.began);
        self.count_again(service);
        let Some((sim, _)) = self.service(service) else { return Settling::Stable };
        if self.is_incident(stack, at) && self.operations.get(stack).is_some_and(|control| control.express) {
            return Settling::Stable;
        }
        let said = |what: &str, code: &str| {
            let words = format!("Resource handler returned message: \"{what}\"");
            Settling::Failed(format!("{words} (RequestToken: {token}, HandlerErrorCode: {code})"))
        };
        // One that ended before this operation began says nothing about it.
        let stale = sim.history.first().is_some_and(|last| last.created_at.is_some_and(|created| created < began));
        match sim.history.first().map(|last| &last.status) {
            Some(S::Successful) if sim.service.running == sim.service.desired => Settling::Stable,
            // The rollback found the breaker's own rollback done already.
            Some(S::RollbackSuccessful) if self.status(stack).is_rolling_back() => Settling::Stable,
            Some(S::RollbackInProgress) if self.status(stack).is_rolling_back() => Settling::Moving,
            Some(S::RollbackFailed) => said(BREAKER, "GeneralServiceException"),
            Some(S::Stopped | S::RollbackInProgress | S::RollbackSuccessful) if !stale => {
                said(&given_up(sim), "GeneralServiceException")
            }
            _ if at.as_second() - began.as_second() > TIME_OUT => said("Exceeded attempts to wait", "NotStabilized"),
            _ => Settling::Moving,
        }
    }

    /// The update fails: what is still under way is cancelled, and the stack rolls back.
    pub(super) fn fail_update(&mut self, stack: usize, failed: &[(String, String)], at: Timestamp) {
        self.agenda.forget_operation(stack);
        let words = self.fail_rows(stack, failed, at);
        if self.operations.get(stack).is_some_and(|control| control.rollback_disabled) {
            // Left as it is, for somebody to look at: our choice that what is under way is cancelled.
            return self.stack_row(stack, StackStatus::UpdateFailed, &words, at);
        }
        self.begin_rollback(stack, &words, at);
    }

    /// Somebody cancels the update.
    pub(super) fn cancel_update(&mut self, stack: usize, at: Timestamp) {
        self.agenda.forget_operation(stack);
        self.fail_rows(stack, &[], at);
        self.begin_rollback(stack, USER, at);
    }

    fn begin_rollback(&mut self, stack: usize, words: &str, at: Timestamp) {
        self.stack_row(stack, StackStatus::UpdateRollbackInProgress, words, at);
        let Some(control) = self.operations.get_mut(stack) else { return };
        // The time-out of the rollback counts from here.
        control.began = at;
        let (parent, nested) = (control.parent, control.nested.clone());
        for (child, _) in nested {
            if self.status(child) == StackStatus::UpdateInProgress {
                self.fail_update(child, &[], at);
            }
        }
        self.put_step(at, 6, stack, Step::RollBack);
        if let Some(parent) = parent.filter(|parent| self.status(*parent) == StackStatus::UpdateInProgress) {
            self.put_step(at, 2, parent, Step::NestedFailed);
        }
    }

    /// Writes the rows of failed and of cancelled resources; answers with the stack's own words about them.
    pub(super) fn fail_rows(&mut self, stack: usize, failed: &[(String, String)], at: Timestamp) -> String {
        for (logical, reason) in failed {
            self.row(stack, logical, ResourceStatus::UpdateFailed, reason, at);
        }
        let cancelled = self.in_progress(stack);
        for logical in &cancelled {
            self.row(stack, logical, ResourceStatus::UpdateFailed, CANCELLED, at);
        }
        let names: Vec<&str> =
            failed.iter().map(|(logical, _)| logical).chain(&cancelled).map(|l| l.as_str()).collect();
        format!("The following resource(s) failed to update: [{}]. ", names.join(", "))
    }

    pub(super) fn clean_up(&mut self, stack: usize, at: Timestamp) {
        self.stack_row(stack, StackStatus::UpdateCompleteCleanupInProgress, "", at);
        self.put_step(at, 2, stack, Step::CleanedUp);
    }

    pub(super) fn cleaned_up(&mut self, stack: usize, at: Timestamp) {
        for (service, plan) in self.touched_services(stack, at) {
            let Some(control) = self.controls.get_mut(service) else { continue };
            let old = control.revision;
            control.revision += 1;
            self.delete_definition(stack, &definition_resource(&plan), self.definition_arn(&plan, old).into(), at);
        }
        self.put_step(at, 1, stack, Step::Done);
    }

    /// The rows of a task definition that is no longer needed.
    pub(super) fn delete_definition(&mut self, stack: usize, logical: &str, physical: Text, at: Timestamp) {
        self.event(stack, logical, ResourceStatus::DeleteInProgress, "", Some(physical.clone()), at);
        self.event(stack, logical, ResourceStatus::DeleteComplete, "", Some(physical), at);
    }

    pub(super) fn update_done(&mut self, stack: usize, at: Timestamp) {
        self.stack_row(stack, StackStatus::UpdateComplete, "", at);
        if let Some(parent) = self.operations.get(stack).and_then(|control| control.parent) {
            self.put_step(at, 1, parent, Step::NestedDone);
        }
    }
}

/// What the resource handler says of a deployment that was given up. Of alarms and hooks its words are not known: our
/// choice, in its manner.
fn given_up(sim: &SimService) -> String {
    let last = sim.history.first();
    let because = last.and_then(|last| last.status_reason.as_ref()).map_or("", |reason| reason.raw());
    match because.contains("circuit breaker") || because.is_empty() {
        true => BREAKER.to_owned(),
        false => format!("Error occurred during operation '{}'.", because.trim_end_matches('.')),
    }
}
