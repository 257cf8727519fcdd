//! A task's life: provisioning, pull, running, and the fate of its revision.

use super::agenda::{Happening, LifeStep};
use super::definitions::CONTAINER;
use super::names::instance_id;
use super::state::{World, after};
use crate::domain::{Text, Timestamp};
use crate::sim::scenario::{Fate, ServicePlan};

impl World {
    /// Takes the next step of a task's life.
    pub(super) fn live(&mut self, id: &str, step: LifeStep, at: Timestamp) {
        let Some(life) = self.lives.get(id) else { return };
        // What was put down before its end began no longer happens.
        if life.ending && !matches!(step, LifeStep::Ended | LifeStep::Stopped) {
            return;
        }
        let (service, fate) = (life.service, life.fate.clone());
        let Some(plan) = self.controls.get(service).map(|control| control.plan.clone()) else { return };
        match step {
            LifeStep::Pull => self.pull(id, &fate, at),
            LifeStep::NeverStart => self.never_start(id, service, &fate, at),
            LifeStep::Pulled => {
                if let Some(task) = self.task_mut(id) {
                    task.pull_stopped_at = Some(at);
                }
                let wait = self.dice.between(600, 1_800);
                self.put_life(at, wait, id, LifeStep::Run);
            }
            LifeStep::Run => self.run(id, service, &plan, &fate, at),
            LifeStep::Healthy => {
                if plan.health_check.is_some() {
                    self.tell_health(id, "HEALTHY");
                }
                if let Some(life) = self.lives.get_mut(id) {
                    life.good = true;
                }
                if let Some(control) = self.controls.get_mut(service) {
                    control.failures = 0;
                }
                self.put_look(at, 1_000, service);
            }
            LifeStep::Exit => self.exit(id, service, &plan, &fate, at),
            LifeStep::Unhealthy => self.unhealthy(id, service, &plan, &fate, at),
            LifeStep::ChecksFail => self.checks_fail(id, service, &plan, &fate, at),
            LifeStep::Taken => self.taken(id, service, &fate, at),
            LifeStep::Ended => self.ended(id, at),
            LifeStep::Stopped => self.stopped(id, service, at),
        }
        self.put_stale(service);
    }

    fn pull(&mut self, id: &str, fate: &Fate, at: Timestamp) {
        if let Some(task) = self.task_mut(id) {
            task.last_status = Text::new("PENDING");
            task.pull_started_at = Some(at);
        }
        let (wait, step) = match fate {
            Fate::NeverStarts { after_seconds, .. } => (self.dice.about(*after_seconds), LifeStep::NeverStart),
            _ => (self.dice.between(2_500, 6_000), LifeStep::Pulled),
        };
        self.put_life(at, wait, id, step);
    }

    fn never_start(&mut self, id: &str, service: usize, fate: &Fate, at: Timestamp) {
        let Fate::NeverStarts { reason, .. } = fate else { return };
        let reason = self.fill_for(reason, service, id);
        if let Some(task) = self.task_mut(id) {
            (task.desired_status, task.last_status) = (Text::new("STOPPED"), Text::new("STOPPING"));
            (task.stop_code, task.stopped_reason) = (Some(Text::new("TaskFailedToStart")), Some(Text::new(&reason)));
            (task.stopping_at, task.execution_stopped_at) = (Some(at), Some(at));
            for container in &mut task.containers {
                (container.last_status, container.reason) = (Some(Text::new("STOPPED")), Some(Text::new(&reason)));
            }
        }
        self.say(service, at, &format!("was unable to place a task. Reason: {reason}."));
        self.end(id, true, at);
    }

    fn run(&mut self, id: &str, service: usize, plan: &ServicePlan, fate: &Fate, at: Timestamp) {
        let mut deployment = String::new();
        if let Some(task) = self.task_mut(id) {
            (task.last_status, task.started_at) = (Text::new("RUNNING"), Some(at));
            for container in &mut task.containers {
                container.last_status = Some(Text::new("RUNNING"));
            }
            deployment = task.started_by.as_ref().map_or("", |by| by.raw()).to_owned();
        }
        self.count_failure(service, &deployment, false, at);
        let mut line_at = at;
        for line in &plan.startup {
            line_at = after(line_at, self.dice.between(60, 900));
            let line = self.fill_for(line, service, id);
            self.log(plan, CONTAINER, id, line_at, line);
        }
        for (sidecar, line) in plan.sidecars.iter().flat_map(|s| s.startup.iter().map(move |line| (s, line))) {
            let line = self.fill_for(line, service, id);
            self.log(plan, &sidecar.name, id, after(at, 40), line);
        }
        self.say_targets(service, at, "registered", 1);
        // Of the usual time of a deployment about a minute is spent on the way up and on the old tasks' way out.
        let (seconds, step) = match fate {
            Fate::Exits { after_seconds, .. } => (*after_seconds, LifeStep::Exit),
            Fate::Unhealthy { after_seconds, .. } => (*after_seconds, LifeStep::Unhealthy),
            Fate::ChecksFail { after_seconds, .. } => (*after_seconds, LifeStep::ChecksFail),
            Fate::Taken { after_seconds, .. } => (*after_seconds, LifeStep::Taken),
            Fate::Slow { after_seconds } => (*after_seconds, LifeStep::Healthy),
            _ => ((plan.usual_minutes * 60 - 50).max(20), LifeStep::Healthy),
        };
        let wait = self.dice.about(seconds);
        self.put_life(at, wait, id, step);
        let first = after(at.max(self.requests_from), self.dice.between(2_000, 20_000));
        if matches!(fate, Fate::Runs | Fate::Slow { .. }) && !plan.silent {
            self.agenda.put(first, Happening::Request(id.to_owned()));
        }
    }

    fn stopped(&mut self, id: &str, service: usize, at: Timestamp) {
        let failed = self.lives.remove(id).is_some_and(|life| life.failed);
        if let Some(control) = self.controls.get_mut(service) {
            control.tasks.retain(|task| task != id);
        }
        let mut deployment = String::new();
        self.first_stop = self.first_stop.or(Some(at));
        if let Some(task) = self.task_mut(id) {
            (task.last_status, task.stopped_at) = (Text::new("STOPPED"), Some(at));
            deployment = task.started_by.as_ref().map_or("", |by| by.raw()).to_owned();
        }
        if failed {
            self.task_failed(service, &deployment, at);
        } else {
            self.put_look(at, 800, service);
        }
    }

    /// `registered 2 targets in (target-group …)`, where the service has a target group.
    pub(super) fn say_targets(&mut self, service: usize, at: Timestamp, what: &str, count: usize) {
        let group = self.controls.get(service).and_then(|control| self.target_group_arn(&control.plan));
        if let Some(group) = group {
            self.say(service, at, &format!("{what} {count} targets in (target-group {group})"));
        }
    }

    pub(super) fn fill_for(&mut self, words: &str, service: usize, id: &str) -> String {
        let definition = self.task_mut(id).map(|task| task.task_definition.clone());
        let revision = definition.and_then(|arn| arn.raw().rsplit(':').next().and_then(|r| r.parse().ok()));
        self.fill(words, service, revision.unwrap_or_default(), id)
    }

    /// Puts a task's own names into words of the scenario.
    pub(super) fn fill(&self, words: &str, service: usize, revision: i32, task: &str) -> String {
        let Some((_, control)) = self.service(service) else { return words.to_owned() };
        let plan = &control.plan;
        words
            .replace("{account}", &self.account.id)
            .replace("{region}", &self.account.region)
            .replace("{service}", &plan.name)
            .replace("{image}", &self.image(plan, revision))
            .replace("{task}", task)
            .replace("{revision}", &revision.to_string())
            .replace("{target_group}", &self.target_group_arn(plan).unwrap_or_default())
            .replace("{instance}", &instance_id(plan))
    }
}
