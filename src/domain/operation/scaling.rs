//! Suspending autoscaling of a service, and resuming it.

use super::change::{Change, On};
use super::reading::Reading;
use crate::domain::lever::Lever;
use crate::domain::scaling::Suspended;
use crate::domain::service::ServiceId;
use crate::domain::shell::shell_word;
use crate::domain::situation::Situation;
use crate::domain::text::Text;

/// application-autoscaling:RegisterScalableTarget with a suspended state and nothing else: the bounds stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetScaling {
    pub service: ServiceId,
    /// What the person saw suspended; if it has moved, nothing is sent.
    pub from: Suspended,
    pub to: Suspended,
}

impl SetScaling {
    /// Suspends everything.
    pub fn suspend(service: ServiceId, from: Suspended) -> Self {
        Self { service, from, to: Suspended::ALL }
    }

    /// As Application Auto Scaling names the service.
    pub fn resource(&self) -> String {
        format!("service/{}/{}", self.service.cluster.raw(), self.service.name.raw())
    }
}

impl Change for SetScaling {
    fn lever(&self) -> Lever {
        if self.to == Suspended::ALL { Lever::SuspendScaling } else { Lever::ResumeScaling }
    }

    fn on(&self) -> On<'_> {
        On::Service(&self.service)
    }

    fn title(&self) -> String {
        match self.lever() {
            Lever::SuspendScaling => format!("Suspend the autoscaling of {}", self.service.name),
            _ => format!("Resume the autoscaling of {}", self.service.name),
        }
    }

    fn aim(&self) -> String {
        format!("autoscaling of {}", self.service)
    }

    fn command(&self) -> String {
        format!(
            "aws application-autoscaling register-scalable-target --service-namespace ecs --resource-id {} \
             --scalable-dimension ecs:service:DesiredCount --suspended-state \
             DynamicScalingInSuspended={},DynamicScalingOutSuspended={},ScheduledScalingSuspended={}",
            shell_word(&Text::from(self.resource())),
            self.to.scale_in,
            self.to.scale_out,
            self.to.scheduled
        )
    }

    fn before(&self) -> String {
        self.from.to_string()
    }

    fn readings(&self) -> Vec<Reading<'_>> {
        vec![Reading::Scaling(&self.service)]
    }

    fn moved(&self, now: &Situation<'_>) -> Option<String> {
        let target = now.scaling.flatten().filter(|target| target.suspended != self.from)?;
        Some(format!("of its scaling {} and no longer {}", target.suspended, self.from))
    }
}
