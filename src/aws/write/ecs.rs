//! What is changed in ECS.

use super::outcome::outcome;
use crate::domain::operation::{
    ContinueDeployment, ForceDeployment, HookAnswer, Outcome, SetCount, StopDeployment, StopTask,
};
use aws_sdk_ecs::Client;
use aws_sdk_ecs::types::{DeploymentLifecycleHookAction, StopServiceDeploymentStopType};

pub(super) async fn set_count(ecs: &Client, action: &'static str, change: &SetCount) -> Outcome {
    let asking = ecs.update_service().cluster(change.service.cluster.raw()).service(change.service.name.raw());
    outcome(action, asking.desired_count(change.to).send()).await
}

pub(super) async fn force_deployment(ecs: &Client, action: &'static str, change: &ForceDeployment) -> Outcome {
    let asking = ecs.update_service().cluster(change.service.cluster.raw()).service(change.service.name.raw());
    outcome(action, asking.force_new_deployment(true).send()).await
}

pub(super) async fn stop_deployment(ecs: &Client, action: &'static str, change: &StopDeployment) -> Outcome {
    let asking = ecs.stop_service_deployment().service_deployment_arn(change.deployment.raw());
    outcome(action, asking.stop_type(StopServiceDeploymentStopType::Rollback).send()).await
}

pub(super) async fn continue_deployment(ecs: &Client, action: &'static str, change: &ContinueDeployment) -> Outcome {
    let answer = match change.answer {
        HookAnswer::Continue => DeploymentLifecycleHookAction::Continue,
        HookAnswer::RollBack => DeploymentLifecycleHookAction::Rollback,
    };
    let asking = ecs.continue_service_deployment().service_deployment_arn(change.deployment.raw());
    outcome(action, asking.hook_id(change.hook.raw()).action(answer).send()).await
}

pub(super) async fn stop_task(ecs: &Client, action: &'static str, change: &StopTask) -> Outcome {
    let asking = ecs.stop_task().cluster(change.service.cluster.raw()).task(change.task.raw());
    outcome(action, asking.reason(StopTask::REASON).send()).await
}
