//! The deployment circuit breaker.

use super::state::{World, primary_mut};
use crate::domain::deployment::{DeploymentStatus, RolloutState, ServiceDeploymentStatus};
use crate::domain::{Text, Timestamp};

impl World {
    /// Trips the breaker if the primary deployment has failed often enough; rolls back where the service wants it
    /// and there is a deployment to go back to.
    pub(super) fn check_breaker(&mut self, service: usize, at: Timestamp) {
        let Some((sim, control)) = self.service_mut(service) else { return };
        let Some(breaker) = control.plan.breaker else { return };
        let threshold = control.plan.breaker_threshold();
        let Some(primary) = primary_mut(sim) else { return };
        if primary.rollout != RolloutState::InProgress || primary.failed < threshold {
            return;
        }
        primary.rollout = RolloutState::Failed;
        primary.rollout_reason = Some(Text::new("ECS deployment circuit breaker: tasks failed to start."));
        primary.updated_at = Some(at);
        let failed = primary.id.raw().to_owned();
        let back = sim.history.first().is_some_and(|last| last.status == ServiceDeploymentStatus::RollbackInProgress);
        let old = sim.service.deployments.iter().position(|d| d.status == DeploymentStatus::Active && d.running > 0);
        let old = old.filter(|_| breaker.rollback && !back);
        if let Some(last) = sim.history.first_mut() {
            last.status = match (old.is_some(), back) {
                (true, _) => ServiceDeploymentStatus::RollbackInProgress,
                (false, true) => ServiceDeploymentStatus::RollbackFailed,
                (false, false) => ServiceDeploymentStatus::Stopped,
            };
            let words = "the circuit breaker threshold was exceeded.";
            last.status_reason = Some(match old {
                Some(_) => format!("Service deployment rolled back because {words}").into(),
                None => format!("Service deployment stopped because {words}").into(),
            });
            last.finished_at = old.is_none().then_some(at);
            if let Some(detail) = &mut last.detail {
                detail.rollback_reason = old.is_some().then(|| format!("Rolled back because {words}").into());
                if let Some(breaker) = &mut detail.breaker {
                    breaker.status = Text::new("TRIGGERED");
                }
            }
        }
        self.say(service, at, &format!("(deployment {failed}) deployment failed: tasks failed to start."));
        if let Some(place) = old {
            self.flip(service, place, at);
        }
        self.put_look(at, 1_000, service);
    }

    /// Makes an older deployment the primary one again.
    fn flip(&mut self, service: usize, place: usize, at: Timestamp) {
        let Some((sim, control)) = self.service_mut(service) else { return };
        (control.failures, control.next_wave) = (0, at);
        let mut old = sim.service.deployments.remove(place);
        for other in &mut sim.service.deployments {
            other.status = DeploymentStatus::Active;
        }
        let id = old.id.raw().to_owned();
        (old.status, old.rollout, old.failed) = (DeploymentStatus::Primary, RolloutState::InProgress, 0);
        (old.desired, old.updated_at) = (sim.service.desired, Some(at));
        old.rollout_reason = Some(format!("ECS deployment circuit breaker: rolling back to deploymentId {id}.").into());
        sim.service.task_definition = old.task_definition.clone();
        sim.service.deployments.insert(0, old);
        self.say(service, at, &format!("rolling back to deployment {id}."));
        self.recount(service);
    }
}
