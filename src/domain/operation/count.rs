//! Setting the desired count of a service, to zero and back.

use super::change::{Change, On};
use crate::domain::lever::Lever;
use crate::domain::service::ServiceId;
use crate::domain::shell::shell_word;
use crate::domain::situation::Situation;

/// ecs:UpdateService with a desired count. It starts no new deployment; at 0 every task stops, and a waiting stack
/// goes on since running equals desired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetCount {
    pub service: ServiceId,
    /// The desired count the person saw; if it has moved, nothing is sent.
    pub from: i32,
    pub to: i32,
}

impl Change for SetCount {
    fn lever(&self) -> Lever {
        if self.to == 0 { Lever::ScaleToZero } else { Lever::SetCount }
    }

    fn on(&self) -> On<'_> {
        On::Service(&self.service)
    }

    fn title(&self) -> String {
        match self.to {
            0 => format!("Scale {} to zero", self.service.name),
            to => format!("Set the count of {} to {to}", self.service.name),
        }
    }

    fn command(&self) -> String {
        format!(
            "aws ecs update-service --cluster {} --service {} --desired-count {}",
            shell_word(&self.service.cluster),
            shell_word(&self.service.name),
            self.to
        )
    }

    fn before(&self) -> String {
        self.from.to_string()
    }

    fn moved(&self, now: &Situation<'_>) -> Option<String> {
        let service = now.service.filter(|service| service.desired != self.from)?;
        Some(format!("the desired count is {} and no longer {}", service.desired, self.from))
    }
}
