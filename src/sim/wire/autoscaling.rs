//! Application Auto Scaling: DescribeScalableTargets.

use super::json::Input;
use super::moment::epoch;
use crate::domain::Timestamp;
use crate::domain::scaling::ScalableTarget;
use crate::domain::service::ServiceId;
use crate::sim::account::Account;
use crate::sim::refusal::Refusal;
use serde_json::{Value, json};

/// An operation of Application Auto Scaling; all are reads here.
pub type Operation = fn(&Account, &Input) -> Result<Value, Refusal>;

/// The operation of this name, if it is served.
pub fn find(name: &str) -> Option<Operation> {
    (name == "DescribeScalableTargets").then_some(describe_scalable_targets as Operation)
}

/// Only services of ECS are scaled here; they all fit on one page: our choice.
fn describe_scalable_targets(account: &Account, input: &Input) -> Result<Value, Refusal> {
    let wanted = input.texts("ResourceIds")?;
    if input.text("ServiceNamespace")?.is_none() {
        let words = "1 validation error detected: Value null at 'serviceNamespace' failed to satisfy constraint: \
                     Member must not be null";
        return Err(Refusal::bad_request("ValidationException", words));
    }
    let is_ecs = input.text("ServiceNamespace")? == Some("ecs");
    let rows = account.scalable_targets.iter().filter(|_| is_ecs).map(|(id, target)| (resource(id), target));
    let rows = rows.filter(|(resource, _)| wanted.is_empty() || wanted.contains(&resource.as_str()));
    Ok(json!({"ScalableTargets": rows.map(|(resource, target)| row(account, &resource, target)).collect::<Vec<_>>()}))
}

fn resource(id: &ServiceId) -> String {
    format!("service/{}/{}", id.cluster.raw(), id.name.raw())
}

fn row(account: &Account, resource: &str, target: &ScalableTarget) -> Value {
    json!({
        "ServiceNamespace": "ecs",
        "ResourceId": resource,
        "ScalableDimension": "ecs:service:DesiredCount",
        "MinCapacity": target.min,
        "MaxCapacity": target.max,
        "RoleARN": format!(
            "arn:aws:iam::{}:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/\
             AWSServiceRoleForApplicationAutoScaling_ECSService",
            account.id
        ),
        "CreationTime": epoch(target.created_at.unwrap_or(Timestamp::UNIX_EPOCH)),
        "SuspendedState": {
            "DynamicScalingInSuspended": target.suspended.scale_in,
            "DynamicScalingOutSuspended": target.suspended.scale_out,
            "ScheduledScalingSuspended": target.suspended.scheduled,
        },
    })
}
