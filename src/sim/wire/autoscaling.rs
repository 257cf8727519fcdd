//! Application Auto Scaling: DescribeScalableTargets and RegisterScalableTarget.

use super::json::Input;
use super::moment::epoch;
use crate::domain::scaling::ScalableTarget;
use crate::domain::service::ServiceId;
use crate::domain::{Text, Timestamp};
use crate::sim::account::Account;
use crate::sim::refusal::Refusal;
use crate::sim::world::{Registration, World};
use serde_json::{Value, json};

/// An operation of Application Auto Scaling.
#[derive(Clone, Copy)]
pub enum Operation {
    Read(fn(&Account, &Input) -> Result<Value, Refusal>),
    Write(fn(&mut World, &Input, Timestamp) -> Result<Value, Refusal>),
}

/// The operation of this name, if it is served.
pub fn find(name: &str) -> Option<Operation> {
    Some(match name {
        "DescribeScalableTargets" => Operation::Read(describe_scalable_targets),
        "RegisterScalableTarget" => Operation::Write(register_scalable_target),
        _ => return None,
    })
}

impl Operation {
    pub fn run(self, world: &mut World, input: &Input, now: Timestamp) -> Result<Value, Refusal> {
        match self {
            Self::Read(read) => read(&world.account, input),
            Self::Write(write) => write(world, input, now),
        }
    }
}

fn register_scalable_target(world: &mut World, input: &Input, now: Timestamp) -> Result<Value, Refusal> {
    let refuse = |words: &str| Refusal::bad_request("ValidationException", words);
    if input.text("ServiceNamespace")? != Some("ecs")
        || input.text("ScalableDimension")? != Some("ecs:service:DesiredCount")
    {
        return Err(refuse("Only services of ECS are scaled in the simulated account"));
    }
    let named = input.text("ResourceId")?.and_then(|id| id.strip_prefix("service/")?.split_once('/'));
    let (cluster, name) = named.ok_or_else(|| refuse("ECS service resource ID is not valid"))?;
    let id = ServiceId { cluster: Text::new(cluster), name: Text::new(name) };
    let bound = |name: &str| -> Result<Option<i32>, Refusal> {
        let said = input.integer(name)?;
        said.map(|n| i32::try_from(n).ok().filter(|n| *n >= 0).ok_or_else(|| refuse("A capacity is out of range")))
            .transpose()
    };
    let suspended = input.object("SuspendedState")?;
    let part = |name: &str| suspended.as_ref().map_or(Ok(None), |state| state.flag(name));
    let said = Registration {
        min: bound("MinCapacity")?,
        max: bound("MaxCapacity")?,
        scale_in: part("DynamicScalingInSuspended")?,
        scale_out: part("DynamicScalingOutSuspended")?,
        scheduled: part("ScheduledScalingSuspended")?,
    };
    world.register_scalable_target(&id, said, now)?;
    Ok(json!({"ScalableTargetARN": format!("arn:aws:application-autoscaling:{}:{}:scalable-target/0ec5{}",
        world.account.region, world.account.id, id.name.raw())}))
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
