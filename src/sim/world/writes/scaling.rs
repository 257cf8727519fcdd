//! RegisterScalableTarget.

use crate::domain::Timestamp;
use crate::domain::scaling::{ScalableTarget, Suspended};
use crate::domain::service::ServiceId;
use crate::sim::refusal::Refusal;
use crate::sim::world::agenda::Turn;
use crate::sim::world::state::World;

/// What a registration says; what it leaves out stays as it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Registration {
    pub min: Option<i32>,
    pub max: Option<i32>,
    pub scale_in: Option<bool>,
    pub scale_out: Option<bool>,
    pub scheduled: Option<bool>,
}

impl World {
    /// application-autoscaling:RegisterScalableTarget of a service: makes one, or changes the one there is. A count
    /// below the minimum comes back up unless scaling out is suspended.
    pub fn register_scalable_target(
        &mut self,
        service: &ServiceId,
        said: Registration,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        self.advance(now);
        let at = self.now;
        let refuse = |words: &str| Err(Refusal::bad_request("ValidationException", words));
        let Some(place) = self.account.services.iter().position(|sim| sim.service.id == *service) else {
            return refuse(&format!("ECS service doesn't exist: service/{service}"));
        };
        let before = self.account.scalable_targets.get(service);
        let (Some(min), Some(max)) = (said.min.or(before.map(|t| t.min)), said.max.or(before.map(|t| t.max))) else {
            return refuse("Minimum and maximum capacity must be specified for a new scalable target");
        };
        if min > max {
            return refuse("Maximum capacity cannot be less than minimum capacity");
        }
        let was = before.map(|target| target.suspended).unwrap_or_default();
        let suspended = Suspended {
            scale_in: said.scale_in.unwrap_or(was.scale_in),
            scale_out: said.scale_out.unwrap_or(was.scale_out),
            scheduled: said.scheduled.unwrap_or(was.scheduled),
        };
        let created_at = before.map_or(Some(at), |target| target.created_at);
        let target = ScalableTarget { min, max, suspended, created_at };
        let returns = target.brings_back();
        self.account.scalable_targets.insert(service.clone(), target);
        if returns && self.account.services.get(place).is_some_and(|sim| sim.service.desired < min) {
            let wait = self.dice.between(45_000, 75_000);
            self.put_turn(place, at, wait, Turn::ScaleBack);
        }
        Ok(())
    }
}
