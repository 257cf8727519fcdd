//! Finding what a CloudFormation request names, and its pages.

use super::form::Form;
use super::page::{self, Page};
use super::trouble::validation;
use crate::domain::stack::StackStatus;
use crate::sim::account::{Account, SimStack};
use crate::sim::refusal::Refusal;

/// A stack by name or ARN. A deleted stack is found by its ARN only: its name may be given anew.
pub fn stack<'a>(account: &'a Account, named: &str) -> Option<&'a SimStack> {
    account.stacks.iter().find(|sim| match named.starts_with("arn:") {
        true => sim.stack.id.raw() == named,
        false => sim.stack.name.raw() == named && sim.stack.status != StackStatus::DeleteComplete,
    })
}

/// The stack a request must name.
pub fn named_stack<'a>(account: &'a Account, form: &Form) -> Result<&'a SimStack, Refusal> {
    let named = stack_name(form)?;
    stack(account, named).ok_or_else(|| validation(format!("Stack with id {named} does not exist")))
}

/// The member StackName, which must be there and not empty.
pub fn stack_name(form: &Form) -> Result<&str, Refusal> {
    let (value, words) = match form.text("StackName") {
        Some("") => ("''", "Member must have length greater than or equal to 1"),
        Some(named) => return Ok(named),
        None => ("null", "Member must not be null"),
    };
    Err(validation(format!(
        "1 validation error detected: Value {value} at 'stackName' failed to satisfy constraint: {words}"
    )))
}

/// A page of `size`. AWS ends a page at one megabyte; by count is our choice.
pub fn page<'a, T>(
    form: &Form,
    list: &str,
    items: &[&'a T],
    size: usize,
    key: impl Fn(&T) -> &str,
) -> Result<Page<'a, T>, Refusal> {
    let token = form.text("NextToken");
    page::cut(list, items, token, size, key)
        .ok_or_else(|| validation(format!("{} is not a valid NextToken", token.unwrap_or_default())))
}
