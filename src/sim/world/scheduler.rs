//! The ECS service scheduler: which tasks are launched, which are stopped, when a deployment is done.

use super::agenda::LifeStep;
use super::state::{Life, World, after, primary_mut};
use super::task_form::FARGATE;
use crate::domain::deployment::{DeploymentStatus, RolloutState};
use crate::domain::{Text, Timestamp};
use crate::sim::account::SimTask;
use crate::sim::scenario::Fate;
use std::sync::Arc;

/// Longest pause between two waves in seconds. AWS throttles a service whose tasks keep failing but does not say
/// by how much: our choice, short enough that an hour shows a dozen failures and more.
const LONGEST_PAUSE: i64 = 150;
/// Seconds between two complaints that nothing can be placed. AWS repeats itself rarely: our choice.
const COMPLAINT: i64 = 270;
/// What ECS says when minimum and maximum percent leave no room.
const DEADLOCK: &str = "was unable to stop or start tasks during a deployment because of the service deployment \
    configuration. Update the minimumHealthyPercent or maximumPercent value and try again.";

/// What the scheduler sees of a service at one moment.
struct Scene {
    desired: usize,
    lower: usize,
    upper: usize,
    primary: String,
    open: bool,
    /// A hook lets it launch nothing yet.
    held: bool,
    /// The old tasks stay until the new ones have stood the test.
    keeps_old: bool,
    /// Minimum and maximum percent leave no room for anything.
    deadlocked: bool,
    /// Live tasks, oldest first, each with whether it is healthy.
    new: Vec<(String, bool)>,
    old: Vec<(String, bool)>,
}

impl World {
    /// Looks at a service and does the next thing.
    pub(super) fn look(&mut self, service: usize, at: Timestamp) {
        let Some((_, control)) = self.service_mut(service) else { return };
        if control.next_look != Some(at) {
            return;
        }
        control.next_look = None;
        let Some(scene) = self.scene(service) else { return };
        self.scale_in(service, &scene, at);
        if scene.open && !scene.held && scene.new.len() < scene.desired {
            self.scale_out(service, &scene, at);
        }
        self.forget_empty_deployments(service);
        self.put_stale(service);
        let good = scene.new.iter().filter(|(_, good)| *good).count();
        let ending = self.has_ending(service);
        let alone = self.account.services.get(service).is_some_and(|sim| sim.service.deployments.len() == 1);
        let ready = !ending && good == scene.desired && scene.new.len() == scene.desired;
        if ready && (alone || scene.keeps_old) && self.may_finish(service, at) {
            match alone {
                true => self.complete(service, at),
                false => self.put_look(at, 1_000, service),
            }
        }
    }

    fn scene(&self, service: usize) -> Option<Scene> {
        let (sim, control) = self.service(service)?;
        let desired = usize::try_from(sim.service.desired).unwrap_or(0);
        let primary = sim.service.primary()?;
        let max_percent = sim.service.max_percent.unwrap_or(control.plan.max_percent);
        let id = primary.id.raw().to_owned();
        let good = |id: &String| self.lives.get(id).is_some_and(|life| life.good);
        let live = self.live_tasks(service).into_iter();
        let (new, old): (Vec<_>, Vec<_>) = live.partition(|(_, deployment)| *deployment == id);
        let marked = |tasks: Vec<(String, String)>| tasks.into_iter().map(|(t, _)| (t.clone(), good(&t))).collect();
        let percent = |percent: i32| desired * usize::try_from(percent).unwrap_or(0);
        Some(Scene {
            desired,
            lower: percent(control.plan.min_healthy_percent).div_ceil(100),
            upper: percent(max_percent) / 100,
            primary: id,
            open: primary.rollout != RolloutState::Failed,
            held: control.hold.launch,
            keeps_old: control.plan.strategy == "BLUE_GREEN"
                && desired > 0
                && primary.rollout == RolloutState::InProgress
                && !control.hold.released,
            deadlocked: control.plan.is_deadlocked(sim.service.desired, max_percent),
            new: marked(new),
            old: marked(old),
        })
    }

    /// Stops what is too much: newer tasks above the desired count, older ones that are replaced, and older ones
    /// that must make room for new.
    fn scale_in(&mut self, service: usize, scene: &Scene, at: Timestamp) {
        let surplus = scene.new.len().saturating_sub(scene.desired);
        let mut stop: Vec<String> = scene.new.iter().rev().take(surplus).map(|(id, _)| id.clone()).collect();
        let good_new = scene.new.iter().filter(|(_, good)| *good).count();
        let good_old = scene.old.iter().filter(|(_, good)| *good).count();
        let replaced = scene.old.len().saturating_sub(scene.desired.saturating_sub(good_new));
        let live = scene.new.len() + scene.old.len();
        let missing = scene.desired.saturating_sub(scene.new.len());
        let room = scene.upper.saturating_sub(live);
        let in_the_way = if scene.open { missing.saturating_sub(room) } else { 0 };
        let spare =
            if scene.desired == 0 { scene.old.len() } else { (good_new + good_old).saturating_sub(scene.lower) };
        let count = if scene.keeps_old { 0 } else { replaced.max(in_the_way).min(spare) };
        stop.extend(scene.old.iter().take(count).map(|(id, _)| id.clone()));
        if stop.is_empty() {
            return;
        }
        let tasks: String = stop.iter().map(|id| format!(" (task {id})")).collect();
        self.say(service, at, &format!("has stopped {} running tasks:{tasks}.", stop.len()));
        self.say_targets(service, at, "deregistered", stop.len());
        for id in stop {
            let reason = format!("Scaling activity initiated by (deployment {})", scene.primary);
            self.stop_task(&id, &reason, at);
        }
    }

    fn scale_out(&mut self, service: usize, scene: &Scene, at: Timestamp) {
        let Some((sim, control)) = self.service(service) else { return };
        if at < control.next_wave {
            let wait = control.next_wave.as_millisecond() - at.as_millisecond();
            return self.put_look(at, wait, service);
        }
        let (plan, failures) = (control.plan.clone(), control.failures);
        let Some(definition) = sim.service.primary().map(|primary| primary.task_definition.clone()) else { return };
        let room = scene.upper.saturating_sub(scene.new.len() + scene.old.len());
        let pace = if failures == 0 { usize::MAX } else { 1 };
        let count = (scene.desired - scene.new.len()).min(room).min(pace);
        let revision = definition.raw().rsplit(':').next().and_then(|r| r.parse().ok()).unwrap_or(plan.revision);
        if scene.deadlocked {
            return self.complain(service, DEADLOCK, at);
        }
        if let Fate::Unplaceable { reason } = self.fate(service, revision, at) {
            if let Some((_, control)) = self.service_mut(service) {
                control.launched += 1;
            }
            let reason = self.fill(&reason, service, revision, "");
            return self.complain(service, &format!("was unable to place a task{reason}"), at);
        }
        if count == 0 {
            return;
        }
        let ids: Vec<String> =
            (0..count).filter_map(|_| self.launch(service, scene, &definition, revision, at)).collect();
        let tasks: String = ids.iter().map(|id| format!(" (task {id})")).collect();
        self.say(service, at, &format!("has started {} tasks:{tasks}.", ids.len()));
        let wait = self.dice.about(pause(failures));
        if let Some((_, control)) = self.service_mut(service) {
            control.next_wave = after(at, wait);
        }
        self.put_look(at, wait.max(1_000), service);
    }

    /// Says what keeps the scheduler from doing anything, and that it will try again.
    fn complain(&mut self, service: usize, words: &str, at: Timestamp) {
        self.say(service, at, words);
        let wait = self.dice.about(COMPLAINT);
        if let Some((_, control)) = self.service_mut(service) {
            control.next_wave = after(at, wait);
        }
        self.put_look(at, wait, service);
    }

    /// Starts a task; none where the next one finds no place.
    fn launch(
        &mut self,
        service: usize,
        scene: &Scene,
        definition: &Text,
        revision: i32,
        at: Timestamp,
    ) -> Option<String> {
        let fate = self.fate(service, revision, at);
        if matches!(fate, Fate::Unplaceable { .. }) {
            return None;
        }
        let id = self.dice.hex32();
        let control = self.controls.get_mut(service)?;
        control.launched += 1;
        let plan = control.plan.clone();
        let task = self.new_task(&plan, &id, definition, revision, &scene.primary, at);
        let life = Life { service, fate: Arc::new(fate), good: false, ending: false, failed: false };
        self.put_task(service, &id, SimTask { cluster: plan.cluster.clone(), task }, life);
        let wait =
            if plan.launch_type == FARGATE { self.dice.between(7_000, 12_000) } else { self.dice.between(500, 1_500) };
        self.put_life(at, wait, &id, LifeStep::Pull);
        Some(id)
    }

    /// What becomes of the next task of this revision that is launched now.
    fn fate(&self, service: usize, revision: i32, at: Timestamp) -> Fate {
        let Some((_, control)) = self.service(service) else { return Fate::Runs };
        match control.incident {
            Some(began) if at >= began && revision >= control.plan.revision => {
                control.plan.fate.at_turn(control.launched).clone()
            }
            Some(began) if at >= began => control.plan.old_fate.at_turn(control.launched).clone(),
            _ => Fate::Runs,
        }
    }

    /// A task of the service has failed: longer pauses, and words about it after the fifth.
    pub(super) fn task_failed(&mut self, service: usize, deployment: &str, at: Timestamp) {
        self.count_failure(service, deployment, true, at);
        let Some((sim, control)) = self.service_mut(service) else { return };
        if primary_mut(sim).is_none_or(|primary| primary.id.raw() != deployment) {
            return self.put_look(at, 1_000, service);
        }
        control.failures += 1;
        let failures = control.failures;
        let wait = self.dice.about(pause(failures));
        if let Some((_, control)) = self.service_mut(service) {
            control.next_wave = after(at, wait);
        }
        if failures % 10 == 5 {
            let words = "is unable to consistently start tasks successfully. For more information, see the \
                         Troubleshooting section of the Amazon ECS Developer Guide.";
            self.say(service, at, words);
        }
        self.check_breaker(service, at);
        self.put_look(at, 1_000, service);
    }

    fn forget_empty_deployments(&mut self, service: usize) {
        let with_tasks = self.with_tasks(service);
        let Some((sim, _)) = self.service_mut(service) else { return };
        sim.service.deployments.retain(|d| d.status == DeploymentStatus::Primary || with_tasks.contains(d.id.raw()));
    }
}

/// Seconds until the next wave after so many failures.
fn pause(failures: i32) -> i64 {
    match failures {
        ..=0 => 0,
        1..=3 => 15,
        4..=6 => 40,
        7..=8 => 90,
        _ => LONGEST_PAUSE,
    }
}
