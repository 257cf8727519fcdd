//! ECS deployments: the rows of a service, and service deployments with 90 days of history.

use super::clock::{Timestamp, seconds_between};
use super::text::Text;
use super::wire::wire_enum;

/// A row of a service's `deployments[]` (DescribeServices): what runs now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deployment {
    /// `ecs-svc/…`; tasks carry it as `startedBy`.
    pub id: Text,
    /// `PRIMARY`, `ACTIVE`, `INACTIVE`.
    pub status: DeploymentStatus,
    /// ARN of the task definition.
    pub task_definition: Text,
    pub desired: i32,
    pub pending: i32,
    pub running: i32,
    /// Consecutive failures; 0 again once a task runs.
    pub failed: i32,
    pub created_at: Option<Timestamp>,
    pub updated_at: Option<Timestamp>,
    pub rollout: RolloutState,
    pub rollout_reason: Option<Text>,
}

wire_enum! {
    /// Role of a deployment in its service.
    pub enum DeploymentStatus {
        Primary = "PRIMARY",
        Active = "ACTIVE",
        Inactive = "INACTIVE",
    }
}

wire_enum! {
    /// How far a deployment's rollout is. AWS leaves it out for services without a rolling deployment:
    /// then it is `Untold`.
    pub enum RolloutState {
        InProgress = "IN_PROGRESS",
        Completed = "COMPLETED",
        Failed = "FAILED",
        Untold = "",
    }
}

/// A service deployment (ListServiceDeployments, DescribeServiceDeployments): kept for 90 days, so its past
/// durations say what is usual for this service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceDeployment {
    pub arn: Text,
    pub status: ServiceDeploymentStatus,
    pub status_reason: Option<Text>,
    pub created_at: Option<Timestamp>,
    pub started_at: Option<Timestamp>,
    pub finished_at: Option<Timestamp>,
    pub target_revision: Option<Text>,
    /// What DescribeServiceDeployments adds; absent where only the list is known.
    pub detail: Option<ServiceDeploymentDetail>,
}

/// What only DescribeServiceDeployments tells.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ServiceDeploymentDetail {
    pub source_revisions: Vec<Text>,
    /// `SCALE_UP`, `BAKE_TIME`, …
    pub lifecycle_stage: Option<Text>,
    pub strategy: Option<Text>,
    pub bake_minutes: Option<i32>,
    pub breaker: Option<Breaker>,
    pub hooks: Vec<HookWait>,
    /// The revision it moves to and those it moves from, each with its tasks and its part of the traffic.
    pub revisions: Vec<RevisionCounts>,
    /// Alarms that are watched, or were; empty where none is configured.
    pub alarms: Vec<Text>,
    /// Names of CloudWatch alarms that have gone off.
    pub triggered_alarms: Vec<Text>,
    pub rollback_reason: Option<Text>,
    /// When anything in it last changed: the lifecycle stage, for one.
    pub updated_at: Option<Timestamp>,
}

/// One revision's part in a service deployment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevisionCounts {
    pub arn: Text,
    /// It is the one being moved to.
    pub is_target: bool,
    pub requested: i32,
    pub running: i32,
    pub pending: i32,
    /// Percent of the production traffic it is asked to take; absent where traffic is not shifted.
    pub production_percent: Option<i32>,
    /// Percent of the test traffic.
    pub test_percent: Option<i32>,
}

/// The deployment circuit breaker as the service deployment tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breaker {
    pub status: Text,
    pub failures: i32,
    /// How many consecutive failures trip it; AWS's own value.
    pub threshold: i32,
}

/// A pause hook that waits for somebody (`AWAITING_ACTION`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HookWait {
    pub id: Text,
    pub status: Text,
    pub expires_at: Option<Timestamp>,
    /// What happens when nobody answers: `ROLLBACK` or `CONTINUE`.
    pub timeout_action: Option<Text>,
}

wire_enum! {
    /// Status of a service deployment.
    pub enum ServiceDeploymentStatus {
        Pending = "PENDING",
        Successful = "SUCCESSFUL",
        Stopped = "STOPPED",
        StopRequested = "STOP_REQUESTED",
        InProgress = "IN_PROGRESS",
        RollbackRequested = "ROLLBACK_REQUESTED",
        RollbackInProgress = "ROLLBACK_IN_PROGRESS",
        RollbackSuccessful = "ROLLBACK_SUCCESSFUL",
        RollbackFailed = "ROLLBACK_FAILED",
    }
}

impl HookWait {
    /// Whether it waits for an answer.
    pub fn is_waiting(&self) -> bool {
        self.status.raw() == "AWAITING_ACTION"
    }
}

impl ServiceDeployment {
    /// Seconds from start to end, if it has ended.
    pub fn duration(&self) -> Option<u64> {
        let began = self.started_at.or(self.created_at)?;
        Some(seconds_between(began, self.finished_at?))
    }

    pub fn is_open(&self) -> bool {
        use ServiceDeploymentStatus as S;
        matches!(
            self.status,
            S::Pending | S::InProgress | S::StopRequested | S::RollbackRequested | S::RollbackInProgress
        )
    }
}
