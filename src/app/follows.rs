//! What follows a write, in words made of what is known now.

use crate::domain::facts::Facts;
use crate::domain::scaling::{ScalableTarget, Suspended};
use crate::domain::service::ServiceId;
use crate::domain::task_definition::short_name;

/// What follows scaling a service to zero.
pub fn after_scaling(id: &ServiceId, facts: &Facts) -> Vec<String> {
    let known = facts.services.get(id);
    let service = known.and_then(|known| known.service.value());
    let mut then = Vec::new();
    if let Some(service) = service {
        let running: i32 = service.deployments.iter().map(|d| d.running).sum();
        let old: Vec<String> = service
            .deployments
            .iter()
            .filter(|d| d.running > 0)
            .map(|d| format!("{} of {}", d.running, short_name(d.task_definition.as_str())))
            .collect();
        then.push(match running {
            0 => "no task runs; none is started any more".to_owned(),
            n => format!("all {n} running tasks stop ({}): the service is down", old.join(", ")),
        });
    }
    if let Some(stack) = facts.stack.value().filter(|stack| stack.status.is_moving()) {
        let primary = service.and_then(|service| service.primary());
        let on = primary.map_or(String::new(), |d| format!(" with {}", short_name(d.task_definition.as_str())));
        let others: Vec<&str> = facts
            .services
            .values()
            .filter_map(|other| other.service.value())
            .filter(|other| !other.is_settled() && other.id != *id)
            .map(|other| other.id.name.as_str())
            .collect();
        then.push(if others.is_empty() {
            format!("ECS reports the service stable; {} goes on from {}{on}", stack.name, stack.status)
        } else {
            format!("ECS reports the service stable; {} still waits for {}", stack.name, others.join(", "))
        });
    }
    then.push(autoscaling(known.and_then(|known| known.scaling.value())));
    then.push("service and stack differ until the next error-free update".to_owned());
    then
}

/// What follows another count than 0.
pub fn after_counting(id: &ServiceId, facts: &Facts, (from, to): (i32, i32)) -> Vec<String> {
    let known = facts.services.get(id);
    let primary = known.and_then(|known| known.service.value()).and_then(|service| service.primary());
    let of = primary.map_or(String::new(), |row| format!(" of {}", short_name(row.task_definition.as_str())));
    let mut then = vec![match to.saturating_sub(from) {
        more if more > 0 => format!("ECS starts {}{of}; no new deployment begins", tasks(more)),
        fewer => format!("ECS stops {}; no new deployment begins", tasks(fewer.saturating_neg())),
    }];
    // A count that is restored starts what failed before, unless it was mended since.
    if primary.is_some_and(|row| row.failed > 0) && to > from {
        then.push("tasks of it have failed before: they fail again unless the cause is mended".to_owned());
    }
    then.extend(known.and_then(|known| known.scaling.value()?.as_ref()).map(|target| {
        let rest = if target.suspended == Suspended::default() { "may move it again" } else { "is suspended" };
        format!("autoscaling (min {}, max {}) {rest}", target.min, target.max)
    }));
    then
}

/// What brings the count back, and what it does not bring back.
pub fn undo_scaling(id: &ServiceId, facts: &Facts, from: i32) -> String {
    let service = facts.services.get(id).and_then(|known| known.service.value());
    let primary = service.and_then(|service| service.primary()).map(|d| d.task_definition.as_str());
    let starts = primary.map_or("the newest revision".to_owned(), |arn| short_name(arn).to_owned());
    format!("only in part: restore sets the count back to {from}; that starts {starts}, not the tasks that stop now")
}

/// What autoscaling does to a count of 0, as far as that is known.
fn autoscaling(target: Option<&Option<ScalableTarget>>) -> String {
    match target {
        None => "autoscaling with a minimum above 0 would bring tasks back".to_owned(),
        Some(None) => "no autoscaling on it".to_owned(),
        Some(Some(target)) if target.brings_back() => {
            format!("autoscaling (min {}) brings {} back unless it is suspended first", target.min, tasks(target.min))
        }
        Some(Some(target)) if target.min > 0 => {
            format!("autoscaling (min {}) is suspended: no task comes back while it is", target.min)
        }
        Some(Some(_)) => "autoscaling (min 0) leaves it at 0".to_owned(),
    }
}

fn tasks(n: i32) -> String {
    if n == 1 { "1 task".to_owned() } else { format!("{n} tasks") }
}

/// What follows a continued rollback.
pub fn after_continuing(skips: bool) -> Vec<String> {
    let mut then = vec!["UPDATE_ROLLBACK_IN_PROGRESS again: it tries the rest again".to_owned()];
    if skips {
        then.push(
            "skipped resources are marked UPDATE_COMPLETE as they are; template and reality differ there".to_owned(),
        );
        then.push("settled, the stack is in UPDATE_ROLLBACK_COMPLETE; an error-free update must follow".to_owned());
    }
    then
}
