//! DetectStackDrift.

use super::requests::invalid;
use crate::domain::stack::{StackResource, StackStatus};
use crate::domain::{Text, Timestamp};
use crate::sim::account::{SimDrift, SimResourceDrift};
use crate::sim::refusal::Refusal;
use crate::sim::world::agenda::Happening;
use crate::sim::world::names::service_resource;
use crate::sim::world::stack_book::TASK_DEFINITION;
use crate::sim::world::state::{World, after};

/// Milliseconds a detection takes; AWS says up to several minutes. Our choice.
const TAKES: i64 = 12_000;
/// Detections kept. AWS says only that they may vary; our choice.
const KEPT: usize = 20;

impl World {
    /// cloudformation:DetectStackDrift: legal in the four statuses the user guide names. The words of a wrong status are
    /// AWS's; those of a second detection at a time are our choice.
    pub fn detect_stack_drift(&mut self, stack: &str, now: Timestamp) -> Result<String, Refusal> {
        let Some(place) = self.asked(stack, None, &[], now)? else { return invalid("") };
        let (at, id, status) = (self.now, self.stack_id(place), self.status(place));
        let is_legal = matches!(
            status,
            StackStatus::CreateComplete
                | StackStatus::UpdateComplete
                | StackStatus::UpdateRollbackComplete
                | StackStatus::UpdateRollbackFailed
        );
        if !is_legal {
            let words = "Drift detection cannot be performed on stack";
            return invalid(format!("{words} [{id}] while it is in [{status}] state"));
        }
        let arn = Text::new(&id);
        if self.account.drifts.iter().any(|drift| drift.stack == arn && drift.found.is_none()) {
            return invalid(format!("Drift detection is already in progress for stack [{id}]"));
        }
        let detection = self.dice.uuid();
        self.account.drifts.push(SimDrift { id: detection.clone(), stack: arn, began: at, found: None });
        let surplus = self.account.drifts.len().saturating_sub(KEPT);
        self.account.drifts.drain(..surplus);
        if let Some(sim) = self.account.stacks.get_mut(place) {
            sim.stack.drift_checked_at = Some(at);
        }
        self.agenda.put(after(at, TAKES), Happening::Compared(detection.clone()));
        Ok(detection)
    }

    /// A detection has read everything: what is there is compared with what the stack has deployed.
    pub(in crate::sim::world) fn compared(&mut self, detection: &str, at: Timestamp) {
        self.count_all_again();
        let Some(drift) = self.account.drifts.iter().position(|drift| drift.id == detection) else { return };
        let stack = self.account.drifts.get(drift).map(|drift| drift.stack.clone());
        let Some(place) = self.account.stacks.iter().position(|sim| Some(&sim.stack.id) == stack.as_ref()) else {
            return;
        };
        let found = self.comparable(place).into_iter().map(|resource| self.compare(place, &resource, at)).collect();
        if let Some(drift) = self.account.drifts.get_mut(drift) {
            drift.found = Some(found);
        }
    }

    /// What a detection looks at. Custom resources cannot be compared; of nested stacks the user guide says that they
    /// are not looked into, and of what a rollback has skipped that it is not checked.
    fn comparable(&self, place: usize) -> Vec<StackResource> {
        let skipped = self.operations.get(place).map(|control| &control.skipped);
        let all = self.account.stacks.get(place).map(|sim| sim.resources.iter()).into_iter().flatten();
        let is_there = |one: &&StackResource| !one.status.as_str().starts_with("DELETE_");
        let is_skipped = |one: &StackResource| skipped.is_some_and(|names| names.contains(one.logical_id.raw()));
        let can_be = |one: &&StackResource| !one.is_custom() && !one.is_nested_stack() && !is_skipped(one);
        all.filter(is_there).filter(can_be).cloned().collect()
    }

    fn compare(&self, place: usize, resource: &StackResource, at: Timestamp) -> SimResourceDrift {
        let mut found = SimResourceDrift {
            logical_id: resource.logical_id.clone(),
            physical_id: resource.physical_id.clone(),
            kind: resource.kind.clone(),
            at,
            is_gone: false,
            properties: vec![],
        };
        let is_it = |(_, control): &(_, &crate::sim::world::state::ServiceControl)| {
            control.stack == place && service_resource(&control.plan) == resource.logical_id.raw()
        };
        if let Some((sim, control)) = self.account.services.iter().zip(&self.controls).find(is_it) {
            let service = &sim.service;
            found.is_gone = service.status.raw() != "ACTIVE";
            let definition = self.definition_arn(&control.plan, control.revision);
            found.properties = vec![
                ("DesiredCount", control.plan.desired.to_string(), service.desired.to_string()),
                ("TaskDefinition", definition, service.task_definition.raw().to_owned()),
            ];
        } else if resource.kind.raw() == TASK_DEFINITION {
            let known = |arn: &Text| self.account.task_definitions.iter().any(|one| one.arn == *arn);
            found.is_gone = !resource.physical_id.as_ref().is_some_and(known);
        }
        found
    }
}
