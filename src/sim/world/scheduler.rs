//! The ECS service scheduler: which tasks are launched, which are stopped, when a deployment is done.

use super::agenda::LifeStep;
use super::beside::address;
use super::definitions::CONTAINER;
use super::state::{Life, World, after, primary_mut};
use crate::domain::deployment::{DeploymentStatus, RolloutState};
use crate::domain::task::{Container, Task};
use crate::domain::{Text, Timestamp};
use crate::sim::account::SimTask;
use crate::sim::scenario::Fate;

/// Longest pause between two waves in seconds. AWS throttles a service whose tasks keep failing but does not say
/// by how much: our choice, short enough that an hour shows a dozen failures and more.
const LONGEST_PAUSE: i64 = 150;
/// Seconds between two complaints that nothing can be placed. AWS repeats itself rarely: our choice.
const COMPLAINT: i64 = 270;

/// What the scheduler sees of a service at one moment.
struct Scene {
    desired: usize,
    lower: usize,
    upper: usize,
    primary: String,
    open: bool,
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
        if scene.open && scene.new.len() < scene.desired {
            self.scale_out(service, &scene, at);
        }
        self.forget_empty_deployments(service);
        self.recount(service);
        let good = scene.new.iter().filter(|(_, good)| *good).count();
        let ending = self.lives.values().any(|life| life.service == service && life.ending);
        let alone = self.account.services.get(service).is_some_and(|sim| sim.service.deployments.len() == 1);
        if alone && !ending && good == scene.desired && scene.new.len() == scene.desired {
            self.complete(service, at);
        }
    }

    fn scene(&self, service: usize) -> Option<Scene> {
        let (sim, control) = self.service(service)?;
        let desired = usize::try_from(sim.service.desired).unwrap_or(0);
        let primary = sim.service.primary()?;
        let id = primary.id.raw().to_owned();
        let good = |id: &String| self.lives.get(id).is_some_and(|life| life.good);
        let live = self.live_tasks(service).into_iter();
        let (new, old): (Vec<_>, Vec<_>) = live.partition(|(_, deployment)| *deployment == id);
        let marked = |tasks: Vec<(String, String)>| tasks.into_iter().map(|(t, _)| (t.clone(), good(&t))).collect();
        let percent = |percent: i32| desired * usize::try_from(percent).unwrap_or(0);
        Some(Scene {
            desired,
            lower: percent(control.plan.min_healthy_percent).div_ceil(100),
            upper: percent(control.plan.max_percent) / 100,
            primary: id,
            open: primary.rollout != RolloutState::Failed,
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
        let count = replaced.max(in_the_way).min(spare);
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
        let fate = self.fate(service, revision, at);
        if let Fate::Unplaceable { reason } = &fate {
            let reason = self.fill(reason, service, revision, "");
            self.say(service, at, &format!("was unable to place a task{reason}"));
            let wait = self.dice.about(COMPLAINT);
            if let Some((_, control)) = self.service_mut(service) {
                control.next_wave = after(at, wait);
            }
            return self.put_look(at, wait, service);
        }
        if count == 0 {
            return;
        }
        let ids: Vec<String> =
            (0..count).map(|_| self.launch(service, scene, &definition, revision, &fate, at)).collect();
        let tasks: String = ids.iter().map(|id| format!(" (task {id})")).collect();
        self.say(service, at, &format!("has started {count} tasks:{tasks}."));
        let wait = self.dice.about(pause(failures));
        if let Some((_, control)) = self.service_mut(service) {
            control.next_wave = after(at, wait);
        }
        self.put_look(at, wait.max(1_000), service);
    }

    fn launch(
        &mut self,
        service: usize,
        scene: &Scene,
        definition: &Text,
        revision: i32,
        fate: &Fate,
        at: Timestamp,
    ) -> String {
        let id = self.dice.hex32();
        let Some(plan) = self.controls.get(service).map(|control| control.plan.clone()) else { return id };
        let fargate = plan.launch_type == "FARGATE";
        let task = Task {
            arn: self.arn("ecs", &format!("task/{}/{id}", plan.cluster)).into(),
            task_definition: definition.clone(),
            started_by: Some(Text::new(&scene.primary)),
            group: Some(format!("service:{}", plan.name).into()),
            last_status: Text::new(if fargate { "PROVISIONING" } else { "PENDING" }),
            desired_status: Text::new("RUNNING"),
            stop_code: None,
            stopped_reason: None,
            created_at: Some(at),
            pull_started_at: None,
            pull_stopped_at: None,
            started_at: None,
            stopping_at: None,
            execution_stopped_at: None,
            stopped_at: None,
            health: Some(Text::new("UNKNOWN")),
            address: fargate.then(|| address(&id).into()),
            containers: vec![Container {
                name: Text::new(CONTAINER),
                image: Some(self.image(&plan, revision).into()),
                last_status: Some(Text::new("PENDING")),
                exit_code: None,
                reason: None,
                health: Some(Text::new("UNKNOWN")),
            }],
        };
        self.account.tasks.push(SimTask { cluster: plan.cluster.clone(), task });
        let life = Life { service, fate: fate.clone(), good: false, ending: false, failed: false };
        self.lives.insert(id.clone(), life);
        let wait = if fargate { self.dice.between(7_000, 12_000) } else { self.dice.between(500, 1_500) };
        self.put_life(at, wait, &id, LifeStep::Pull);
        id
    }

    /// What becomes of a task of this revision that is launched now.
    fn fate(&self, service: usize, revision: i32, at: Timestamp) -> Fate {
        let Some((_, control)) = self.service(service) else { return Fate::Runs };
        match control.incident {
            Some(began) if at >= began && revision >= control.plan.revision => control.plan.fate.clone(),
            Some(began) if at >= began => control.plan.old_fate.clone(),
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
        let tasks = self.account.tasks.iter().map(|sim| &sim.task).filter(|task| self.lives.contains_key(task.id()));
        let with_tasks: Vec<Text> = tasks.filter_map(|task| task.started_by.clone()).collect();
        let Some((sim, _)) = self.service_mut(service) else { return };
        sim.service.deployments.retain(|d| d.status == DeploymentStatus::Primary || with_tasks.contains(&d.id));
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
