//! One revision of a task definition.

use crate::aws::ask::{ask, garbled};
use crate::aws::clients::Clients;
use crate::aws::from_sdk;
use crate::domain::Text;
use crate::domain::fault::Fault;
use crate::domain::task_definition::TaskDefinition;

/// Describes a revision; it never changes, so one good answer is enough.
pub(in crate::aws) async fn describe(clients: &Clients, arn: &Text) -> Result<TaskDefinition, Fault> {
    const ACTION: &str = "ecs:DescribeTaskDefinition";
    let answer = ask(ACTION, clients.ecs().describe_task_definition().task_definition(arn.raw()).send()).await?;
    let definition = answer.task_definition().and_then(from_sdk::task_definition::task_definition);
    definition.ok_or_else(|| garbled(ACTION, "the answer holds no task definition"))
}
