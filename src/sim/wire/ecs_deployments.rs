//! ListServiceDeployments and DescribeServiceDeployments.

use super::ecs_find::{cluster, known_service, missing, page, wanted};
use super::ecs_service_form::configuration;
use super::json::{Input, raw};
use super::moment::maybe_epoch;
use super::trouble::invalid_parameter;
use crate::domain::Text;
use crate::domain::deployment::{HookWait, ServiceDeployment, ServiceDeploymentDetail};
use crate::domain::service::Service;
use crate::sim::account::{Account, SimService};
use crate::sim::refusal::Refusal;
use serde_json::{Value, json};

/// AWS's own usual page of ListServiceDeployments.
const USUAL_PAGE: usize = 20;
const MOST_DESCRIBED: usize = 20;

pub fn list(account: &Account, input: &Input) -> Result<Value, Refusal> {
    let cluster = cluster(account, input)?;
    let named = input.text("service")?.ok_or_else(|| invalid_parameter("Service cannot be empty."))?;
    let sim = known_service(account, cluster, named)?;
    let statuses = input.texts("status")?;
    let created = input.object("createdAt")?;
    let (after, before) = match &created {
        Some(created) => (created.moment("after")?, created.moment("before")?),
        None => (None, None),
    };
    let matching: Vec<&ServiceDeployment> = sim
        .told_history()
        .iter()
        .filter(|deployment| statuses.is_empty() || statuses.contains(&deployment.status.as_str()))
        .filter(|deployment| after.is_none_or(|after| deployment.created_at.is_some_and(|at| at > after)))
        .filter(|deployment| before.is_none_or(|before| deployment.created_at.is_some_and(|at| at < before)))
        .collect();
    let filter = format!("{statuses:?} {after:?} {before:?}");
    let list = format!("ListServiceDeployments {} {filter}", sim.service.arn.raw());
    let page = page(input, &list, &matching, USUAL_PAGE, |deployment| deployment.arn.raw())?;
    let rows: Vec<Value> = page.items.into_iter().map(|deployment| brief(&sim.service, deployment)).collect();
    Ok(json!({"serviceDeployments": rows, "nextToken": page.next}))
}

pub fn describe(account: &Account, input: &Input) -> Result<Value, Refusal> {
    let (mut found, mut failures) = (Vec::new(), Vec::new());
    for arn in wanted(input, "serviceDeploymentArns", "Service deployments", MOST_DESCRIBED)? {
        let known = account.services.iter().find_map(|sim| {
            sim.history.iter().find(|deployment| deployment.arn.raw() == arn).map(|deployment| (sim, deployment))
        });
        match known {
            Some((sim, deployment)) => found.push(full(sim, deployment)),
            None => failures.push(missing(account, "service-deployment", arn)),
        }
    }
    Ok(json!({"serviceDeployments": found, "failures": failures}))
}

fn brief(service: &Service, deployment: &ServiceDeployment) -> Value {
    json!({
        "serviceDeploymentArn": deployment.arn.raw(),
        "serviceArn": service.arn.raw(),
        "clusterArn": service.cluster_arn.raw(),
        "createdAt": maybe_epoch(deployment.created_at),
        "startedAt": maybe_epoch(deployment.started_at),
        "finishedAt": maybe_epoch(deployment.finished_at),
        "targetServiceRevisionArn": raw(&deployment.target_revision),
        "status": deployment.status.as_str(),
        "statusReason": raw(&deployment.status_reason),
    })
}

fn full(sim: &SimService, deployment: &ServiceDeployment) -> Value {
    let service = &sim.service;
    let none = ServiceDeploymentDetail::default();
    let detail = deployment.detail.as_ref().unwrap_or(&none);
    let updated = [deployment.finished_at, detail.updated_at, deployment.started_at, deployment.created_at];
    let updated = updated.into_iter().flatten().max();
    json!({
        "serviceDeploymentArn": deployment.arn.raw(),
        "serviceArn": service.arn.raw(),
        "clusterArn": service.cluster_arn.raw(),
        "createdAt": maybe_epoch(deployment.created_at),
        "startedAt": maybe_epoch(deployment.started_at),
        "finishedAt": maybe_epoch(deployment.finished_at),
        "updatedAt": maybe_epoch(updated),
        "sourceServiceRevisions":
            detail.source_revisions.iter().map(|arn| revision(sim, detail, arn.raw())).collect::<Vec<_>>(),
        "targetServiceRevision": raw(&deployment.target_revision).map(|arn| revision(sim, detail, arn)),
        "status": deployment.status.as_str(),
        "statusReason": raw(&deployment.status_reason),
        "lifecycleStage": raw(&detail.lifecycle_stage),
        "lifecycleHookDetails": detail.hooks.iter().map(hook).collect::<Vec<_>>(),
        "deploymentConfiguration": configuration(service, raw(&detail.strategy), detail.bake_minutes),
        "rollback": raw(&detail.rollback_reason).map(|reason| {
            json!({"reason": reason, "serviceRevisionArn": detail.source_revisions.first().map(|arn| arn.raw())})
        }),
        "deploymentCircuitBreaker": detail.breaker.as_ref().map(|breaker| {
            json!({"status": breaker.status.raw(), "failureCount": breaker.failures, "threshold": breaker.threshold})
        }),
        "alarms": alarms(detail),
    })
}

/// A revision with the task counts of the service's row that runs its task definition; zeroes where none does.
fn revision(sim: &SimService, detail: &ServiceDeploymentDetail, arn: &str) -> Value {
    let told = detail.revisions.iter().find(|told| told.arn.raw() == arn);
    let definition = sim.revisions.iter().find(|revision| revision.arn.raw() == arn).map(|it| &it.task_definition);
    let row = sim.service.deployments.iter().find(|row| Some(&row.task_definition) == definition);
    json!({
        "arn": arn,
        "requestedTaskCount": row.map_or(0, |row| row.desired),
        "runningTaskCount": row.map_or(0, |row| row.running),
        "pendingTaskCount": row.map_or(0, |row| row.pending),
        "requestedProductionTrafficWeight": told.and_then(|told| told.production_percent),
        "requestedTestTrafficWeight": told.and_then(|told| told.test_percent),
    })
}

fn alarms(detail: &ServiceDeploymentDetail) -> Option<Value> {
    let names = |names: &[Text]| names.iter().map(|name| name.raw().to_owned()).collect::<Vec<_>>();
    let gone_off = names(&detail.triggered_alarms);
    let watched = if detail.alarms.is_empty() { gone_off.clone() } else { names(&detail.alarms) };
    let status = if gone_off.is_empty() { "MONITORING" } else { "TRIGGERED" };
    (!watched.is_empty()).then(|| json!({"status": status, "alarmNames": watched, "triggeredAlarmNames": gone_off}))
}

fn hook(hook: &HookWait) -> Value {
    json!({
        "hookId": hook.id.raw(),
        "targetType": "PAUSE",
        "status": hook.status.raw(),
        "expiresAt": maybe_epoch(hook.expires_at),
        "timeoutAction": raw(&hook.timeout_action),
    })
}
