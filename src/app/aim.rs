//! Whose logs a query is about.

use crate::domain::log_scope::LogGroupId;
use crate::domain::{Text, Timestamp};

/// Log groups, streams and a window of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aim {
    /// What they are of, in a few words.
    pub of: String,
    /// Every group of it.
    pub groups: Vec<LogGroupId>,
    /// Whose streams those are.
    pub whose: Whose,
    /// The streams of a task or of failed tasks; none where all streams are meant.
    pub streams: Vec<Text>,
    /// Beside those of failed tasks, those of the newest tasks that run: what fails next is told there.
    pub running: Vec<Text>,
    /// Its containers whose output is in no log group, in sentences.
    pub unread: Vec<Text>,
    /// When the operation in question began, an hour ago at the latest.
    pub from: Timestamp,
    /// When the deployment in question began.
    pub deployed_at: Option<Timestamp>,
    /// The path a container's health check asks for.
    pub health_path: Option<String>,
}

/// Of whom streams are known by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Of everybody who writes into the groups.
    All,
    /// Of the one task that is selected.
    Task,
    /// Of so many newest tasks that failed after they had started.
    Failed(usize),
}

impl Aim {
    /// What is followed, in a few words: its streams, or all that is in its groups.
    pub fn followed(&self, by_streams: bool) -> String {
        match (by_streams, self.whose) {
            (true, Whose::Failed(many)) => {
                let failed = if many == 1 {
                    "the newest failed task".to_owned()
                } else {
                    format!("the {many} newest failed tasks")
                };
                let running = if self.running.is_empty() { "" } else { " and its newest running one" };
                format!("{failed} of {}{running}", self.of)
            }
            (false, Whose::Task) => format!("all in the log groups of {}", self.of),
            _ => self.of.clone(),
        }
    }
}
