//! How tasks end: by themselves, by their health checks, by their host, by the scheduler.

use super::agenda::LifeStep;
use super::definitions::{CONTAINER, PORT};
use super::state::World;
use crate::domain::{Text, Timestamp};
use crate::sim::scenario::{Fate, ServicePlan};

/// Exit code of a container that was asked to stop.
const SIGTERM: i32 = 143;

impl World {
    pub(super) fn exit(&mut self, id: &str, service: usize, plan: &ServicePlan, fate: &Fate, at: Timestamp) {
        let Fate::Exits { code, reason, log, container: culprit, .. } = fate else { return };
        let culprit = culprit.as_deref().unwrap_or(CONTAINER);
        for line in log {
            let line = self.fill_for(line, service, id);
            self.log(plan, culprit, id, at, line);
        }
        if let Some(task) = self.task_mut(id) {
            (task.desired_status, task.last_status) = (Text::new("STOPPED"), Text::new("STOPPING"));
            task.stop_code = Some(Text::new("EssentialContainerExited"));
            task.stopped_reason = Some(Text::new("Essential container in task exited"));
            (task.stopping_at, task.execution_stopped_at) = (Some(at), Some(at));
            for container in &mut task.containers {
                let is_culprit = container.name.raw() == culprit;
                container.last_status = Some(Text::new("STOPPED"));
                container.exit_code = Some(if is_culprit { *code } else { SIGTERM });
                container.reason = reason.as_deref().filter(|_| is_culprit).map(Text::new);
            }
        }
        self.say_targets(service, at, "deregistered", 1);
        self.end(id, true, at);
    }

    pub(super) fn unhealthy(&mut self, id: &str, service: usize, plan: &ServicePlan, fate: &Fate, at: Timestamp) {
        let Fate::Unhealthy { reason, log, .. } = fate else { return };
        for line in log {
            let line = self.fill_for(line, service, id);
            self.log(plan, CONTAINER, id, at, line);
        }
        let group = self.target_group_arn(plan).unwrap_or_default();
        let words =
            format!("(task {id}) (port {PORT}) is unhealthy in (target-group {group}) due to (reason {reason}).");
        self.say(service, at, &words);
        self.say(service, at, &format!("has stopped 1 running tasks: (task {id})."));
        self.say_targets(service, at, "deregistered", 1);
        if let Some(life) = self.lives.get_mut(id) {
            life.failed = true;
        }
        self.stop_task(id, &format!("Task failed ELB health checks in (target-group {group})"), at);
    }

    /// The container's own health check has failed too often.
    pub(super) fn checks_fail(&mut self, id: &str, service: usize, plan: &ServicePlan, fate: &Fate, at: Timestamp) {
        let Fate::ChecksFail { log, .. } = fate else { return };
        for line in log {
            let line = self.fill_for(line, service, id);
            self.log(plan, CONTAINER, id, at, line);
        }
        self.tell_health(id, "UNHEALTHY");
        self.say(service, at, &format!("(task {id}) failed container health checks."));
        self.say(service, at, &format!("has stopped 1 running tasks: (task {id})."));
        self.say_targets(service, at, "deregistered", 1);
        if let Some(life) = self.lives.get_mut(id) {
            life.failed = true;
        }
        self.stop_task(id, "Task failed container health checks", at);
    }

    /// Its host is taken away.
    pub(super) fn taken(&mut self, id: &str, service: usize, fate: &Fate, at: Timestamp) {
        let Fate::Taken { stop_code, reason, .. } = fate else { return };
        self.say(service, at, &format!("has begun draining connections on 1 tasks: (task {id})."));
        self.say_targets(service, at, "deregistered", 1);
        self.stop_task(id, reason, at);
        if let Some(task) = self.task_mut(id) {
            task.stop_code = Some(Text::new(stop_code));
        }
    }

    /// What the health check of the service's own container says, and so the task.
    pub(super) fn tell_health(&mut self, id: &str, health: &str) {
        let Some(task) = self.task_mut(id) else { return };
        task.health = Some(Text::new(health));
        for container in task.containers.iter_mut().filter(|container| container.name.raw() == CONTAINER) {
            container.health = Some(Text::new(health));
        }
    }

    /// Asks a task to stop, as the scheduler does; its containers end by SIGTERM.
    pub(super) fn stop_task(&mut self, id: &str, reason: &str, at: Timestamp) {
        let Some(life) = self.lives.get_mut(id).filter(|life| !life.ending) else { return };
        life.ending = true;
        if let Some(task) = self.task_mut(id) {
            (task.desired_status, task.last_status) = (Text::new("STOPPED"), Text::new("DEACTIVATING"));
            task.stop_code = Some(Text::new("ServiceSchedulerInitiated"));
            (task.stopped_reason, task.stopping_at) = (Some(Text::new(reason)), Some(at));
        }
        let wait = self.dice.between(1_500, 4_000);
        self.put_life(at, wait, id, LifeStep::Ended);
    }

    pub(super) fn ended(&mut self, id: &str, at: Timestamp) {
        if let Some(task) = self.task_mut(id) {
            task.execution_stopped_at = Some(at);
            task.last_status = Text::new("DEPROVISIONING");
            let ran = task.started_at.is_some();
            for container in &mut task.containers {
                (container.last_status, container.exit_code) = (Some(Text::new("STOPPED")), ran.then_some(SIGTERM));
            }
        }
        let wait = self.dice.between(1_500, 3_500);
        self.put_life(at, wait, id, LifeStep::Stopped);
    }

    pub(super) fn end(&mut self, id: &str, failed: bool, at: Timestamp) {
        if let Some(life) = self.lives.get_mut(id) {
            (life.ending, life.failed) = (true, failed);
        }
        let wait = self.dice.between(3_000, 9_000);
        self.put_life(at, wait, id, LifeStep::Stopped);
    }
}
