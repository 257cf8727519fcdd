//! A deployment is given up: by the circuit breaker, an alarm, or a hook nobody answered.

use super::hold::Hold;
use super::service_book::empty_deployment;
use super::state::{World, primary_mut};
use crate::domain::deployment::{DeploymentStatus, RolloutState, ServiceDeploymentStatus};
use crate::domain::{Text, Timestamp};

/// Why a deployment is given up, in the words of those who tell it.
pub(super) struct GivenUp {
    /// Reason of its rollout state.
    rollout: String,
    /// What follows `Service deployment rolled back because`.
    because: String,
    /// What follows `deployment failed:` in the service event.
    event: String,
    by_breaker: bool,
    /// Somebody asked for it: it goes back whatever is configured, and whether or not old tasks are left.
    by_hand: bool,
}

impl GivenUp {
    fn breaker() -> Self {
        Self {
            rollout: "ECS deployment circuit breaker: tasks failed to start.".to_owned(),
            because: "the circuit breaker threshold was exceeded.".to_owned(),
            event: "tasks failed to start".to_owned(),
            by_breaker: true,
            by_hand: false,
        }
    }

    /// AWS documents the event; the other words are our choice, in its manner.
    pub(super) fn alarm(name: &str) -> Self {
        Self {
            rollout: "ECS deployment failed: alarm detected.".to_owned(),
            because: format!("of CloudWatch alarms: {name}."),
            event: "alarm detected".to_owned(),
            by_breaker: false,
            by_hand: false,
        }
    }

    /// All words are our choice, in AWS's manner.
    pub(super) fn hook(id: &str) -> Self {
        Self {
            rollout: "ECS deployment failed: lifecycle hook timed out.".to_owned(),
            because: format!("lifecycle hook {id} timed out."),
            event: "lifecycle hook timed out".to_owned(),
            by_breaker: false,
            by_hand: false,
        }
    }
}

impl GivenUp {
    /// All words are our choice, in AWS's manner.
    pub(super) fn stopped() -> Self {
        Self {
            rollout: "ECS deployment stopped: rollback requested.".to_owned(),
            because: "StopServiceDeployment was called.".to_owned(),
            event: "deployment stopped by request".to_owned(),
            by_breaker: false,
            by_hand: true,
        }
    }

    /// All words are our choice, in AWS's manner.
    pub(super) fn refused(hook: &str) -> Self {
        Self {
            rollout: "ECS deployment failed: rollback requested at a lifecycle hook.".to_owned(),
            because: format!("lifecycle hook {hook} was answered with ROLLBACK."),
            event: "rollback requested at a lifecycle hook".to_owned(),
            by_breaker: false,
            by_hand: true,
        }
    }
}

impl World {
    /// Trips the breaker if the primary deployment has failed often enough.
    pub(super) fn check_breaker(&mut self, service: usize, at: Timestamp) {
        let Some((sim, control)) = self.service_mut(service) else { return };
        let Some(breaker) = control.plan.breaker else { return };
        let threshold = control.plan.breaker_threshold();
        if primary_mut(sim).is_none_or(|primary| primary.failed < threshold) {
            return;
        }
        self.give_up(service, &GivenUp::breaker(), breaker.rollback, at);
    }

    /// Gives the primary deployment up; rolls back where that is wanted and there is a deployment to go back to.
    pub(super) fn give_up(&mut self, service: usize, why: &GivenUp, rollback: bool, at: Timestamp) {
        self.count_again(service);
        let Some((sim, _)) = self.service_mut(service) else { return };
        let Some(primary) = primary_mut(sim).filter(|d| d.rollout == RolloutState::InProgress) else { return };
        primary.rollout = RolloutState::Failed;
        primary.rollout_reason = Some(Text::new(&why.rollout));
        primary.updated_at = Some(at);
        let failed = primary.id.raw().to_owned();
        let back = sim.history.first().is_some_and(|last| last.status == ServiceDeploymentStatus::RollbackInProgress);
        let old = sim
            .service
            .deployments
            .iter()
            .position(|d| d.status == DeploymentStatus::Active && (d.running > 0 || why.by_hand));
        let old = old.filter(|_| rollback && !back);
        if let Some(last) = sim.history.first_mut() {
            last.status = match (old.is_some(), back) {
                (true, _) => ServiceDeploymentStatus::RollbackInProgress,
                (false, true) => ServiceDeploymentStatus::RollbackFailed,
                (false, false) => ServiceDeploymentStatus::Stopped,
            };
            let words = &why.because;
            last.status_reason = Some(match old {
                Some(_) => format!("Service deployment rolled back because {words}").into(),
                None => format!("Service deployment stopped because {words}").into(),
            });
            last.finished_at = old.is_none().then_some(at);
            if let Some(detail) = &mut last.detail {
                detail.rollback_reason = old.is_some().then(|| format!("Rolled back because {words}").into());
                if let Some(breaker) = detail.breaker.as_mut().filter(|_| why.by_breaker) {
                    breaker.status = Text::new("TRIGGERED");
                }
            }
        }
        self.say(service, at, &format!("(deployment {failed}) deployment failed: {}.", why.event));
        if let Some(place) = old {
            self.flip(service, place, why.by_hand, at);
        }
        self.put_look(at, 1_000, service);
    }

    /// Somebody asks for the rollback: where no old task is left, the revision before gets a deployment of its own.
    pub(super) fn roll_back_by_hand(&mut self, service: usize, why: &GivenUp, at: Timestamp) {
        let id = Text::new(format!("ecs-svc/{}", self.dice.digits19()));
        let Some((sim, _)) = self.service_mut(service) else { return };
        let sources = sim.history.first().and_then(|last| last.detail.as_ref()).map(|d| d.source_revisions.clone());
        let source = sources.into_iter().flatten().next();
        let before = sim.revisions.iter().find(|revision| Some(&revision.arn) == source.as_ref());
        let definition = before.map(|revision| revision.task_definition.clone());
        let is_left = sim.service.deployments.iter().any(|d| d.status == DeploymentStatus::Active);
        if let Some(task_definition) = definition.filter(|_| !is_left) {
            sim.service.deployments.push(empty_deployment(id, DeploymentStatus::Active, task_definition, at));
        }
        self.give_up(service, why, true, at);
    }

    /// Makes an older deployment the primary one again.
    fn flip(&mut self, service: usize, place: usize, by_hand: bool, at: Timestamp) {
        let Some((sim, control)) = self.service_mut(service) else { return };
        (control.failures, control.next_wave, control.launched) = (0, at, 0);
        control.hold = Hold::none();
        let mut old = sim.service.deployments.remove(place);
        for other in &mut sim.service.deployments {
            other.status = DeploymentStatus::Active;
        }
        let id = old.id.raw().to_owned();
        (old.status, old.rollout, old.failed) = (DeploymentStatus::Primary, RolloutState::InProgress, 0);
        (old.desired, old.updated_at) = (sim.service.desired, Some(at));
        let who = if by_hand { "rollback requested" } else { "circuit breaker" };
        old.rollout_reason = Some(format!("ECS deployment {who}: rolling back to deploymentId {id}.").into());
        sim.service.task_definition = old.task_definition.clone();
        sim.service.deployments.insert(0, old);
        self.say(service, at, &format!("rolling back to deployment {id}."));
        self.put_stale(service);
    }
}
