//! Resources beside the services: those that take their time in the operation, or fail in it.

use super::state::World;
use crate::domain::Timestamp;
use crate::domain::stack::{ResourceStatus, StackStatus};
use crate::sim::scenario::ResourcePlan;

impl World {
    /// The resources of a stack that take their own time, or fail, in the operation that runs now.
    pub(super) fn timed(&self, stack: usize, at: Timestamp) -> Vec<ResourcePlan> {
        let going = self.is_incident(stack, at) && self.status(stack) == StackStatus::UpdateInProgress;
        let resources = self.operations.get(stack).filter(|_| going).map(|control| control.resources.iter());
        let timed = |plan: &&ResourcePlan| plan.minutes.is_some() || plan.fails.is_some();
        resources.into_iter().flatten().filter(timed).cloned().collect()
    }

    /// The resources that come before the services in the operation that runs now.
    pub(super) fn first(&self, stack: usize, at: Timestamp) -> Vec<String> {
        let resources = self.operations.get(stack).filter(|_| self.is_incident(stack, at));
        let resources = resources.map(|control| control.resources.iter()).into_iter().flatten();
        resources.filter(|plan| plan.before_services).map(|plan| plan.id.clone()).collect()
    }

    /// Takes each resource on whose time has come; answers with those that fail, and why.
    pub(super) fn settle_resources(&mut self, stack: usize, at: Timestamp) -> Vec<(String, String)> {
        let began = self.operations.get(stack).map_or(at, |control| control.began);
        let mut failed = vec![];
        let open = self.in_progress(stack);
        let first = self.first(stack, at);
        let timed = self.timed(stack, at);
        for plan in timed.iter().filter(|plan| open.contains(&plan.id)) {
            if at.as_second() - began.as_second() < plan.minutes.unwrap_or(0) * 60 {
                continue;
            }
            match &plan.fails {
                Some(reason) => failed.push((plan.id.clone(), reason.clone())),
                None => self.row(stack, &plan.id, ResourceStatus::UpdateComplete, "", at),
            }
        }
        for logical in first.iter().filter(|id| open.contains(id) && !timed.iter().any(|plan| plan.id == **id)) {
            self.row(stack, logical, ResourceStatus::UpdateComplete, "", at);
        }
        failed
    }
}
