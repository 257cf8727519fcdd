//! What changes a stack: CancelUpdateStack, ContinueUpdateRollback, DeleteStack, RollbackStack.

use super::cloudformation_find::{named_stack, stack, stack_name};
use super::form::Form;
use super::trouble::validation;
use super::xml::Fields;
use crate::domain::Timestamp;
use crate::sim::refusal::Refusal;
use crate::sim::world::World;

pub fn cancel_update_stack(world: &mut World, form: &Form, now: Timestamp) -> Result<Fields, Refusal> {
    let stack = named_stack(&world.account, form)?.stack.id.raw().to_owned();
    world.cancel_update_stack(&stack, form.text("ClientRequestToken"), now)?;
    Ok(Fields::new())
}

pub fn continue_update_rollback(world: &mut World, form: &Form, now: Timestamp) -> Result<Fields, Refusal> {
    let stack = named_stack(&world.account, form)?.stack.id.raw().to_owned();
    let force = form.text("ForceRollback") == Some("true");
    world.continue_update_rollback(
        &stack,
        &list(form, "ResourcesToSkip"),
        force,
        form.text("ClientRequestToken"),
        now,
    )?;
    Ok(Fields::new())
}

pub fn rollback_stack(world: &mut World, form: &Form, now: Timestamp) -> Result<Fields, Refusal> {
    let stack = named_stack(&world.account, form)?.stack.id.raw().to_owned();
    world.rollback_stack(&stack, form.text("ClientRequestToken"), now)?;
    Ok(Fields::new().text("StackId", &stack))
}

/// A stack that is not there counts as deleted.
pub fn delete_stack(world: &mut World, form: &Form, now: Timestamp) -> Result<Fields, Refusal> {
    let named = stack_name(form)?;
    let Some(stack) = stack(&world.account, named).map(|sim| sim.stack.id.raw().to_owned()) else {
        return Ok(Fields::new());
    };
    let force = match form.text("DeletionMode") {
        None | Some("STANDARD") => false,
        Some("FORCE_DELETE_STACK") => true,
        Some(other) => {
            return Err(validation(format!(
                "1 validation error detected: Value '{other}' at 'deletionMode' failed to satisfy constraint: Member \
                 must satisfy enum value set: [STANDARD, FORCE_DELETE_STACK]"
            )));
        }
    };
    world.delete_stack(&stack, &list(form, "RetainResources"), force, form.text("ClientRequestToken"), now)?;
    Ok(Fields::new())
}

fn list(form: &Form, name: &str) -> Vec<String> {
    form.texts(name).into_iter().map(str::to_owned).collect()
}
