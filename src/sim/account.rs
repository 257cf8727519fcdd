//! The account as nouns: what a read of it may answer from.

use crate::domain::capacity::ContainerInstance;
use crate::domain::deployment::{Deployment, RolloutState, ServiceDeployment};
use crate::domain::scaling::ScalableTarget;
use crate::domain::service::{Controller, Service, ServiceId, TaskSet};
use crate::domain::stack::{Stack, StackEvent, StackResource};
use crate::domain::target::TargetHealth;
use crate::domain::task::Task;
use crate::domain::task_definition::TaskDefinition;
use crate::domain::wire::wire_enum;
use crate::domain::{Text, Timestamp};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Everything the simulated account holds. The wire reads it; only the world writes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// Twelve digits.
    pub id: String,
    pub region: String,
    /// ARN of whoever asks (STS GetCallerIdentity).
    pub principal: String,
    /// A name of the account for people (IAM ListAccountAliases).
    pub alias: Option<String>,
    pub stacks: Vec<SimStack>,
    pub services: Vec<SimService>,
    /// Running and stopped tasks; one that stopped over 60 minutes ago is gone, as in ECS.
    pub tasks: Vec<SimTask>,
    pub task_definitions: Vec<TaskDefinition>,
    pub log_groups: Vec<LogGroup>,
    /// Of each target group, by its ARN.
    pub targets: BTreeMap<String, Vec<TargetHealth>>,
    /// What the registry holds, by repository.
    pub images: BTreeMap<String, Vec<SimImage>>,
    /// Services whose count autoscaling moves.
    pub scalable_targets: BTreeMap<ServiceId, ScalableTarget>,
    pub container_instances: Vec<SimContainerInstance>,
    /// Stacks compared with their templates, oldest first.
    pub drifts: Vec<SimDrift>,
    /// Actions answered with AccessDenied, `ecs:ListTasks`.
    pub denied: BTreeSet<String>,
}

/// A stack with its insides.
#[derive(Clone, Debug, PartialEq)]
pub struct SimStack {
    pub stack: Stack,
    pub resources: Vec<StackResource>,
    /// Oldest first.
    pub events: Vec<StackEvent>,
}

/// A service with its own history.
#[derive(Clone, Debug, PartialEq)]
pub struct SimService {
    pub service: Service,
    /// Newest first, each with its detail.
    pub history: Vec<ServiceDeployment>,
    /// Newest first; what `target_revision` and `source_revisions` of the history name.
    pub revisions: Vec<SimRevision>,
    pub launch_type: LaunchType,
}

impl SimService {
    /// The service as ECS tells it. Where another controller than ECS deploys, it has task sets instead of deployments,
    /// and no service deployments either: the new one is ACTIVE beside the PRIMARY old one until it takes its place.
    pub fn told(&self) -> Cow<'_, Service> {
        if self.is_deployed_by_ecs() {
            return Cow::Borrowed(&self.service);
        }
        let rows = &self.service.deployments;
        let is_settled = rows.first().is_some_and(|row| row.rollout == RolloutState::Completed);
        let task_set = |(place, row): (usize, &Deployment)| TaskSet {
            id: row.id.clone(),
            status: Text::new(match (place, is_settled) {
                (0, true) | (1, false) => "PRIMARY",
                (0, false) if rows.len() == 1 => "PRIMARY",
                (0, false) => "ACTIVE",
                _ => "DRAINING",
            }),
            task_definition: row.task_definition.clone(),
            desired: row.desired,
            pending: row.pending,
            running: row.running,
            created_at: row.created_at,
            stability: Text::new(if row.running == row.desired { "STEADY_STATE" } else { "STABILIZING" }),
        };
        let task_sets = rows.iter().enumerate().map(task_set).collect();
        Cow::Owned(Service { deployments: Vec::new(), task_sets, ..self.service.clone() })
    }

    /// Its service deployments as ECS tells them: none where another controller deploys.
    pub fn told_history(&self) -> &[ServiceDeployment] {
        if self.is_deployed_by_ecs() { &self.history } else { &[] }
    }

    fn is_deployed_by_ecs(&self) -> bool {
        !matches!(self.service.controller, Controller::CodeDeploy | Controller::External)
    }
}

/// A service revision (DescribeServiceRevisions).
#[derive(Clone, Debug, PartialEq)]
pub struct SimRevision {
    pub arn: Text,
    /// ARN of its task definition.
    pub task_definition: Text,
    pub created_at: Timestamp,
}

wire_enum! {
    /// Where a service's tasks run.
    pub enum LaunchType {
        Fargate = "FARGATE",
        Ec2 = "EC2",
    }
}

/// A task with the name of its cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct SimTask {
    pub cluster: String,
    pub task: Task,
}

/// An image in the account's registry.
#[derive(Clone, Debug, PartialEq)]
pub struct SimImage {
    pub tag: String,
    /// `sha256:…`.
    pub digest: String,
    pub pushed_at: Timestamp,
}

/// A container instance with the name of its cluster.
#[derive(Clone, Debug, PartialEq)]
pub struct SimContainerInstance {
    pub cluster: String,
    pub instance: ContainerInstance,
    /// MiB that tasks of others take; ours take theirs on top.
    pub taken: i32,
}

/// A log group with its streams by name.
#[derive(Clone, Debug, PartialEq)]
pub struct LogGroup {
    pub name: String,
    pub created_at: Timestamp,
    /// Lines by time, oldest first.
    pub streams: BTreeMap<String, Vec<SimLogEvent>>,
}

/// One line of a log stream.
#[derive(Clone, Debug, PartialEq)]
pub struct SimLogEvent {
    /// Unique within the log group.
    pub id: String,
    pub at: Timestamp,
    pub ingested_at: Timestamp,
    pub message: String,
}

/// A drift detection of a stack.
#[derive(Clone, Debug, PartialEq)]
pub struct SimDrift {
    pub id: String,
    /// ARN.
    pub stack: Text,
    pub began: Timestamp,
    /// None while it runs.
    pub found: Option<Vec<SimResourceDrift>>,
}

/// What was found of a resource.
#[derive(Clone, Debug, PartialEq)]
pub struct SimResourceDrift {
    pub logical_id: Text,
    pub physical_id: Option<Text>,
    pub kind: Text,
    pub at: Timestamp,
    /// It is no longer there.
    pub is_gone: bool,
    /// What the template declares of it, as far as this account knows: property, value there, value found.
    pub properties: Vec<(&'static str, String, String)>,
}

impl SimResourceDrift {
    /// `IN_SYNC`, `MODIFIED`, `DELETED`.
    pub fn status(&self) -> &'static str {
        match (self.is_gone, self.properties.iter().all(|(_, expected, actual)| expected == actual)) {
            (true, _) => "DELETED",
            (false, true) => "IN_SYNC",
            (false, false) => "MODIFIED",
        }
    }
}

impl Account {
    /// What the last detection of a stack that is over has found.
    pub fn last_drift(&self, stack: &Text) -> Option<&[SimResourceDrift]> {
        self.drifts.iter().rev().filter(|drift| drift.stack == *stack).find_map(|drift| drift.found.as_deref())
    }
}
