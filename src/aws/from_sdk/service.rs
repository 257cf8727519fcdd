//! ECS services.

use super::deployment;
use super::member::{text, text_or_empty, time, time_of_row};
use crate::domain::Text;
use crate::domain::service::{BreakerSetting, Controller, Scheduling, Service, ServiceEvent, ServiceId, TaskSet};
use aws_sdk_ecs::types as sdk;

/// A row of DescribeServices, asked for in `cluster`.
pub(in crate::aws) fn service(cluster: &Text, from: &sdk::Service) -> Option<Service> {
    let by_arn = || from.service_arn().and_then(ServiceId::from_arn).map(|id| id.name);
    let name = text(from.service_name()).or_else(by_arn).filter(|name| !name.is_empty())?;
    let configuration = from.deployment_configuration();
    let breaker = configuration.and_then(sdk::DeploymentConfiguration::deployment_circuit_breaker);
    // Absent members have the defaults AWS documents: REPLICA and ECS.
    let scheduling = from.scheduling_strategy().map_or("REPLICA", sdk::SchedulingStrategy::as_str);
    let controller = from.deployment_controller().map_or("ECS", |c| c.r#type().as_str());
    Some(Service {
        id: ServiceId { cluster: cluster.clone(), name },
        arn: text_or_empty(from.service_arn()),
        cluster_arn: text_or_empty(from.cluster_arn()),
        status: text_or_empty(from.status()),
        desired: from.desired_count(),
        running: from.running_count(),
        pending: from.pending_count(),
        task_definition: text_or_empty(from.task_definition()),
        scheduling: Scheduling::parse(scheduling),
        controller: Controller::parse(controller),
        created_at: time(from.created_at()),
        grace_period: from.health_check_grace_period_seconds(),
        breaker: breaker.map(|b| BreakerSetting { enabled: b.enable(), rollback: b.rollback() }),
        min_healthy_percent: configuration.and_then(sdk::DeploymentConfiguration::minimum_healthy_percent),
        max_percent: configuration.and_then(sdk::DeploymentConfiguration::maximum_percent),
        target_groups: from.load_balancers().iter().filter_map(|l| text(l.target_group_arn())).collect(),
        deployments: from.deployments().iter().filter_map(deployment::row).collect(),
        task_sets: from.task_sets().iter().filter_map(task_set).collect(),
        events: events(from.events()),
    })
}

fn task_set(from: &sdk::TaskSet) -> Option<TaskSet> {
    Some(TaskSet {
        id: text(from.id()).filter(|id| !id.is_empty())?,
        status: text_or_empty(from.status()),
        task_definition: text_or_empty(from.task_definition()),
        desired: from.computed_desired_count(),
        pending: from.pending_count(),
        running: from.running_count(),
        created_at: time(from.created_at()),
        stability: text_or_empty(from.stability_status().map(sdk::StabilityStatus::as_str)),
    })
}

/// Newest first; the order of the answer is kept where times are equal.
fn events(from: &[sdk::ServiceEvent]) -> Vec<ServiceEvent> {
    let mut events: Vec<ServiceEvent> = from
        .iter()
        .filter_map(|event| {
            Some(ServiceEvent {
                id: text(event.id()).filter(|id| !id.is_empty())?,
                at: time_of_row(event.created_at()),
                message: text_or_empty(event.message()),
            })
        })
        .collect();
    events.sort_by_key(|event| std::cmp::Reverse(event.at));
    events
}
