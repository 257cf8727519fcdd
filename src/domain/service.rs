//! ECS services as DescribeServices tells them.

use super::clock::Timestamp;
use super::deployment::{Deployment, DeploymentStatus, RolloutState};
use super::text::Text;
use super::wire::wire_enum;
use serde::{Deserialize, Serialize};

/// What names a service in a call: its cluster and its own name. Account and region are those of the session.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ServiceId {
    /// Cluster name; `default` where an old ARN leaves it out.
    pub cluster: Text,
    pub name: Text,
}

impl ServiceId {
    /// Reads a service ARN, `…:service/CLUSTER/NAME`. Old short ARNs (`…:service/NAME`) lack the cluster.
    pub fn from_arn(arn: &str) -> Option<Self> {
        let path = arn.splitn(6, ':').nth(5)?.strip_prefix("service/")?;
        let (cluster, name) = path.split_once('/').unwrap_or(("default", path));
        (!name.is_empty()).then(|| Self { cluster: Text::new(cluster), name: Text::new(name) })
    }
}

impl std::fmt::Display for ServiceId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.cluster, self.name)
    }
}

/// A service with its deployments and its newest events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    pub id: ServiceId,
    pub arn: Text,
    pub cluster_arn: Text,
    /// `ACTIVE`, `DRAINING`, `INACTIVE`.
    pub status: Text,
    pub desired: i32,
    pub running: i32,
    pub pending: i32,
    pub task_definition: Text,
    pub scheduling: Scheduling,
    pub controller: Controller,
    pub created_at: Option<Timestamp>,
    /// Seconds after start in which load balancer health checks are not held against a task.
    pub grace_period: Option<i32>,
    pub breaker: Option<BreakerSetting>,
    pub min_healthy_percent: Option<i32>,
    pub max_percent: Option<i32>,
    pub target_groups: Vec<Text>,
    pub deployments: Vec<Deployment>,
    /// What CodeDeploy or an external controller runs instead of deployments.
    pub task_sets: Vec<TaskSet>,
    /// Newest first, at most 100.
    pub events: Vec<ServiceEvent>,
}

wire_enum! {
    /// How tasks are counted.
    pub enum Scheduling {
        Replica = "REPLICA",
        Daemon = "DAEMON",
    }
}

wire_enum! {
    /// Who runs the deployments.
    pub enum Controller {
        Ecs = "ECS",
        CodeDeploy = "CODE_DEPLOY",
        External = "EXTERNAL",
    }
}

/// A task set: the tasks of one revision, for controllers other than ECS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskSet {
    /// `ecs-svc/…`; tasks carry it as `startedBy`.
    pub id: Text,
    /// `PRIMARY`, `ACTIVE`, `DRAINING`.
    pub status: Text,
    pub task_definition: Text,
    pub desired: i32,
    pub pending: i32,
    pub running: i32,
    pub created_at: Option<Timestamp>,
    /// Whether it runs what it should: `STEADY_STATE`, or `STABILIZING`.
    pub stability: Text,
}

/// The circuit breaker as configured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BreakerSetting {
    pub enabled: bool,
    pub rollback: bool,
}

/// A line of a service's own history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceEvent {
    pub id: Text,
    pub at: Timestamp,
    pub message: Text,
}

impl Service {
    /// The deployment everything waits for: the newest that has failed or is under way; the primary one when
    /// nothing is under way. While a breaker rolls back, the failed revision and not the one it returns to.
    pub fn deployment_in_question(&self) -> Option<&Deployment> {
        let failed = self.deployments.iter().filter(|d| d.rollout == RolloutState::Failed).max_by_key(|d| d.created_at);
        failed.or_else(|| self.primary())
    }

    /// What everything waits for, by the id its tasks carry as `startedBy` and its task definition: the deployment in
    /// question or, where another controller than ECS deploys, the newest task set.
    pub fn in_question(&self) -> Option<(&Text, &Text)> {
        let set = || self.task_sets.iter().max_by_key(|set| set.created_at).map(|set| (&set.id, &set.task_definition));
        self.deployment_in_question().map(|d| (&d.id, &d.task_definition)).or_else(set)
    }

    /// Whether it runs what it should and nothing is under way.
    pub fn is_settled(&self) -> bool {
        let under_way = |d: &Deployment| matches!(d.rollout, RolloutState::InProgress | RolloutState::Failed);
        self.running == self.desired && self.pending == 0 && !self.deployments.iter().any(under_way)
    }

    /// Tasks that run, by revision (ARN of the task definition): those of its deployments or, where another controller
    /// than ECS deploys, of its task sets. Each revision once, none without a task.
    pub fn running_by_revision(&self) -> Vec<(&Text, i32)> {
        let of_deployments = self.deployments.iter().map(|row| (&row.task_definition, row.running));
        let of_sets = self.task_sets.iter().map(|set| (&set.task_definition, set.running));
        let mut all: Vec<(&Text, i32)> = Vec::new();
        for (revision, running) in of_deployments.chain(of_sets).filter(|(_, running)| *running > 0) {
            match all.iter_mut().find(|(known, _)| *known == revision) {
                Some((_, sum)) => *sum = sum.saturating_add(running),
                None => all.push((revision, running)),
            }
        }
        all
    }

    /// How many tasks run, whoever deploys them.
    pub fn running_tasks(&self) -> i32 {
        self.running_by_revision().iter().fold(0, |sum, (_, running)| sum.saturating_add(*running))
    }

    /// The deployment the service is being moved to.
    pub fn primary(&self) -> Option<&Deployment> {
        self.deployments.iter().find(|d| d.status == DeploymentStatus::Primary).or_else(|| self.deployments.first())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_and_short_arns_name_a_service() {
        let long = ServiceId::from_arn("arn:aws:ecs:eu-west-1:123456789012:service/prod/checkout");
        assert_eq!(long.map(|id| id.to_string()), Some("prod/checkout".to_owned()));
        let short = ServiceId::from_arn("arn:aws:ecs:eu-west-1:123456789012:service/checkout");
        assert_eq!(short.map(|id| id.to_string()), Some("default/checkout".to_owned()));
        assert_eq!(ServiceId::from_arn("checkout"), None);
        assert_eq!(ServiceId::from_arn("arn:aws:ecs:eu-west-1:1:service/"), None);
    }
}
