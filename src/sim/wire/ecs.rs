//! ECS: which operation is answered where. AWS prefixes the target with `AmazonEC2ContainerServiceV20141113`.

use super::json::Input;
use super::trouble::Trouble;
use super::{
    ecs_clusters, ecs_deployment_changes, ecs_deployments, ecs_instances, ecs_revisions, ecs_services,
    ecs_task_definitions, ecs_tasks,
};
use crate::domain::Timestamp;
use crate::sim::account::Account;
use crate::sim::refusal::Refusal;
use crate::sim::world::World;
use serde_json::Value;

/// An operation of ECS.
#[derive(Clone, Copy)]
pub enum Operation {
    Read(fn(&Account, &Input) -> Result<Value, Refusal>),
    Write(fn(&mut World, &Input, Timestamp) -> Result<Value, Refusal>),
}

/// The operation of this name, if it is served.
pub fn find(name: &str) -> Option<Operation> {
    use Operation::{Read, Write};
    Some(match name {
        "ContinueServiceDeployment" => Write(ecs_deployment_changes::continue_deployment),
        "DescribeClusters" => Read(ecs_clusters::describe),
        "DescribeContainerInstances" => Read(ecs_instances::describe),
        "DescribeServiceDeployments" => Read(ecs_deployments::describe),
        "DescribeServiceRevisions" => Read(ecs_revisions::describe),
        "DescribeServices" => Read(ecs_services::describe),
        "DescribeTaskDefinition" => Read(ecs_task_definitions::describe),
        "DescribeTaskSets" => Read(ecs_services::describe_task_sets),
        "DescribeTasks" => Read(ecs_tasks::describe),
        "ListClusters" => Read(ecs_clusters::list),
        "ListContainerInstances" => Read(ecs_instances::list),
        "ListServiceDeployments" => Read(ecs_deployments::list),
        "ListServices" => Read(ecs_services::list),
        "ListTasks" => Read(ecs_tasks::list),
        "StopServiceDeployment" => Write(ecs_deployment_changes::stop),
        "StopTask" => Write(ecs_tasks::stop),
        "UpdateService" => Write(ecs_services::update),
        _ => return None,
    })
}

impl Operation {
    pub fn run(self, world: &mut World, input: &Input, now: Timestamp) -> Result<Value, Trouble> {
        match self {
            Self::Read(read) => Ok(read(&world.account, input)?),
            Self::Write(write) => Ok(write(world, input, now)?),
        }
    }
}
