//! Hooks, bake time, alarms and scaling: what holds a deployment on purpose, or comes over it.

use super::agenda::{Happening, Turn};
use super::breaker::GivenUp;
use super::hold::Hold;
use super::state::{World, after, primary_mut};
use crate::domain::deployment::{HookWait, RolloutState, ServiceDeploymentDetail};
use crate::domain::{Text, Timestamp};
use crate::sim::scenario::{HookPlan, HookStage, TimeoutAction};

const MINUTE: i64 = 60_000;

impl World {
    /// A deployment begins: its hook before the first task, and the alarm that will go off.
    pub(super) fn begin_waits(&mut self, service: usize, revision: i32, at: Timestamp) {
        let Some((_, control)) = self.service_mut(service) else { return };
        control.hold = Hold::default();
        let is_incident = control.incident.is_some_and(|began| at >= began) && revision >= control.plan.revision;
        if !is_incident {
            control.hold.hooked = true;
            return;
        }
        let plan = control.plan.clone();
        if let Some(hook) = plan.hook.as_ref().filter(|hook| hook.stage == HookStage::PreScaleUp) {
            control.hold.launch = true;
            self.await_hook(service, hook, at);
        }
        if let Some(alarm) = &plan.alarm {
            self.put_turn(service, at, alarm.after_minutes * MINUTE, Turn::Alarm);
        }
    }

    /// Whether a deployment whose tasks are all healthy may be called complete; begins what it has to wait for.
    pub(super) fn may_finish(&mut self, service: usize, at: Timestamp) -> bool {
        let Some((sim, control)) = self.service_mut(service) else { return true };
        let open = primary_mut(sim).is_some_and(|primary| primary.rollout == RolloutState::InProgress);
        if !open || control.hold.released {
            return true;
        }
        if control.hold.launch || control.hold.finish {
            return false;
        }
        let plan = control.plan.clone();
        if let Some(hook) = plan.hook.as_ref().filter(|hook| hook.stage == HookStage::PostScaleUp)
            && !control.hold.hooked
        {
            control.hold.finish = true;
            self.await_hook(service, hook, at);
            return false;
        }
        if let Some(minutes) = plan.bake_minutes
            && !control.hold.baked
        {
            control.hold.finish = true;
            self.put_turn(service, at, i64::from(minutes) * MINUTE, Turn::BakeOver);
            self.tell_detail((service, at), |detail| detail.lifecycle_stage = Some(Text::new("BAKE_TIME")));
            return false;
        }
        control.hold.released = true;
        true
    }

    fn await_hook(&mut self, service: usize, hook: &HookPlan, at: Timestamp) {
        let wait = HookWait {
            id: Text::new(&hook.id),
            status: Text::new("AWAITING_ACTION"),
            expires_at: Some(after(at, hook.minutes * MINUTE)),
            timeout_action: Some(Text::new(hook.then.as_str())),
        };
        let stage = Text::new(hook.stage.as_str());
        self.tell_detail((service, at), |detail| {
            detail.hooks = vec![wait];
            detail.lifecycle_stage = Some(stage);
        });
        self.put_turn(service, at, hook.minutes * MINUTE, Turn::HookOver);
    }

    /// Something comes over a deployment; nothing where another one has taken its place or it is done.
    pub(super) fn turn(&mut self, service: usize, deployment: &str, turn: Turn, at: Timestamp) {
        if turn == Turn::ScaleBack {
            return self.scale_back(service, at);
        }
        let Some((sim, control)) = self.service_mut(service) else { return };
        let plan = control.plan.clone();
        // Somebody may have answered before its time was up.
        let waits = |detail: &ServiceDeploymentDetail| detail.hooks.iter().any(HookWait::is_waiting);
        let answered = !sim.history.first().and_then(|last| last.detail.as_ref()).is_some_and(waits);
        let same = |d: &&mut crate::domain::deployment::Deployment| {
            d.id.raw() == deployment && d.rollout == RolloutState::InProgress
        };
        if primary_mut(sim).filter(same).is_none() {
            return;
        }
        let hook = plan.hook.as_ref();
        match turn {
            Turn::HookOver if answered => {}
            Turn::RollBack => self.roll_back_by_hand(service, &GivenUp::stopped(), at),
            Turn::Alarm => {
                let name = plan.alarm.as_ref().map_or_else(String::new, |alarm| alarm.name.clone());
                self.tell_detail((service, at), |detail| detail.triggered_alarms = vec![Text::new(&name)]);
                self.give_up(service, &GivenUp::alarm(&name), true, at);
            }
            Turn::HookOver if hook.is_some_and(|hook| hook.then == TimeoutAction::Rollback) => {
                let id = hook.map_or("", |hook| hook.id.as_str());
                self.tell_detail((service, at), |detail| end_hooks(detail, "TIMED_OUT"));
                self.give_up(service, &GivenUp::hook(id), true, at);
            }
            Turn::HookOver => self.pass_hook(service, at),
            _ => {
                (control.hold.baked, control.hold.finish) = (true, false);
                self.tell_detail((service, at), |detail| detail.lifecycle_stage = Some(Text::new("CLEAN_UP")));
                self.put_look(at, 1_000, service);
            }
        }
    }

    /// The hook is passed: the deployment goes on.
    pub(super) fn pass_hook(&mut self, service: usize, at: Timestamp) {
        if let Some(control) = self.controls.get_mut(service) {
            control.hold = Hold { hooked: true, ..Hold::default() };
        }
        self.tell_detail((service, at), |detail| end_hooks(detail, "SUCCEEDED"));
        self.put_look(at, 1_000, service);
    }

    fn scale_back(&mut self, service: usize, at: Timestamp) {
        let Some((sim, control)) = self.service_mut(service) else { return };
        let desired = sim.service.desired;
        control.next_wave = at;
        let id = sim.service.id.clone();
        let target = self.account.scalable_targets.get(&id);
        let Some(min) = target.filter(|target| target.brings_back() && desired < target.min).map(|t| t.min) else {
            return;
        };
        let Some((sim, _)) = self.service_mut(service) else { return };
        sim.service.desired = min;
        if let Some(primary) = primary_mut(sim) {
            (primary.desired, primary.updated_at) = (min, Some(at));
        }
        self.put_look(at, 1_500, service);
    }

    /// Changes what DescribeServiceDeployments tells of the open deployment.
    pub(super) fn tell_detail(
        &mut self,
        (service, at): (usize, Timestamp),
        change: impl FnOnce(&mut ServiceDeploymentDetail),
    ) {
        let open = self.account.services.get_mut(service).and_then(|sim| sim.history.first_mut());
        if let Some(detail) = open.filter(|last| last.is_open()).and_then(|last| last.detail.as_mut()) {
            change(detail);
            detail.updated_at = Some(at);
        }
    }

    pub(super) fn put_turn(&mut self, service: usize, at: Timestamp, milliseconds: i64, turn: Turn) {
        let primary = self.account.services.get(service).and_then(|sim| sim.service.primary());
        let deployment = primary.map_or_else(String::new, |primary| primary.id.raw().to_owned());
        self.agenda.put(after(at, milliseconds), Happening::Turn(service, deployment, turn));
    }
}

pub(super) fn end_hooks(detail: &mut ServiceDeploymentDetail, status: &str) {
    detail.hooks.iter_mut().for_each(|hook| hook.status = Text::new(status));
    detail.lifecycle_stage = Some(Text::new("SCALE_UP"));
}
