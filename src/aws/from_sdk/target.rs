//! Targets of a load balancer.

use super::member::{text, word};
use crate::domain::target::{TargetHealth, TargetState};
use aws_sdk_elasticloadbalancingv2::types as sdk;

/// A row of DescribeTargetHealth.
pub(in crate::aws) fn health(from: &sdk::TargetHealthDescription) -> Option<TargetHealth> {
    let target = from.target()?;
    let health = from.target_health();
    Some(TargetHealth {
        target: text(target.id()).filter(|id| !id.is_empty())?,
        port: target.port(),
        state: TargetState::parse(word(health.and_then(|h| h.state()).map(sdk::TargetHealthStateEnum::as_str))),
        reason: text(health.and_then(|h| h.reason()).map(sdk::TargetHealthReasonEnum::as_str)),
        description: text(health.and_then(sdk::TargetHealth::description)).filter(|said| !said.is_empty()),
    })
}
