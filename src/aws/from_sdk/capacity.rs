//! Container instances.

use super::member::{text, text_or_empty};
use crate::domain::capacity::{ContainerInstance, Room};
use aws_sdk_ecs::types as sdk;

/// A row of DescribeContainerInstances.
pub(in crate::aws) fn instance(from: &sdk::ContainerInstance) -> Option<ContainerInstance> {
    Some(ContainerInstance {
        arn: text(from.container_instance_arn()).filter(|arn| !arn.is_empty())?,
        ec2_id: text(from.ec2_instance_id()),
        status: text_or_empty(from.status()),
        agent_connected: from.agent_connected(),
        registered: room(from.registered_resources()),
        remaining: room(from.remaining_resources()),
    })
}

fn room(resources: &[sdk::Resource]) -> Room {
    let of = |name: &str| {
        let found = resources.iter().find(|resource| resource.name() == Some(name));
        found.map_or(0, sdk::Resource::integer_value)
    };
    Room { cpu: of("CPU"), memory: of("MEMORY") }
}
