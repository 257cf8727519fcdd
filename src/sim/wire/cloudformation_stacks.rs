//! DescribeStacks and ListStacks.

use super::cloudformation_find::{named_stack, page};
use super::form::Form;
use super::trouble::validation;
use super::xml::Fields;
use crate::domain::stack::{Stack, StackStatus};
use crate::sim::account::{Account, SimStack};
use crate::sim::refusal::Refusal;

/// Stacks of a page of DescribeStacks: fewer than AWS gives, so that an account of forty has two pages.
const DESCRIBED_PAGE: usize = 25;
const LISTED_PAGE: usize = 100;

/// One stack by name or ARN, or all that are not deleted.
pub fn describe(account: &Account, form: &Form) -> Result<Fields, Refusal> {
    if form.text("StackName").is_some() {
        let found = named_stack(account, form)?;
        return Ok(Fields::new().list("Stacks", [described(account, &found.stack)]));
    }
    let living: Vec<&SimStack> =
        account.stacks.iter().filter(|sim| sim.stack.status != StackStatus::DeleteComplete).collect();
    let page = page(form, "DescribeStacks", &living, DESCRIBED_PAGE, |sim| sim.stack.id.raw())?;
    let rows = page.items.into_iter().map(|sim| described(account, &sim.stack));
    Ok(Fields::new().list("Stacks", rows).next(page.next))
}

/// Summaries of all stacks, the deleted too, or of those in the given statuses.
pub fn list(account: &Account, form: &Form) -> Result<Fields, Refusal> {
    let statuses = form.texts("StackStatusFilter");
    if let Some(unknown) = statuses.iter().find(|word| matches!(StackStatus::parse(word), StackStatus::Other(_))) {
        return Err(validation(format!(
            "1 validation error detected: Value '[{unknown}]' at 'stackStatusFilter' failed to satisfy constraint: \
             Member must satisfy constraint: [Member must satisfy enum value set]"
        )));
    }
    let wanted: Vec<&SimStack> = account
        .stacks
        .iter()
        .filter(|sim| statuses.is_empty() || statuses.contains(&sim.stack.status.as_str()))
        .collect();
    let page = page(form, &format!("ListStacks {statuses:?}"), &wanted, LISTED_PAGE, |sim| sim.stack.id.raw())?;
    let rows = page.items.into_iter().map(|sim| common(account, &sim.stack));
    Ok(Fields::new().list("StackSummaries", rows).next(page.next))
}

fn described(account: &Account, stack: &Stack) -> Fields {
    common(account, stack)
        .flag("DisableRollback", stack.rollback_disabled)
        .maybe("RoleARN", stack.role.as_ref())
        .flag("EnableTerminationProtection", false)
        .fields("RollbackConfiguration", Fields::new())
        .list("NotificationARNs", [])
        .list("Capabilities", [])
        .list("Tags", [])
}

fn common(account: &Account, stack: &Stack) -> Fields {
    let fields = Fields::new()
        .text("StackId", stack.id.raw())
        .text("StackName", stack.name.raw())
        .maybe_time("CreationTime", stack.created_at)
        .maybe_time("LastUpdatedTime", stack.updated_at)
        .maybe_time("DeletionTime", stack.deleted_at)
        .text("StackStatus", stack.status.as_str())
        .maybe("StackStatusReason", stack.status_reason.as_ref())
        .maybe("ParentId", stack.parent.as_ref())
        .maybe("RootId", stack.root.as_ref());
    let drift = match account.last_drift(&stack.id) {
        None => "NOT_CHECKED",
        Some(found) if found.iter().all(|one| one.status() == "IN_SYNC") => "IN_SYNC",
        Some(_) => "DRIFTED",
    };
    let drift = Fields::new().text("StackDriftStatus", drift);
    fields.fields("DriftInformation", drift.maybe_time("LastCheckTimestamp", stack.drift_checked_at))
}
