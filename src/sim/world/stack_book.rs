//! What a stack says of itself and its resources: the rows of its history.

use super::names::{definition_resource, service_resource};
use super::state::World;
use crate::domain::stack::{ECS_SERVICE, NESTED_STACK, ResourceStatus, StackEvent, StackResource, StackStatus};
use crate::domain::{Text, Timestamp};
use crate::sim::scenario::ServicePlan;
use std::sync::Arc;

/// The resource type of a task definition.
pub(super) const TASK_DEFINITION: &str = "AWS::ECS::TaskDefinition";
/// What CloudFormation says when a person began it.
pub(super) const USER: &str = "User Initiated";
/// What it says of what another's failure ended.
pub(super) const CANCELLED: &str = "Resource update cancelled";
/// What it says when a resource is configured and only has to become stable.
pub(super) const CONSISTENCY: &str = "Eventual consistency check initiated";
/// What it says of a resource that is replaced.
pub(super) const NEW_PHYSICAL: &str =
    "Requested update requires the creation of a new physical resource; hence creating one.";
/// Rows kept of one stack.
const ROWS: usize = 20_000;

impl World {
    /// Writes a row about the stack itself and gives it that status.
    pub(super) fn stack_row(&mut self, stack: usize, status: StackStatus, reason: &str, at: Timestamp) {
        let id = Text::new(self.dice.uuid());
        let Some(sim) = self.account.stacks.get_mut(stack) else { return };
        let reason = (!reason.is_empty()).then(|| Text::new(reason));
        sim.events.push(StackEvent {
            id,
            stack: sim.stack.id.clone(),
            logical_id: sim.stack.name.clone(),
            physical_id: Some(sim.stack.id.clone()),
            kind: Text::new(NESTED_STACK),
            status: ResourceStatus::parse(status.as_str()),
            reason: reason.clone(),
            at,
            detailed_status: None,
            service_token: None,
        });
        (sim.stack.status, sim.stack.status_reason) = (status, reason);
    }

    /// Writes a row about a resource and gives it that status.
    pub(super) fn row(&mut self, stack: usize, logical: &str, status: ResourceStatus, reason: &str, at: Timestamp) {
        let words = (!reason.is_empty()).then(|| Text::new(reason));
        self.event(stack, logical, status.clone(), reason, None, at);
        if let Some(resource) = self.resource_mut(stack, logical) {
            (resource.status, resource.status_reason, resource.updated_at) = (status, words, Some(at));
        }
    }

    /// Writes a row about a resource, or of what it was before (`physical`), and leaves the resource as it is.
    pub(super) fn event(
        &mut self,
        stack: usize,
        logical: &str,
        status: ResourceStatus,
        reason: &str,
        physical: Option<Text>,
        at: Timestamp,
    ) {
        let tail = self.dice.hex32();
        let service_token = self.answerer(stack, logical);
        let known = self.resource_mut(stack, logical).map(|r| (r.kind.clone(), r.physical_id.clone()));
        let Some((kind, current)) = known else { return };
        let Some(sim) = self.account.stacks.get_mut(stack) else { return };
        let stamp = at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ");
        let tail = tail.get(..4).unwrap_or_default();
        sim.events.push(StackEvent {
            id: format!("{logical}-{}-{stamp}-{tail}", status.as_str()).into(),
            stack: sim.stack.id.clone(),
            logical_id: Text::new(logical),
            physical_id: physical.or(current),
            kind,
            status,
            reason: (!reason.is_empty()).then(|| Text::new(reason)),
            at,
            detailed_status: (reason == CONSISTENCY).then(|| Text::new("CONFIGURATION_COMPLETE")),
            service_token,
        });
        let surplus = sim.events.len().saturating_sub(ROWS);
        sim.events.drain(..surplus);
    }

    pub(super) fn resource_mut(&mut self, stack: usize, logical: &str) -> Option<&mut StackResource> {
        let sim = self.account.stacks.get_mut(stack)?;
        sim.resources.iter_mut().find(|resource| resource.logical_id.raw() == logical)
    }

    pub(super) fn resource(&self, stack: usize, logical: &str) -> Option<&StackResource> {
        let sim = self.account.stacks.get(stack)?;
        sim.resources.iter().find(|resource| resource.logical_id.raw() == logical)
    }

    /// Logical ids of the resources that are in progress.
    pub(super) fn in_progress(&self, stack: usize) -> Vec<String> {
        let resources = self.account.stacks.get(stack).map(|sim| sim.resources.iter()).into_iter().flatten();
        resources.filter(|r| r.status.is_in_progress()).map(|r| r.logical_id.raw().to_owned()).collect()
    }

    pub(super) fn status(&self, stack: usize) -> StackStatus {
        self.account.stacks.get(stack).map_or(StackStatus::parse(""), |sim| sim.stack.status.clone())
    }

    /// The services a stack declares, with their plans.
    pub(super) fn services_of(&self, stack: usize) -> Vec<(usize, Arc<ServicePlan>)> {
        let services = self.controls.iter().enumerate().filter(|(_, control)| control.stack == stack);
        services.map(|(place, control)| (place, control.plan.clone())).collect()
    }

    /// Those of them the operation that runs at this time touches.
    pub(super) fn touched_services(&self, stack: usize, at: Timestamp) -> Vec<(usize, Arc<ServicePlan>)> {
        let incident = self.is_incident(stack, at);
        self.services_of(stack).into_iter().filter(|(_, plan)| !(incident && plan.untouched)).collect()
    }

    /// Whether the operation of the scenario has begun.
    pub(super) fn is_incident(&self, stack: usize, at: Timestamp) -> bool {
        let control = self.operations.get(stack);
        control.and_then(|control| control.incident).is_some_and(|began| at >= began)
    }

    /// Puts the resources of a stack's services in place.
    pub(super) fn declare_services(&mut self, stack: usize) {
        for (service, plan) in self.services_of(stack) {
            let arn = self.account.services.get(service).map(|sim| sim.service.arn.clone());
            let definition = self.definition_arn(&plan, plan.revision);
            self.declare(stack, &definition_resource(&plan), TASK_DEFINITION, Some(definition.into()));
            self.declare(stack, &service_resource(&plan), ECS_SERVICE, arn);
        }
    }

    pub(super) fn declare(&mut self, stack: usize, logical: &str, kind: &str, physical_id: Option<Text>) {
        let Some(sim) = self.account.stacks.get_mut(stack) else { return };
        sim.resources.push(StackResource {
            logical_id: Text::new(logical),
            physical_id,
            kind: Text::new(kind),
            status: ResourceStatus::CreateInProgress,
            status_reason: None,
            updated_at: None,
        });
    }

    /// Gives a service's task definition resource another revision as its physical id.
    pub(super) fn point_definition(&mut self, stack: usize, plan: &ServicePlan, revision: i32) {
        let arn = Text::new(self.definition_arn(plan, revision));
        if let Some(resource) = self.resource_mut(stack, &definition_resource(plan)) {
            resource.physical_id = Some(arn);
        }
    }
}
