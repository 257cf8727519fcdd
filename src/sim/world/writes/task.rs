//! StopTask.

use crate::domain::{Text, Timestamp};
use crate::sim::refusal::Refusal;
use crate::sim::world::names::last_part;
use crate::sim::world::state::World;

impl World {
    /// ecs:StopTask, by id or ARN. One that has stopped already is answered as it is. Of a service the scheduler starts
    /// another; nobody counts it as a failure.
    pub fn stop_task_by_hand(
        &mut self,
        cluster: &str,
        task: &str,
        reason: Option<&str>,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        self.advance(now);
        let at = self.now;
        let id = last_part(task).to_owned();
        let known = |sim: &crate::sim::account::SimTask| sim.cluster == cluster && sim.task.id() == id;
        if !self.account.tasks.iter().any(known) {
            return Err(Refusal::bad_request("InvalidParameterException", "The referenced task was not found."));
        }
        let service = self.lives.get(&id).filter(|life| !life.ending).map(|life| life.service);
        let Some(service) = service else { return Ok(()) };
        self.stop_task(&id, reason.unwrap_or("Task stopped by user"), at);
        if let Some(task) = self.task_mut(&id) {
            task.stop_code = Some(Text::new("UserInitiated"));
        }
        self.put_stale(service);
        Ok(())
    }
}
