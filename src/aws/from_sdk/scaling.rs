//! Scalable targets.

use super::member::time;
use crate::domain::scaling::{ScalableTarget, Suspended};
use aws_sdk_applicationautoscaling::types as sdk;

/// A row of DescribeScalableTargets.
pub(in crate::aws) fn target(from: &sdk::ScalableTarget) -> ScalableTarget {
    let suspended = from.suspended_state().map(|state| Suspended {
        scale_in: state.dynamic_scaling_in_suspended().unwrap_or_default(),
        scale_out: state.dynamic_scaling_out_suspended().unwrap_or_default(),
        scheduled: state.scheduled_scaling_suspended().unwrap_or_default(),
    });
    ScalableTarget {
        min: from.min_capacity(),
        max: from.max_capacity(),
        suspended: suspended.unwrap_or_default(),
        created_at: time(Some(from.creation_time())),
    }
}
