//! DescribeStackEvents.

use super::cloudformation_find::{page, stack, stack_name};
use super::form::Form;
use super::trouble::validation;
use super::xml::Fields;
use crate::domain::Text;
use crate::domain::stack::StackEvent;
use crate::sim::account::{Account, SimStack};
use crate::sim::refusal::Refusal;

const PAGE: usize = 100;

/// Newest first. Unlike its neighbours this action puts the name of a missing stack in brackets.
pub fn describe(account: &Account, form: &Form) -> Result<Fields, Refusal> {
    let named = stack_name(form)?;
    let sim = stack(account, named).ok_or_else(|| validation(format!("Stack [{named}] does not exist")))?;
    let newest_first: Vec<&StackEvent> = sim.events.iter().rev().collect();
    let list = format!("DescribeStackEvents {}", sim.stack.id.raw());
    let page = page(form, &list, &newest_first, PAGE, |event| event.id.raw())?;
    let rows = page.items.into_iter().map(|event| row(sim, event));
    Ok(Fields::new().list("StackEvents", rows).next(page.next))
}

/// Of the properties only those of custom resources are told.
fn properties(event: &StackEvent) -> Option<Text> {
    let token = event.service_token.as_ref()?;
    Some(Text::from(format!(r#"{{"ServiceToken":"{}","Version":"2"}}"#, token.arn().raw())))
}

fn row(sim: &SimStack, event: &StackEvent) -> Fields {
    Fields::new()
        .text("StackId", event.stack.raw())
        .text("EventId", event.id.raw())
        .text("StackName", sim.stack.name.raw())
        .text("LogicalResourceId", event.logical_id.raw())
        .maybe("PhysicalResourceId", event.physical_id.as_ref())
        .text("ResourceType", event.kind.raw())
        .time("Timestamp", event.at)
        .text("ResourceStatus", event.status.as_str())
        .maybe("ResourceStatusReason", event.reason.as_ref())
        .maybe("ResourceProperties", properties(event).as_ref())
        .maybe("DetailedStatus", event.detailed_status.as_ref())
}
