//! A deployment with its tasks: the unit in which failures are counted. Tasks of another deployment prove nothing.

use crate::domain::deployment::{Deployment, RolloutState};
use crate::domain::service::TaskSet;
use crate::domain::task::Task;
use crate::domain::task_definition::short_name;
use crate::domain::{Text, Timestamp};

/// What a deployment is in the story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The one the service is being moved to.
    Current,
    /// One that was given up: failed, or rolled back from.
    Undone,
}

/// One deployment and what became of its tasks.
#[derive(Clone, Debug)]
pub struct Episode<'a> {
    /// `ecs-svc/…`, the `startedBy` of its tasks; none where only its span of time is known.
    pub id: Option<&'a Text>,
    pub role: Role,
    /// Its row, while ECS still lists it.
    pub deployment: Option<&'a Deployment>,
    /// The task set it is, where another controller than ECS runs the service.
    pub task_set: Option<&'a TaskSet>,
    /// ARN of its revision, where it is known.
    pub task_definition: Option<&'a Text>,
    pub tasks: Vec<&'a Task>,
    /// Service events before this do not belong to it.
    pub from: Option<Timestamp>,
    /// Service events after this do not belong to it.
    pub until: Option<Timestamp>,
}

impl Episode<'_> {
    /// `checkout:42`.
    pub fn revision(&self) -> &str {
        self.task_definition.map_or("the new revision", |arn| short_name(arn.as_str()))
    }

    /// Whether it still has something to do: not complete, or complete and short of tasks.
    pub fn is_open(&self) -> bool {
        match self.deployment {
            Some(d) if d.rollout == RolloutState::Failed => true,
            Some(d) if d.rollout == RolloutState::InProgress => true,
            Some(d) => d.running < d.desired,
            None => self.task_set.is_some_and(|set| set.running < set.desired || set.stability.raw() == "STABILIZING"),
        }
    }

    pub fn has_failed(&self) -> bool {
        self.role == Role::Undone || self.deployment.is_some_and(|d| d.rollout == RolloutState::Failed)
    }

    /// Whether a time lies within it.
    pub fn covers(&self, at: Timestamp) -> bool {
        self.from.is_some_and(|from| at >= from) && self.until.is_none_or(|until| at <= until)
    }

    /// When the newest of its tasks that holds began to run. A task holds when it is HEALTHY, or has run for twice
    /// as long as its failed sisters did, at least two minutes, without being called unhealthy (our choice).
    pub fn stable_since(&self, longest_failed: Option<u64>, now: Timestamp) -> Option<Timestamp> {
        let enough = longest_failed.map_or(120, |seconds| seconds.saturating_mul(2).max(120));
        let holds = |task: &&&Task| {
            let health = task.health.as_ref().map(Text::raw);
            task.last_status.raw() == "RUNNING"
                && health != Some("UNHEALTHY")
                && task.started_at.is_some_and(|started| {
                    let ran = crate::domain::clock::seconds_between(started, now);
                    health == Some("HEALTHY") || ran >= enough
                })
        };
        self.tasks.iter().filter(holds).filter_map(|t| t.started_at).max()
    }
}
