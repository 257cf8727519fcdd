//! CancelUpdateStack.

use super::requests::{invalid, request};
use crate::domain::Timestamp;
use crate::domain::stack::StackStatus;
use crate::sim::refusal::Refusal;
use crate::sim::world::state::World;

impl World {
    /// cloudformation:CancelUpdateStack: legal in UPDATE_IN_PROGRESS only. The rollback waits for ECS as any other.
    pub fn cancel_update_stack(&mut self, stack: &str, token: Option<&str>, now: Timestamp) -> Result<(), Refusal> {
        let content = request("CancelUpdateStack", false, &[]);
        let Some(place) = self.asked(stack, token, &content, now)? else { return Ok(()) };
        let at = self.now;
        if self.is_nested(place) {
            // Our words.
            let id = self.stack_id(place);
            return invalid(format!("Stack:{id} is a nested stack: its update is cancelled on the root stack."));
        }
        if self.status(place) != StackStatus::UpdateInProgress {
            return invalid("CancelUpdateStack cannot be called from current stack status");
        }
        self.remember(place, token, content);
        self.cancel_update(place, at);
        Ok(())
    }
}
