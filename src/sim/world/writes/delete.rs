//! DeleteStack.

use super::requests::{invalid, request};
use crate::domain::Timestamp;
use crate::domain::stack::{ResourceStatus, StackStatus};
use crate::sim::refusal::Refusal;
use crate::sim::world::state::World;

impl World {
    /// cloudformation:DeleteStack. What is to be retained may be named in DELETE_FAILED only, and so is the force.
    pub fn delete_stack(
        &mut self,
        stack: &str,
        retain: &[String],
        force: bool,
        token: Option<&str>,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        let content = request("DeleteStack", force, retain);
        let Some(place) = self.asked(stack, token, &content, now)? else { return Ok(()) };
        let at = self.now;
        let (id, status) = (self.stack_id(place), self.status(place));
        if matches!(status, StackStatus::DeleteComplete | StackStatus::DeleteInProgress) {
            return Ok(());
        }
        if status.is_moving() {
            return invalid(format!("Stack [{id}] cannot be deleted while in status {status}"));
        }
        if status != StackStatus::DeleteFailed && !retain.is_empty() {
            return invalid(format!(
                "Invalid operation on stack [{id}]. When you delete a stack, specify which resources to retain only \
                 when the stack is in the DELETE_FAILED state."
            ));
        }
        if status != StackStatus::DeleteFailed && force {
            // Our words.
            return invalid(format!("Stack [{id}] can be deleted by force only in the DELETE_FAILED state."));
        }
        for name in retain {
            match self.resource(place, name).map(|resource| &resource.status) {
                None => return invalid(format!("Resource [{name}] does not exist in the stack")),
                Some(ResourceStatus::DeleteComplete) => {
                    return invalid(
                        "The specified resources to retain must be in a valid state. Do not specify resources that are \
                         in the DELETE_COMPLETE state.",
                    );
                }
                Some(_) => {}
            }
        }
        self.remember(place, token, content);
        self.begin_delete(place, retain.iter().cloned().collect(), force, at);
        Ok(())
    }
}
