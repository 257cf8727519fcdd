//! ECS tasks and their containers (DescribeTasks).

use super::clock::Timestamp;
use super::text::Text;
use serde::{Deserialize, Serialize};

/// A task, running or stopped. ECS forgets a stopped one within about an hour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    pub arn: Text,
    pub task_definition: Text,
    /// Deployment id, `ecs-svc/…`, for tasks of a service.
    pub started_by: Option<Text>,
    /// `service:NAME`.
    pub group: Option<Text>,
    /// `PROVISIONING`, `PENDING`, `RUNNING`, `STOPPED`, …
    pub last_status: Text,
    pub desired_status: Text,
    pub stop_code: Option<Text>,
    pub stopped_reason: Option<Text>,
    pub created_at: Option<Timestamp>,
    pub pull_started_at: Option<Timestamp>,
    pub pull_stopped_at: Option<Timestamp>,
    /// When it reached RUNNING.
    pub started_at: Option<Timestamp>,
    pub stopping_at: Option<Timestamp>,
    /// When its containers ended.
    pub execution_stopped_at: Option<Timestamp>,
    pub stopped_at: Option<Timestamp>,
    /// `HEALTHY`, `UNHEALTHY`, `UNKNOWN`.
    pub health: Option<Text>,
    /// Private IPv4 address of its own network interface (awsvpc): what a target group knows it by.
    pub address: Option<Text>,
    pub containers: Vec<Container>,
}

/// A container of a task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Container {
    pub name: Text,
    pub image: Option<Text>,
    pub last_status: Option<Text>,
    pub exit_code: Option<i32>,
    pub reason: Option<Text>,
    pub health: Option<Text>,
}

impl Task {
    /// A task of which nothing else is told yet.
    pub fn bare(arn: Text, task_definition: Text, last_status: &str, desired_status: &str) -> Self {
        Self {
            arn,
            task_definition,
            started_by: None,
            group: None,
            last_status: Text::new(last_status),
            desired_status: Text::new(desired_status),
            stop_code: None,
            stopped_reason: None,
            created_at: None,
            pull_started_at: None,
            pull_stopped_at: None,
            started_at: None,
            stopping_at: None,
            execution_stopped_at: None,
            stopped_at: None,
            health: None,
            address: None,
            containers: Vec::new(),
        }
    }

    /// The last part of the ARN.
    pub fn id(&self) -> &str {
        self.arn.as_str().rsplit('/').next().unwrap_or(self.arn.as_str())
    }

    /// Eight characters of the id: enough to tell tasks of one service apart.
    pub fn short_id(&self) -> &str {
        let id = self.id();
        id.char_indices().nth(8).map_or(id, |(end, _)| &id[..end])
    }

    pub fn is_stopped(&self) -> bool {
        self.last_status.raw() == "STOPPED"
    }

    /// Seconds it ran, from RUNNING to the end of its containers.
    pub fn ran_for(&self) -> Option<u64> {
        let ended = self.execution_stopped_at.or(self.stopping_at).or(self.stopped_at)?;
        Some(super::clock::seconds_between(self.started_at?, ended))
    }
}
