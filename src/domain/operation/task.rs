//! Stopping one task.

use super::change::Change;
use super::reading::Reading;
use crate::domain::lever::Lever;
use crate::domain::service::ServiceId;
use crate::domain::shell::shell_word;
use crate::domain::situation::Situation;
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

    fn title(&self) -> String {
        format!("Stop task {} of {}", self.id, self.service.name)
    }

    fn target_name(&self) -> &Text {
        &self.id
    }

    fn aim(&self) -> String {
        format!("task {}", self.task)
    }

    fn command(&self) -> String {
        format!("aws ecs stop-task --cluster {} --task {}", shell_word(&self.service.cluster), shell_word(&self.task))
    }

    fn before(&self) -> String {
        String::new()
    }

    fn readings(&self) -> Vec<Reading<'_>> {
        vec![Reading::Task { cluster: &self.service.cluster, task: &self.task }]
    }

    fn moved(&self, _: &Situation<'_>) -> Option<String> {
        None
    }
}
