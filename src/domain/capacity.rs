//! What a cluster's container instances have left (DescribeContainerInstances).

use super::text::Text;

/// An EC2 instance that runs tasks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContainerInstance {
    /// Its ARN in ECS.
    pub arn: Text,
    /// `i-…`.
    pub ec2_id: Option<Text>,
    /// `ACTIVE`, `DRAINING`, `REGISTERING`, …; tasks are placed on ACTIVE ones only.
    pub status: Text,
    /// No task is placed while its agent is not connected.
    pub agent_connected: bool,
    pub registered: Room,
    pub remaining: Room,
}

/// An amount of an instance's resources.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Room {
    /// CPU units, 1024 a core.
    pub cpu: i32,
    /// MiB.
    pub memory: i32,
}

impl ContainerInstance {
    /// Whether a task may be placed on it at all.
    pub fn takes_tasks(&self) -> bool {
        self.status.raw() == "ACTIVE" && self.agent_connected
    }
}
