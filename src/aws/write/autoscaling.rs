//! What is changed in Application Auto Scaling.

use super::outcome::outcome;
use crate::domain::operation::{Outcome, SetScaling};
use aws_sdk_applicationautoscaling::Client;
use aws_sdk_applicationautoscaling::types::{ScalableDimension, ServiceNamespace, SuspendedState};

/// All three are said: what is left out would stay as it is.
pub(super) async fn set(autoscaling: &Client, action: &'static str, change: &SetScaling) -> Outcome {
    let suspended = SuspendedState::builder()
        .dynamic_scaling_in_suspended(change.to.scale_in)
        .dynamic_scaling_out_suspended(change.to.scale_out)
        .scheduled_scaling_suspended(change.to.scheduled);
    let asking = autoscaling
        .register_scalable_target()
        .service_namespace(ServiceNamespace::Ecs)
        .resource_id(change.resource())
        .scalable_dimension(ScalableDimension::EcsServiceDesiredCount);
    outcome(action, asking.suspended_state(suspended.build()).send()).await
}
