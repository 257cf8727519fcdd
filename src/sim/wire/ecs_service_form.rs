//! A service as DescribeServices and UpdateService give it.

use super::json::raw;
use super::moment::{epoch, maybe_epoch};
use crate::domain::deployment::{Deployment, RolloutState};
use crate::domain::service::{Controller, Service, ServiceEvent, TaskSet};
use crate::sim::account::{Account, SimService};
use serde_json::{Value, json};

pub fn form(account: &Account, sim: &SimService) -> Value {
    let service = &*sim.told();
    let launch = sim.launch_type.as_str();
    let current = sim.told_history().first();
    json!({
        "serviceArn": service.arn.raw(),
        "serviceName": service.id.name.raw(),
        "clusterArn": service.cluster_arn.raw(),
        "status": service.status.raw(),
        "desiredCount": service.desired,
        "runningCount": service.running,
        "pendingCount": service.pending,
        "launchType": launch,
        "taskDefinition": service.task_definition.raw(),
        "deploymentConfiguration": configuration(service, None, None),
        "deploymentController": {"type": service.controller.as_str()},
        "schedulingStrategy": service.scheduling.as_str(),
        "healthCheckGracePeriodSeconds": service.grace_period,
        "loadBalancers": load_balancers(account, service),
        "serviceRegistries": [],
        "taskSets": service.task_sets.iter().map(|set| task_set(service, set, launch)).collect::<Vec<_>>(),
        "deployments": service.deployments.iter().map(|row| deployment(row, launch)).collect::<Vec<_>>(),
        "events": service.events.iter().map(event).collect::<Vec<_>>(),
        "createdAt": maybe_epoch(service.created_at),
        "currentServiceDeployment": current.map(|deployment| deployment.arn.raw()),
        "currentServiceRevisions": current.and_then(|deployment| raw(&deployment.target_revision)).map(|arn| {
            json!([{"arn": arn, "requestedTaskCount": service.desired, "runningTaskCount": service.running,
                    "pendingTaskCount": service.pending}])
        }),
        "placementConstraints": [],
        "placementStrategy": [],
        "enableECSManagedTags": false,
        "propagateTags": "NONE",
        "enableExecuteCommand": false,
    })
}

/// The rules a service is deployed by; also those of its service deployments.
pub fn configuration(service: &Service, strategy: Option<&str>, bake_minutes: Option<i32>) -> Value {
    json!({
        "deploymentCircuitBreaker":
            service.breaker.map(|breaker| json!({"enable": breaker.enabled, "rollback": breaker.rollback})),
        "maximumPercent": service.max_percent,
        "minimumHealthyPercent": service.min_healthy_percent,
        "strategy": strategy.unwrap_or("ROLLING"),
        "bakeTimeInMinutes": bake_minutes,
    })
}

fn deployment(row: &Deployment, launch: &str) -> Value {
    let rollout = (row.rollout != RolloutState::Untold).then_some(row.rollout.as_str());
    json!({
        "id": row.id.raw(),
        "status": row.status.as_str(),
        "taskDefinition": row.task_definition.raw(),
        "desiredCount": row.desired,
        "pendingCount": row.pending,
        "runningCount": row.running,
        "failedTasks": row.failed,
        "createdAt": maybe_epoch(row.created_at),
        "updatedAt": maybe_epoch(row.updated_at),
        "launchType": launch,
        "rolloutState": rollout,
        "rolloutStateReason": raw(&row.rollout_reason),
    })
}

/// A task set, also as DescribeTaskSets gives it.
pub fn task_set(service: &Service, set: &TaskSet, launch: &str) -> Value {
    let number = set.id.raw().rsplit('/').next().unwrap_or_default();
    json!({
        "id": set.id.raw(),
        "taskSetArn": task_set_arn(service, set),
        "serviceArn": service.arn.raw(),
        "clusterArn": service.cluster_arn.raw(),
        "startedBy": if service.controller == Controller::CodeDeploy { "CODE_DEPLOY" } else { "external" },
        "externalId": number,
        "status": set.status.raw(),
        "taskDefinition": set.task_definition.raw(),
        "computedDesiredCount": set.desired,
        "pendingCount": set.pending,
        "runningCount": set.running,
        "createdAt": maybe_epoch(set.created_at),
        "updatedAt": maybe_epoch(set.created_at),
        "launchType": launch,
        "scale": {"value": 100.0, "unit": "PERCENT"},
        "stabilityStatus": set.stability.raw(),
        "loadBalancers": service.target_groups.iter().map(|arn| json!({"targetGroupArn": arn.raw()})).collect::<Vec<_>>(),
        "serviceRegistries": [],
    })
}

/// `arn:aws:ecs:…:task-set/CLUSTER/SERVICE/ecs-svc/NUMBER`.
pub fn task_set_arn(service: &Service, set: &TaskSet) -> String {
    format!("{}/{}", service.arn.raw().replacen(":service/", ":task-set/", 1), set.id.raw())
}

fn event(event: &ServiceEvent) -> Value {
    json!({"id": event.id.raw(), "createdAt": epoch(event.at), "message": event.message.raw()})
}

/// Target groups with the first port the task definition opens.
fn load_balancers(account: &Account, service: &Service) -> Vec<Value> {
    let definition = account.task_definitions.iter().find(|definition| definition.arn == service.task_definition);
    let container =
        definition.and_then(|definition| definition.containers.iter().find(|container| !container.ports.is_empty()));
    let form = |arn: &str| {
        json!({
            "targetGroupArn": arn,
            "containerName": container.map(|container| container.name.raw()),
            "containerPort": container.and_then(|container| container.ports.first()),
        })
    };
    service.target_groups.iter().map(|arn| form(arn.raw())).collect()
}
