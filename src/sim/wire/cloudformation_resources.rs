//! ListStackResources and DescribeStackResources.

use super::cloudformation_find::{named_stack, page};
use super::form::Form;
use super::trouble::validation;
use super::xml::Fields;
use crate::domain::Text;
use crate::domain::stack::StackResource;
use crate::sim::account::{Account, SimStack};
use crate::sim::refusal::Refusal;

const LISTED_PAGE: usize = 100;
/// AWS describes the first hundred and says nothing about the rest.
const MOST_DESCRIBED: usize = 100;

pub fn list(account: &Account, form: &Form) -> Result<Fields, Refusal> {
    let sim = named_stack(account, form)?;
    let all: Vec<&StackResource> = sim.resources.iter().collect();
    let list = format!("ListStackResources {}", sim.stack.id.raw());
    let page = page(form, &list, &all, LISTED_PAGE, |resource| resource.logical_id.raw())?;
    let rows = page.items.into_iter().map(|resource| common((account, sim), resource, "LastUpdatedTimestamp"));
    Ok(Fields::new().list("StackResourceSummaries", rows).next(page.next))
}

pub fn describe(account: &Account, form: &Form) -> Result<Fields, Refusal> {
    let sim = match (form.text("StackName"), form.text("PhysicalResourceId")) {
        (None, Some(physical)) => account
            .stacks
            .iter()
            .find(|sim| sim.resources.iter().any(|it| it.physical_id.as_ref().map(Text::raw) == Some(physical)))
            .ok_or_else(|| validation(format!("Stack for {physical} does not exist")))?,
        _ => named_stack(account, form)?,
    };
    let logical = form.text("LogicalResourceId");
    let rows = sim
        .resources
        .iter()
        .filter(|resource| logical.is_none_or(|logical| resource.logical_id.raw() == logical))
        .take(MOST_DESCRIBED)
        .map(|resource| {
            common((account, sim), resource, "Timestamp")
                .text("StackId", sim.stack.id.raw())
                .text("StackName", sim.stack.name.raw())
        });
    Ok(Fields::new().list("StackResources", rows))
}

/// The time is a required member: a resource that was never touched has that of its stack.
fn common((account, sim): (&Account, &SimStack), resource: &StackResource, time: &'static str) -> Fields {
    let mut found = account.last_drift(&sim.stack.id).unwrap_or_default().iter();
    let found = found.find(|one| one.logical_id == resource.logical_id);
    let drift = Fields::new()
        .text("StackResourceDriftStatus", found.map_or("NOT_CHECKED", |one| one.status()))
        .maybe_time("LastCheckTimestamp", found.map(|one| one.at));
    Fields::new()
        .text("LogicalResourceId", resource.logical_id.raw())
        .maybe("PhysicalResourceId", resource.physical_id.as_ref())
        .text("ResourceType", resource.kind.raw())
        .maybe_time(time, resource.updated_at.or(sim.stack.created_at))
        .text("ResourceStatus", resource.status.as_str())
        .maybe("ResourceStatusReason", resource.status_reason.as_ref())
        .fields("DriftInformation", drift)
}
