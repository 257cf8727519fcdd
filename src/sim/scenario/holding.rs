//! What holds a deployment or moves its count, in a scenario: hooks, alarms, scaling.

use serde::Deserialize;

/// A pause hook: the deployment waits at it for somebody.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HookPlan {
    pub id: String,
    pub stage: HookStage,
    /// Minutes until its time is up.
    pub minutes: i64,
    /// What happens then.
    pub then: TimeoutAction,
}

/// Where in the deployment a hook waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum HookStage {
    /// Before the first new task.
    PreScaleUp,
    /// When all new tasks are healthy.
    PostScaleUp,
}

/// What a hook does when nobody answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TimeoutAction {
    Continue,
    Rollback,
}

/// A CloudWatch alarm that a deployment listens to.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AlarmPlan {
    pub name: String,
    /// Minutes from the beginning of the deployment until it goes off.
    pub after_minutes: i64,
}

/// Bounds autoscaling keeps the count in: one below the minimum comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AutoscalingPlan {
    pub min: i32,
    pub max: i32,
}

impl HookStage {
    /// As ECS writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PreScaleUp => "PRE_SCALE_UP",
            Self::PostScaleUp => "POST_SCALE_UP",
        }
    }
}

impl TimeoutAction {
    /// As ECS writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Continue => "CONTINUE",
            Self::Rollback => "ROLLBACK",
        }
    }
}
