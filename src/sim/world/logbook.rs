//! What containers log.

use super::agenda::Happening;
use super::definitions::{CONTAINER, log_group};
use super::state::{World, after};
use crate::domain::Timestamp;
use crate::sim::account::{LogGroup, SimLogEvent};
use crate::sim::scenario::ServicePlan;

/// Lines kept of one stream.
const LINES: usize = 300;
/// Streams kept of one group.
const STREAMS: usize = 400;
/// Milliseconds until a line can be read.
const INGESTION: i64 = 400;

impl World {
    /// Makes a service's log group, once.
    pub(super) fn make_log_group(&mut self, plan: &ServicePlan, at: Timestamp) {
        let name = log_group(plan);
        if !self.account.log_groups.iter().any(|group| group.name == name) {
            self.account.log_groups.push(LogGroup { name, created_at: at, streams: [].into() });
        }
    }

    /// Writes a line of a task's container. The stream is `PREFIX/CONTAINER/TASKID`, as awslogs names it.
    pub(super) fn log(&mut self, plan: &ServicePlan, container: &str, task: &str, at: Timestamp, message: String) {
        self.log_lines += 1;
        let id = format!("{:039}{:017}", at.as_millisecond().max(0), self.log_lines);
        let name = log_group(plan);
        if plan.new_log.is_some() && !self.logs_to(task, &name) {
            return;
        }
        let Some(group) = self.account.log_groups.iter_mut().find(|group| group.name == name) else { return };
        let stream = group.streams.entry(format!("{}/{container}/{task}", plan.name)).or_default();
        let place = stream.partition_point(|event| event.at <= at);
        stream.insert(place, SimLogEvent { id, at, ingested_at: after(at, INGESTION), message });
        if stream.len() > LINES {
            stream.remove(0);
        }
        if group.streams.len() > STREAMS {
            let stalest = group.streams.iter().min_by_key(|(_, events)| events.last().map(|event| event.at));
            if let Some(stalest) = stalest.map(|(name, _)| name.clone()) {
                group.streams.remove(&stalest);
            }
        }
    }

    /// Whether a task's containers log to a group.
    fn logs_to(&mut self, task: &str, group: &str) -> bool {
        let Some(arn) = self.task_mut(task).map(|task| task.task_definition.clone()) else { return false };
        let definition = self.account.task_definitions.iter().find(|known| known.arn == arn);
        let mut logs = definition.into_iter().flat_map(|it| &it.containers).filter_map(|it| it.log.as_ref());
        logs.any(|log| log.awslogs_group().is_some_and(|named| named.raw() == group))
    }

    /// A task that serves requests has served one, and will serve the next.
    pub(super) fn serve_request(&mut self, task: &str, at: Timestamp) {
        let Some(life) = self.lives.get(task).filter(|life| !life.ending) else { return };
        let Some(plan) = self.controls.get(life.service).map(|control| control.plan.clone()) else { return };
        const PATHS: [&str; 4] = ["/", "/cart", "/cart/items", "/health"];
        let path = PATHS.get(self.dice.between(0, 3) as usize).copied().unwrap_or("/");
        let slow = self.dice.between(0, 40) == 0;
        let (status, took) = if slow { (504, 3000) } else { (200, self.dice.between(4, 90)) };
        let level = if slow { "error" } else { "info" };
        let message = format!(
            r#"{{"level":"{level}","msg":"request","method":"GET","path":"{path}","status":{status},"ms":{took},"service":"{}"}}"#,
            plan.name
        );
        self.log(&plan, CONTAINER, task, at, message);
        let wait = self.dice.between(8_000, 30_000);
        self.agenda.put(after(at, wait), Happening::Request(task.to_owned()));
    }
}
