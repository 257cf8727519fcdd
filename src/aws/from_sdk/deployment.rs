//! ECS deployments: rows of a service, and service deployments.

use super::member::{text, text_or_empty, texts, time};
use crate::domain::deployment::{
    Breaker, Deployment, DeploymentStatus, HookWait, RevisionCounts, RolloutState, ServiceDeployment,
    ServiceDeploymentDetail, ServiceDeploymentStatus,
};
use aws_sdk_ecs::types as sdk;

/// A row of a service's `deployments[]`.
pub(in crate::aws) fn row(from: &sdk::Deployment) -> Option<Deployment> {
    Some(Deployment {
        id: text(from.id()).filter(|id| !id.is_empty())?,
        status: DeploymentStatus::parse(from.status().unwrap_or_default()),
        task_definition: text_or_empty(from.task_definition()),
        desired: from.desired_count(),
        pending: from.pending_count(),
        running: from.running_count(),
        failed: from.failed_tasks(),
        created_at: time(from.created_at()),
        updated_at: time(from.updated_at()),
        rollout: RolloutState::parse(from.rollout_state().map_or("", sdk::DeploymentRolloutState::as_str)),
        rollout_reason: text(from.rollout_state_reason()),
    })
}

/// A row of ListServiceDeployments.
pub(in crate::aws) fn brief(from: &sdk::ServiceDeploymentBrief) -> Option<ServiceDeployment> {
    Some(ServiceDeployment {
        arn: text(from.service_deployment_arn()).filter(|arn| !arn.is_empty())?,
        status: status(from.status()),
        status_reason: text(from.status_reason()),
        created_at: time(from.created_at()),
        started_at: time(from.started_at()),
        finished_at: time(from.finished_at()),
        target_revision: text(from.target_service_revision_arn()),
        detail: None,
    })
}

/// A row of DescribeServiceDeployments.
pub(in crate::aws) fn described(from: &sdk::ServiceDeployment) -> Option<ServiceDeployment> {
    Some(ServiceDeployment {
        arn: text(from.service_deployment_arn()).filter(|arn| !arn.is_empty())?,
        status: status(from.status()),
        status_reason: text(from.status_reason()),
        created_at: time(from.created_at()),
        started_at: time(from.started_at()),
        finished_at: time(from.finished_at().or(from.stopped_at())),
        target_revision: text(from.target_service_revision().and_then(sdk::ServiceRevisionSummary::arn)),
        detail: Some(detail(from)),
    })
}

fn detail(from: &sdk::ServiceDeployment) -> ServiceDeploymentDetail {
    let configuration = from.deployment_configuration();
    ServiceDeploymentDetail {
        source_revisions: from.source_service_revisions().iter().filter_map(|r| text(r.arn())).collect(),
        lifecycle_stage: text(from.lifecycle_stage().map(sdk::ServiceDeploymentLifecycleStage::as_str)),
        strategy: text(configuration.and_then(|c| c.strategy()).map(sdk::DeploymentStrategy::as_str)),
        bake_minutes: configuration.and_then(sdk::DeploymentConfiguration::bake_time_in_minutes),
        breaker: from.deployment_circuit_breaker().map(|breaker| Breaker {
            status: text_or_empty(breaker.status().map(sdk::ServiceDeploymentRollbackMonitorsStatus::as_str)),
            failures: breaker.failure_count(),
            threshold: breaker.threshold(),
        }),
        hooks: from.lifecycle_hook_details().iter().filter_map(hook).collect(),
        revisions: revisions(from),
        alarms: from.alarms().map_or_else(Vec::new, |alarms| texts(alarms.alarm_names())),
        triggered_alarms: from.alarms().map_or_else(Vec::new, |alarms| texts(alarms.triggered_alarm_names())),
        rollback_reason: text(from.rollback().and_then(sdk::Rollback::reason)),
        updated_at: time(from.updated_at()),
    }
}

/// The target first.
fn revisions(from: &sdk::ServiceDeployment) -> Vec<RevisionCounts> {
    let target = from.target_service_revision().into_iter().map(|revision| (revision, true));
    let sources = from.source_service_revisions().iter().map(|revision| (revision, false));
    target.chain(sources).filter_map(|(from, is_target)| revision(from, is_target)).collect()
}

fn revision(from: &sdk::ServiceRevisionSummary, is_target: bool) -> Option<RevisionCounts> {
    // Weights are percentages with fractions; a float that is no number becomes 0.
    let percent = |weight: Option<f64>| weight.map(|weight| weight.round().clamp(0.0, 100.0) as i32);
    Some(RevisionCounts {
        arn: text(from.arn()).filter(|arn| !arn.is_empty())?,
        is_target,
        requested: from.requested_task_count(),
        running: from.running_task_count(),
        pending: from.pending_task_count(),
        production_percent: percent(from.requested_production_traffic_weight()),
        test_percent: percent(from.requested_test_traffic_weight()),
    })
}

fn hook(from: &sdk::DeploymentLifecycleHookDetail) -> Option<HookWait> {
    Some(HookWait {
        // A hook that is a function has no id of its own: its ARN names it.
        id: text(from.hook_id()).or_else(|| text(from.target_arn()))?,
        status: text_or_empty(from.status().map(sdk::DeploymentLifecycleHookStatus::as_str)),
        expires_at: time(from.expires_at()),
        timeout_action: text(from.timeout_action().map(sdk::DeploymentLifecycleHookAction::as_str)),
    })
}

fn status(from: Option<&sdk::ServiceDeploymentStatus>) -> ServiceDeploymentStatus {
    ServiceDeploymentStatus::parse(from.map_or("", sdk::ServiceDeploymentStatus::as_str))
}
