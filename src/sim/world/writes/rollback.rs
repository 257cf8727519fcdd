//! ContinueUpdateRollback and RollbackStack.

use super::requests::{invalid, request};
use crate::domain::Timestamp;
use crate::domain::stack::StackStatus;
use crate::sim::refusal::Refusal;
use crate::sim::world::agenda::Step;
use crate::sim::world::stack_book::USER;
use crate::sim::world::state::World;
use std::collections::BTreeSet;

impl World {
    /// cloudformation:ContinueUpdateRollback: legal only in UPDATE_ROLLBACK_FAILED, only on a root stack, and what
    /// is skipped must have failed because of the rollback (`LogicalId`, or `NestedStackName.LogicalId`). The same
    /// token with the same content again has no second effect. AWS does not document the words of its refusals:
    /// they are our choice, in its manner.
    pub fn continue_update_rollback(
        &mut self,
        stack: &str,
        skip: &[String],
        force: bool,
        token: Option<&str>,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        let content = request("ContinueUpdateRollback", force, skip);
        let Some(place) = self.asked(stack, token, &content, now)? else { return Ok(()) };
        let at = self.now;
        let id = self.stack_id(place);
        if force && !skip.is_empty() {
            return invalid("ForceRollback and ResourcesToSkip cannot be specified together.");
        }
        if self.is_nested(place) {
            let words = "is a nested stack: its rollback can only be continued from the root stack.";
            return invalid(format!("Stack:{id} {words}"));
        }
        let status = self.status(place);
        if status != StackStatus::UpdateRollbackFailed {
            return invalid(format!("Stack:{id} is in {status} state and can not continue update rollback."));
        }
        let plan: Vec<(usize, String)> =
            skip.iter().map(|name| self.skippable(place, name)).collect::<Result<_, _>>()?;
        for tree in self.tree(place) {
            let mine = plan.iter().filter(|(stack, _)| *stack == tree).map(|(_, logical)| logical.clone());
            let mine: BTreeSet<String> = mine.collect();
            if let Some(control) = self.operations.get_mut(tree) {
                control.forced = force;
                control.skipped = if force { control.rollback_failed.clone() } else { mine };
            }
        }
        if let Some(control) = self.operations.get_mut(place) {
            (control.continued, control.began) = (true, at);
        }
        self.remember(place, token, content);
        self.stack_row(place, StackStatus::UpdateRollbackInProgress, USER, at);
        self.put_step(at, 2, place, Step::RollBack);
        Ok(())
    }

    /// cloudformation:RollbackStack: legal in CREATE_FAILED and UPDATE_FAILED. One that never was stable is deleted, as
    /// the API reference says. The words of the refusals are our choice.
    pub fn rollback_stack(&mut self, stack: &str, token: Option<&str>, now: Timestamp) -> Result<(), Refusal> {
        let content = request("RollbackStack", false, &[]);
        let Some(place) = self.asked(stack, token, &content, now)? else { return Ok(()) };
        let at = self.now;
        let id = self.stack_id(place);
        if self.is_nested(place) {
            return invalid(format!("Stack:{id} is a nested stack: it can only be rolled back from the root stack."));
        }
        match self.status(place) {
            StackStatus::CreateFailed => self.begin_delete(place, [].into(), false, at),
            StackStatus::UpdateFailed => {
                if let Some(control) = self.operations.get_mut(place) {
                    (control.began, control.continued) = (at, false);
                }
                self.stack_row(place, StackStatus::UpdateRollbackInProgress, USER, at);
                self.put_step(at, 2, place, Step::RollBack);
            }
            status => return invalid(format!("Stack:{id} is in {status} state and can not be rolled back.")),
        }
        self.remember(place, token, content);
        Ok(())
    }

    /// The stack and the logical id that a name of ResourcesToSkip means.
    fn skippable(&self, root: usize, name: &str) -> Result<(usize, String), Refusal> {
        let (stack, logical) = name.rsplit_once('.').map_or((None, name), |(stack, logical)| (Some(stack), logical));
        let found = self.tree(root).into_iter().find(|place| match stack {
            None => *place == root,
            Some(stack) => self.account.stacks.get(*place).is_some_and(|sim| sim.stack.name.raw() == stack),
        });
        let known = found.filter(|place| self.resource(*place, logical).is_some());
        let Some(place) = known else { return invalid(format!("Resource [{name}] does not exist in the stack")) };
        let failed = self.operations.get(place).is_some_and(|control| control.rollback_failed.contains(logical));
        match failed {
            true => Ok((place, logical.to_owned())),
            false => invalid(format!(
                "Resource [{name}] cannot be skipped: only resources that are UPDATE_FAILED because a rollback failed can."
            )),
        }
    }
}
