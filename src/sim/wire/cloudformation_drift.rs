//! DetectStackDrift, DescribeStackDriftDetectionStatus and DescribeStackResourceDrifts.

use super::cloudformation_find::{named_stack, page};
use super::form::Form;
use super::trouble::validation;
use super::xml::Fields;
use crate::domain::{Text, Timestamp};
use crate::sim::account::{Account, SimResourceDrift};
use crate::sim::refusal::Refusal;
use crate::sim::world::World;
use serde_json::{Map, Value};

const LISTED_PAGE: usize = 100;

pub fn detect(world: &mut World, form: &Form, now: Timestamp) -> Result<Fields, Refusal> {
    let stack = named_stack(&world.account, form)?.stack.id.raw().to_owned();
    Ok(Fields::new().text("StackDriftDetectionId", world.detect_stack_drift(&stack, now)?))
}

/// The words for an id nobody has given out are our choice.
pub fn status(account: &Account, form: &Form) -> Result<Fields, Refusal> {
    let id = form.text("StackDriftDetectionId").unwrap_or_default();
    let drift = account.drifts.iter().find(|drift| drift.id == id);
    let drift = drift.ok_or_else(|| validation(format!("Drift detection with id {id} does not exist")))?;
    let fields = Fields::new().text("StackId", drift.stack.raw()).text("StackDriftDetectionId", id);
    let fields = match &drift.found {
        None => fields.text("DetectionStatus", "DETECTION_IN_PROGRESS"),
        Some(found) => {
            let differ = found.iter().filter(|one| one.status() != "IN_SYNC").count();
            fields
                .text("DetectionStatus", "DETECTION_COMPLETE")
                .text("StackDriftStatus", if differ == 0 { "IN_SYNC" } else { "DRIFTED" })
                .text("DriftedStackResourceCount", differ.to_string())
        }
    };
    Ok(fields.time("Timestamp", drift.began))
}

/// What the last detection of the stack has compared; nothing where there was none.
pub fn drifts(account: &Account, form: &Form) -> Result<Fields, Refusal> {
    let stack = &named_stack(account, form)?.stack.id;
    let wanted = form.texts("StackResourceDriftStatusFilters");
    let found = account.last_drift(stack).unwrap_or_default().iter();
    let rows: Vec<&SimResourceDrift> =
        found.filter(|one| wanted.is_empty() || wanted.contains(&one.status())).collect();
    let list = format!("DescribeStackResourceDrifts {} {wanted:?}", stack.raw());
    let page = page(form, &list, &rows, LISTED_PAGE, |one| one.logical_id.raw())?;
    let rows = page.items.into_iter().map(|one| row(stack, one));
    Ok(Fields::new().list("StackResourceDrifts", rows).next(page.next))
}

fn row(stack: &Text, one: &SimResourceDrift) -> Fields {
    let object = |is_actual: bool| {
        let value = |expected: &str, actual: &str| Value::from(if is_actual { actual } else { expected });
        let members = one.properties.iter().map(|it| (it.0.to_owned(), value(&it.1, &it.2)));
        Value::Object(Map::from_iter(members)).to_string()
    };
    let differing = one.properties.iter().filter(|(_, expected, actual)| expected != actual);
    let difference = |(name, expected, actual): &(&str, String, String)| {
        Fields::new()
            .text("PropertyPath", format!("/{name}"))
            .text("ExpectedValue", expected)
            .text("ActualValue", actual)
            .text("DifferenceType", "NOT_EQUAL")
    };
    let fields = Fields::new()
        .text("StackId", stack.raw())
        .text("LogicalResourceId", one.logical_id.raw())
        .maybe("PhysicalResourceId", one.physical_id.as_ref())
        .text("ResourceType", one.kind.raw())
        .text("ExpectedProperties", object(false));
    let fields = if one.is_gone { fields } else { fields.text("ActualProperties", object(true)) };
    let differences: Vec<Fields> = if one.is_gone { vec![] } else { differing.map(difference).collect() };
    fields
        .list("PropertyDifferences", differences)
        .text("StackResourceDriftStatus", one.status())
        .time("Timestamp", one.at)
}
