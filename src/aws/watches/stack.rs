//! Stacks and their resources.

use crate::aws::ask::{ask, garbled, not_found};
use crate::aws::clients::Clients;
use crate::aws::from_sdk;
use crate::aws::pages::{ALL, Walk};
use crate::domain::Text;
use crate::domain::fault::Fault;
use crate::domain::stack::{Stack, StackResource, StackStatus};
use aws_sdk_cloudformation::types::StackStatus as Status;

/// Watches one stack. Asked by name at first, by ARN once that is known: a new stack of the same name is not it.
pub(in crate::aws) struct StackWatch {
    asked: Text,
}

impl StackWatch {
    pub(in crate::aws) fn new(asked: Text) -> Self {
        Self { asked }
    }

    pub(in crate::aws) async fn poll(&mut self, clients: &Clients) -> Result<Stack, Fault> {
        let stack = describe(clients, &self.asked).await?;
        if stack.id.raw().starts_with("arn:") {
            self.asked = stack.id.clone();
        }
        Ok(stack)
    }
}

/// Reads one stack by name or ARN.
pub(in crate::aws) async fn describe(clients: &Clients, stack: &Text) -> Result<Stack, Fault> {
    const ACTION: &str = "cloudformation:DescribeStacks";
    let answer = ask(ACTION, clients.cloudformation().describe_stacks().stack_name(stack.raw()).send()).await?;
    match answer.stacks().first() {
        Some(first) => from_sdk::stack::stack(first).ok_or_else(|| garbled(ACTION, "the stack has no name")),
        None => Err(not_found(ACTION, format!("no stack {stack}"))),
    }
}

/// Every stack of the region that is not deleted. Deleted ones stay listed for 90 days, so they are left out on
/// the other side, too.
pub(in crate::aws) async fn list(clients: &Clients) -> Result<Vec<Stack>, Fault> {
    let statuses: Vec<Status> =
        Status::values().iter().copied().filter(|s| *s != "DELETE_COMPLETE").map(Status::from).collect();
    let (mut stacks, mut walk, mut token) = (Vec::new(), Walk::new(ALL), None);
    loop {
        let asking = clients.cloudformation().list_stacks().set_stack_status_filter(Some(statuses.clone()));
        let answer = ask("cloudformation:ListStacks", asking.set_next_token(token).send()).await?;
        stacks.extend(answer.stack_summaries().iter().filter_map(from_sdk::stack::stack_summary));
        token = walk.next(answer.next_token);
        if token.is_none() {
            break;
        }
    }
    stacks.retain(|stack| stack.status != StackStatus::DeleteComplete);
    Ok(stacks)
}

/// Every resource of a stack (DescribeStackResources would stop at 100).
pub(in crate::aws) async fn resources(clients: &Clients, stack: &Text) -> Result<Vec<StackResource>, Fault> {
    let (mut resources, mut walk, mut token) = (Vec::new(), Walk::new(ALL), None);
    loop {
        let asking = clients.cloudformation().list_stack_resources().stack_name(stack.raw());
        let answer = ask("cloudformation:ListStackResources", asking.set_next_token(token).send()).await?;
        resources.extend(answer.stack_resource_summaries().iter().filter_map(from_sdk::stack::resource));
        token = walk.next(answer.next_token);
        if token.is_none() {
            return Ok(resources);
        }
    }
}
