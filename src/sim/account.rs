//! The account as nouns: what a read of it may answer from.

use crate::domain::capacity::ContainerInstance;
use crate::domain::deployment::ServiceDeployment;
use crate::domain::scaling::ScalableTarget;
use crate::domain::service::{Service, ServiceId};
use crate::domain::stack::{Stack, StackEvent, StackResource};
use crate::domain::target::TargetHealth;
use crate::domain::task::Task;
use crate::domain::task_definition::TaskDefinition;
use crate::domain::wire::wire_enum;
use crate::domain::{Text, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// Everything the simulated account holds. The wire reads it; only the world writes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// Twelve digits.
    pub id: String,
    pub region: String,
    /// ARN of whoever asks (STS GetCallerIdentity).
    pub principal: String,
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
