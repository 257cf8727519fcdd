//! UpdateService.

use crate::domain::Timestamp;
use crate::domain::service::{Controller, Scheduling};
use crate::sim::refusal::Refusal;
use crate::sim::world::agenda::Turn;
use crate::sim::world::names::last_part;
use crate::sim::world::state::{World, primary_mut};

/// Most tasks of one service, AWS's quota.
const TASKS: i32 = 5_000;

impl World {
    /// ecs:UpdateService with a desired count, a forced deployment, or both. Cluster and service may be names or
    /// ARNs. A new count alone starts no new deployment.
    pub fn update_service(
        &mut self,
        cluster: &str,
        service: &str,
        desired: Option<i32>,
        force_new_deployment: bool,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        self.advance(now);
        let at = self.now;
        let (cluster, service) = (last_part(cluster), last_part(service));
        if !self.account.services.iter().any(|sim| sim.service.id.cluster.raw() == cluster) {
            return Err(Refusal::bad_request("ClusterNotFoundException", "Cluster not found."));
        }
        let found = self
            .account
            .services
            .iter()
            .position(|sim| sim.service.id.cluster.raw() == cluster && sim.service.id.name.raw() == service);
        let found = found.ok_or_else(|| Refusal::bad_request("ServiceNotFoundException", "Service not found."))?;
        let invalid = |words: &str| Err(Refusal::bad_request("InvalidParameterException", words));
        let Some((sim, control)) = self.service_mut(found) else { return Ok(()) };
        if sim.service.status.raw() != "ACTIVE" {
            return Err(Refusal::bad_request("ServiceNotActiveException", "Service was not ACTIVE."));
        }
        let controller = &sim.service.controller;
        if force_new_deployment && matches!(controller, Controller::CodeDeploy | Controller::External) {
            // Of CODE_DEPLOY AWS goes on: `Use AWS CodeDeploy to trigger a new deployment.`
            return invalid(&format!(
                "Cannot force a new deployment on services with a {controller} deployment controller."
            ));
        }
        if let Some(count) = desired {
            if sim.service.scheduling == Scheduling::Daemon {
                return invalid("The daemon scheduling strategy does not support a desired count for services.");
            }
            if !(0..=TASKS).contains(&count) {
                return invalid("desiredCount is out of range.");
            }
            sim.service.desired = count;
            if let Some(primary) = primary_mut(sim) {
                (primary.desired, primary.updated_at) = (count, Some(at));
            }
            control.next_wave = at;
            let id = sim.service.id.clone();
            let target = self.account.scalable_targets.get(&id);
            if target.is_some_and(|target| count < target.min && target.brings_back()) {
                let wait = self.dice.between(45_000, 75_000);
                self.put_turn(found, at, wait, Turn::ScaleBack);
            }
        }
        let Some((sim, control)) = self.service_mut(found) else { return Ok(()) };
        let definition = sim.service.task_definition.raw();
        let revision = definition.rsplit(':').next().and_then(|r| r.parse().ok()).unwrap_or(control.plan.revision);
        if force_new_deployment {
            self.deploy(found, revision, true, at);
        }
        self.put_look(at, 1_500, found);
        Ok(())
    }
}
