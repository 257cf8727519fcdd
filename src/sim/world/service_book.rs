//! What a service says of itself: its events, and its deployments' rows.

use super::state::{World, primary_mut};
use crate::domain::deployment::{
    Breaker, Deployment, DeploymentStatus, RolloutState, ServiceDeployment, ServiceDeploymentDetail,
    ServiceDeploymentStatus,
};
use crate::domain::service::ServiceEvent;
use crate::domain::{Text, Timestamp};
use crate::sim::account::SimRevision;

/// Events DescribeServices tells of one service.
const EVENTS: usize = 100;
/// Service deployments kept: more than the 90 days of AWS ever hold here.
const HISTORY: usize = 200;

impl World {
    /// Adds an event, `(service NAME) …`, newest first.
    pub(super) fn say(&mut self, service: usize, at: Timestamp, words: &str) {
        let id = Text::new(self.dice.uuid());
        let Some((sim, _)) = self.service_mut(service) else { return };
        let message = Text::new(format!("(service {}) {words}", sim.service.id.name.raw()));
        sim.service.events.insert(0, ServiceEvent { id, at, message });
        sim.service.events.truncate(EVENTS);
    }

    /// Starts a new deployment of a revision: it becomes PRIMARY, what was before it ACTIVE. A deployment of the
    /// same revision that still has tasks takes their place again instead (our choice).
    pub(super) fn deploy(&mut self, service: usize, revision: i32, anew: bool, at: Timestamp) {
        let (id, part) = (Text::new(format!("ecs-svc/{}", self.dice.digits19())), self.dice.hex32());
        let number = self.dice.digits19();
        let Some(plan) = self.controls.get(service).map(|control| control.plan.clone()) else { return };
        self.register_definition(&plan, revision);
        self.count_again(service);
        self.push_image(&plan, revision, at);
        let definition = Text::new(self.definition_arn(&plan, revision));
        let path = format!("{}/{}", plan.cluster, plan.name);
        let revision_arn = Text::new(self.arn("ecs", &format!("service-revision/{path}/{number}")));
        let part = part.get(..21).unwrap_or("0");
        let arn = Text::new(self.arn("ecs", &format!("service-deployment/{path}/{part}")));
        let Some((sim, control)) = self.service_mut(service) else { return };
        (control.failures, control.next_wave, control.launched) = (0, at, 0);
        if control.incident.is_some_and(|began| at >= began) && revision >= plan.revision {
            sim.service.max_percent = Some(plan.max_percent);
        }
        let old = sim.service.deployments.iter().position(|d| {
            d.task_definition == definition && d.running > 0 && d.status == DeploymentStatus::Active && !anew
        });
        for before in &mut sim.service.deployments {
            before.status = DeploymentStatus::Active;
        }
        let mut primary = match old {
            Some(place) => sim.service.deployments.remove(place),
            None => empty_deployment(id, DeploymentStatus::Primary, definition.clone(), at),
        };
        primary.status = DeploymentStatus::Primary;
        (primary.desired, primary.failed) = (sim.service.desired, 0);
        (primary.updated_at, primary.rollout) = (Some(at), RolloutState::InProgress);
        primary.rollout_reason = Some(format!("ECS deployment {} in progress.", primary.id.raw()).into());
        sim.service.deployments.insert(0, primary);
        sim.service.deployments.retain(|d| d.status == DeploymentStatus::Primary || d.running + d.pending > 0);
        sim.service.task_definition = definition.clone();
        let source = sim.history.first_mut().and_then(|before| {
            if before.is_open() {
                before.status = ServiceDeploymentStatus::Stopped;
                before.status_reason = Some(Text::new("Service deployment stopped: a newer one has replaced it."));
                before.finished_at = Some(at);
            }
            before.target_revision.clone()
        });
        let enabled = plan.breaker.is_some();
        sim.history.insert(
            0,
            ServiceDeployment {
                arn,
                status: ServiceDeploymentStatus::InProgress,
                status_reason: None,
                created_at: Some(at),
                started_at: Some(at),
                finished_at: None,
                target_revision: Some(revision_arn.clone()),
                detail: Some(ServiceDeploymentDetail {
                    source_revisions: source.into_iter().collect(),
                    strategy: Some(Text::new(&plan.strategy)),
                    bake_minutes: plan.bake_minutes,
                    breaker: Some(Breaker {
                        status: Text::new(if enabled { "MONITORING" } else { "DISABLED" }),
                        failures: 0,
                        threshold: plan.breaker_threshold(),
                    }),
                    ..ServiceDeploymentDetail::default()
                }),
            },
        );
        sim.history.truncate(HISTORY);
        sim.revisions.insert(0, SimRevision { arn: revision_arn, task_definition: definition, created_at: at });
        sim.revisions.truncate(HISTORY);
        self.put_stale(service);
        self.begin_waits(service, revision, at);
        self.put_look(at, 1_500, service);
    }

    /// The primary deployment has done its work.
    pub(super) fn complete(&mut self, service: usize, at: Timestamp) {
        let Some((sim, _)) = self.service_mut(service) else { return };
        let Some(primary) = primary_mut(sim).filter(|d| d.rollout == RolloutState::InProgress) else { return };
        (primary.rollout, primary.updated_at) = (RolloutState::Completed, Some(at));
        let id = primary.id.raw().to_owned();
        primary.rollout_reason = Some(format!("ECS deployment {id} completed.").into());
        if let Some(last) = sim.history.first_mut().filter(|last| last.is_open()) {
            let back = last.status == ServiceDeploymentStatus::RollbackInProgress;
            last.status = match back {
                true => ServiceDeploymentStatus::RollbackSuccessful,
                false => ServiceDeploymentStatus::Successful,
            };
            last.finished_at = Some(at);
            if let Some(breaker) = last.detail.as_mut().and_then(|d| d.breaker.as_mut()).filter(|_| !back)
                && breaker.status.raw() == "MONITORING"
            {
                breaker.status = Text::new("MONITORING_COMPLETE");
            }
        }
        self.say(service, at, &format!("(deployment {id}) deployment completed."));
        self.say(service, at, "has reached a steady state.");
    }

    /// A task of the deployment has failed, or one has run (`None`): counts it where ECS counts.
    pub(super) fn count_failure(&mut self, service: usize, deployment: &str, failed: bool, at: Timestamp) {
        let Some((sim, _)) = self.service_mut(service) else { return };
        let Some(row) = sim.service.deployments.iter_mut().find(|d| d.id.raw() == deployment) else { return };
        row.failed = if failed { row.failed + 1 } else { 0 };
        row.updated_at = Some(at);
        let (count, is_primary) = (row.failed, row.status == DeploymentStatus::Primary);
        let detail = sim.history.first_mut().filter(|last| last.is_open()).and_then(|last| last.detail.as_mut());
        if let Some(breaker) = detail.and_then(|detail| detail.breaker.as_mut()).filter(|_| is_primary) {
            breaker.failures = count;
        }
    }
}

/// A deployment that has just begun and has no task yet.
pub(super) fn empty_deployment(id: Text, status: DeploymentStatus, task_definition: Text, at: Timestamp) -> Deployment {
    Deployment {
        id,
        status,
        task_definition,
        desired: 0,
        pending: 0,
        running: 0,
        failed: 0,
        created_at: Some(at),
        updated_at: None,
        rollout: RolloutState::InProgress,
        rollout_reason: None,
    }
}
