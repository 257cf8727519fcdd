//! ECS tasks and their containers.

use super::member::{text, text_or_empty, time};
use crate::domain::Text;
use crate::domain::task::{Container, Task};
use aws_sdk_ecs::types as sdk;

/// A row of DescribeTasks.
pub(in crate::aws) fn task(from: &sdk::Task) -> Option<Task> {
    Some(Task {
        arn: text(from.task_arn()).filter(|arn| !arn.is_empty())?,
        task_definition: text_or_empty(from.task_definition_arn()),
        started_by: text(from.started_by()),
        group: text(from.group()),
        last_status: text_or_empty(from.last_status()),
        desired_status: text_or_empty(from.desired_status()),
        stop_code: text(from.stop_code().map(sdk::TaskStopCode::as_str)),
        stopped_reason: text(from.stopped_reason()),
        created_at: time(from.created_at()),
        pull_started_at: time(from.pull_started_at()),
        pull_stopped_at: time(from.pull_stopped_at()),
        started_at: time(from.started_at()),
        stopping_at: time(from.stopping_at()),
        execution_stopped_at: time(from.execution_stopped_at()),
        stopped_at: time(from.stopped_at()),
        health: text(from.health_status().map(sdk::HealthStatus::as_str)),
        address: address(from),
        containers: from.containers().iter().map(container).collect(),
    })
}

/// The private address of the task's own interface: told by its attachment, and by its containers once they run.
fn address(from: &sdk::Task) -> Option<Text> {
    let details = from.attachments().iter().flat_map(|attachment| attachment.details());
    let attached = details.filter(|pair| pair.name() == Some("privateIPv4Address")).find_map(sdk::KeyValuePair::value);
    let of_containers = || {
        let interfaces = from.containers().iter().flat_map(|container| container.network_interfaces());
        interfaces.filter_map(|interface| interface.private_ipv4_address()).next()
    };
    text(attached.or_else(of_containers)).filter(|address| !address.is_empty())
}

/// A container without a name is kept: its reason may be the only evidence there is.
fn container(from: &sdk::Container) -> Container {
    Container {
        name: text_or_empty(from.name()),
        image: text(from.image()),
        last_status: text(from.last_status()),
        exit_code: from.exit_code(),
        reason: text(from.reason()),
        health: text(from.health_status().map(sdk::HealthStatus::as_str)),
    }
}
