//! ContinueUpdateRollback.

use super::cloudformation_find::named_stack;
use super::form::Form;
use super::xml::Fields;
use crate::domain::Timestamp;
use crate::sim::refusal::Refusal;
use crate::sim::world::World;

pub fn continue_update_rollback(world: &mut World, form: &Form, now: Timestamp) -> Result<Fields, Refusal> {
    let stack = named_stack(&world.account, form)?.stack.id.raw().to_owned();
    let skip: Vec<String> = form.texts("ResourcesToSkip").into_iter().map(str::to_owned).collect();
    world.continue_update_rollback(&stack, &skip, form.text("ClientRequestToken"), now)?;
    Ok(Fields::new())
}
