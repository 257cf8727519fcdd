//! Stopping one task.

use super::change::{Change, On};
use super::reading::Reading;
use crate::domain::lever::Lever;
use crate::domain::service::ServiceId;
use crate::domain::shell::shell_word;
use crate::domain::task::Task;
use crate::domain::text::Text;

/// ecs:StopTask. The scheduler starts another in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StopTask {
    /// The service it belongs to.
    pub service: ServiceId,
    /// ARN of the task.
    pub task: Text,
    /// The beginning of its id: what is typed.
    pub id: Text,
}

impl StopTask {
    /// Stops this task of a service.
    pub fn new(service: ServiceId, task: &Task) -> Self {
        Self { service, task: task.arn.clone(), id: Text::new(task.short_id()) }
    }

    /// What ECS keeps as the task's stopped reason.
    pub const REASON: &'static str = "Stopped by hand with unstuck";
}

impl Change for StopTask {
    fn lever(&self) -> Lever {
        Lever::StopTask
    }

    fn on(&self) -> On<'_> {
        On::Thing { kind: "task", typed: &self.id, id: &self.task }
    }

    fn title(&self) -> String {
        format!("Stop task {} of {}", self.id, self.service.name)
    }

    fn command(&self) -> String {
        format!("aws ecs stop-task --cluster {} --task {}", shell_word(&self.service.cluster), shell_word(&self.task))
    }

    fn service(&self) -> Option<&ServiceId> {
        Some(&self.service)
    }

    fn readings(&self) -> Vec<Reading<'_>> {
        vec![Reading::Task { cluster: &self.service.cluster, task: &self.task }]
    }
}
