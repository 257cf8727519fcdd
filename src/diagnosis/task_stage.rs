//! Where a task is on its way from the first wish for it to its end, and since when.

use crate::domain::Timestamp;
use crate::domain::task::Task;

/// A step on a task's way, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// ECS sets up what it needs before containers: its network interface, on Fargate its host.
    Provisioning,
    /// Waiting for the instance's agent to take it.
    Pending,
    Pulling,
    /// The images are there, its containers are being created and started.
    Starting,
    /// It runs and is being registered with load balancers.
    Activating,
    Running,
    /// It runs and a container's own health check calls it unhealthy.
    Unhealthy,
    Stopping,
    Stopped,
}

impl Step {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Provisioning => "provisioning",
            Self::Pending => "pending",
            Self::Pulling => "pulling",
            Self::Starting => "starting",
            Self::Activating => "activating",
            Self::Running => "running",
            Self::Unhealthy => "unhealthy",
            Self::Stopping => "stopping",
            Self::Stopped => "stopped",
        }
    }
}

/// The step a task is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskStage {
    pub step: Step,
    /// When it came there, as near as ECS tells: an unhealthy task counts from its start.
    pub since: Option<Timestamp>,
}

impl TaskStage {
    /// Reads it off the statuses and times of DescribeTasks.
    pub fn of(task: &Task) -> Self {
        let step = step(task);
        let since = match step {
            Step::Provisioning | Step::Pending => task.created_at,
            Step::Pulling => task.pull_started_at,
            Step::Starting => task.pull_stopped_at.or(task.created_at),
            Step::Activating | Step::Running | Step::Unhealthy => task.started_at.or(task.created_at),
            Step::Stopping => task.stopping_at.or(task.execution_stopped_at).or(task.started_at),
            Step::Stopped => task.stopped_at,
        };
        Self { step, since }
    }
}

fn step(task: &Task) -> Step {
    match task.last_status.raw() {
        "STOPPED" => return Step::Stopped,
        "DEACTIVATING" | "STOPPING" | "DEPROVISIONING" => return Step::Stopping,
        _ if task.desired_status.raw() == "STOPPED" => return Step::Stopping,
        "PROVISIONING" => return Step::Provisioning,
        "ACTIVATING" => return Step::Activating,
        "RUNNING" if task.health.as_ref().is_some_and(|health| health.raw() == "UNHEALTHY") => return Step::Unhealthy,
        "RUNNING" => return Step::Running,
        _ => {}
    }
    match (task.pull_started_at, task.pull_stopped_at) {
        (_, Some(_)) => Step::Starting,
        (Some(_), None) => Step::Pulling,
        (None, None) => Step::Pending,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Text;

    fn at(second: i64) -> Option<Timestamp> {
        Timestamp::from_second(second).ok()
    }

    /// A task whose every step took ten seconds, as it looked at one status.
    fn task(status: &str, desired: &str, health: Option<&str>, steps: usize) -> Task {
        let time = |n: usize| (n < steps).then(|| at(10 * i64::try_from(n).unwrap_or(0))).flatten();
        Task {
            arn: Text::new("t"),
            task_definition: Text::new("d"),
            started_by: None,
            group: None,
            last_status: Text::new(status),
            desired_status: Text::new(desired),
            stop_code: None,
            stopped_reason: None,
            created_at: time(0),
            pull_started_at: time(1),
            pull_stopped_at: time(2),
            started_at: time(3),
            stopping_at: time(4),
            execution_stopped_at: None,
            stopped_at: time(5),
            health: health.map(Text::new),
            address: None,
            containers: vec![],
        }
    }

    #[test]
    fn a_task_is_where_its_statuses_and_times_say() {
        for (status, desired, health, steps, step, since) in [
            ("PROVISIONING", "RUNNING", None, 1, Step::Provisioning, 0),
            ("PENDING", "RUNNING", None, 1, Step::Pending, 0),
            ("PENDING", "RUNNING", None, 2, Step::Pulling, 10),
            ("PENDING", "RUNNING", None, 3, Step::Starting, 20),
            ("ACTIVATING", "RUNNING", None, 4, Step::Activating, 30),
            ("RUNNING", "RUNNING", Some("UNKNOWN"), 4, Step::Running, 30),
            ("RUNNING", "RUNNING", Some("UNHEALTHY"), 4, Step::Unhealthy, 30),
            ("RUNNING", "STOPPED", None, 5, Step::Stopping, 40),
            ("DEPROVISIONING", "STOPPED", None, 5, Step::Stopping, 40),
            ("STOPPED", "STOPPED", None, 6, Step::Stopped, 50),
        ] {
            let found = TaskStage::of(&task(status, desired, health, steps));
            assert_eq!((found.step, found.since), (step, at(since)), "{status} {steps}");
        }
    }
}
