//! What becomes of a task.

use serde::Deserialize;

/// What becomes of every task of a revision. In its texts `{account}`, `{region}`, `{service}`, `{image}`, `{task}`,
/// `{target_group}` and `{instance}` stand for the task's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Fate {
    /// It runs and stays.
    #[default]
    Runs,
    /// It runs, and its container ends by itself.
    Exits {
        code: i32,
        after_seconds: i64,
        /// The container's reason, `OutOfMemoryError: …`.
        #[serde(default)]
        reason: Option<String>,
        /// Its last lines.
        #[serde(default)]
        log: Vec<String>,
    },
    /// It never runs: no image, no secret, no container.
    NeverStarts {
        after_seconds: i64,
        /// The task's stopped reason, `CannotPullContainerError: …`.
        reason: String,
    },
    /// It runs, and the load balancer finds it unhealthy.
    Unhealthy {
        after_seconds: i64,
        /// The load balancer's reason, `Health checks failed with these codes: [503]`.
        reason: String,
        #[serde(default)]
        log: Vec<String>,
    },
    /// It finds no place: there is no task at all.
    Unplaceable {
        /// What follows `was unable to place a task` in the service event.
        reason: String,
    },
}
