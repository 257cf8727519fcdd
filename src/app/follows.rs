//! What follows a write, in words made of what is known now.

use crate::domain::Text;
use crate::domain::facts::{Facts, ServiceFacts};
use crate::domain::missing_image::{missing_image, short_image};
use crate::domain::operation::{ForceDeployment, StopTask};
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

/// What follows stopping a task: what is left, and whether another can take its place.
pub fn after_stopping(stop: &StopTask, facts: &Facts) -> Vec<String> {
    let known = facts.services.get(&stop.service);
    let service = known.and_then(|known| known.service.value());
    let task = known.and_then(|known| known.tasks.value()?.get(&stop.task));
    let is_running = task.is_some_and(|task| task.last_status.raw() == "RUNNING");
    let running: i32 = service.map_or(0, |service| service.deployments.iter().map(|d| d.running).sum());
    let name = &stop.service.name;
    let mut then = Vec::new();
    if is_running && running > 0 {
        then.push(match running.saturating_sub(1) {
            0 => format!("it is the last running task of {name}: the service is down"),
            1 => format!("1 of the {running} running tasks of {name} is left"),
            left => format!("{left} of the {running} running tasks of {name} are left"),
        });
    }
    let primary = service.and_then(|service| service.primary()).map(|row| &row.task_definition);
    let of_it = task.map(|task| &task.task_definition);
    let fails = of_it.into_iter().chain(primary).find_map(|definition| in_vain(known?, definition, facts));
    then.push(match fails {
        Some(why) => format!("the scheduler tries to start another in its place: {why}"),
        None => "the scheduler starts another in its place".to_owned(),
    });
    then
}

/// What of a deployment of the same revision is known to fail.
pub fn fails_anew(force: &ForceDeployment, facts: &Facts) -> Option<String> {
    in_vain(facts.services.get(&force.service)?, &force.from, facts)
}

/// Why tasks of a revision will not run, as far as the registry and the tasks before have told.
fn in_vain(known: &ServiceFacts, definition: &Text, facts: &Facts) -> Option<String> {
    let revision = short_name(definition.as_str());
    if let Some(image) = missing_image(facts, definition) {
        return Some(none_starts(revision, image));
    }
    let rows = &known.service.value()?.deployments;
    let failed: i32 = rows.iter().filter(|row| row.task_definition == *definition).map(|row| row.failed).sum();
    (failed > 0).then(|| format!("tasks of {revision} have failed before, and fail again unless the cause is mended"))
}

fn none_starts(revision: &str, image: &Text) -> String {
    format!("none of {revision} can start while its image {} is not in its registry", short_image(image))
}

/// What scaling to zero takes away for good: tasks that run of a revision whose image is gone. Restoring the count
/// starts the newest revision, so it is that one's image that has to be there.
pub fn lost_for_good(id: &ServiceId, facts: &Facts) -> Option<String> {
    let service = facts.services.get(id)?.service.value()?;
    let arn = &service.primary()?.task_definition;
    let image = missing_image(facts, arn)?;
    let (running, of_it) = service.deployments.iter().fold((0_i32, 0_i32), |(all, of_it), row| {
        let is_of_it = row.task_definition == *arn;
        (all.saturating_add(row.running), of_it.saturating_add(if is_of_it { row.running } else { 0 }))
    });
    let revision = short_name(arn.as_str());
    let gone = format!("the image {} of {revision} is not in its registry", short_image(image));
    match (running, of_it) {
        (0, _) => None,
        (1, 1) => Some(format!("the task that serves stops and cannot be started again: {gone}")),
        (n, of_it) if n == of_it => Some(format!("{n} serving tasks stop and cannot be started again: {gone}")),
        _ => Some(format!("restoring the count starts no task: {gone}")),
    }
}

/// What brings the count back, and what it does not bring back.
pub fn undo_scaling(id: &ServiceId, facts: &Facts, from: i32) -> String {
    let service = facts.services.get(id).and_then(|known| known.service.value());
    let primary = service.and_then(|service| service.primary()).map(|d| &d.task_definition);
    let starts = primary.map_or("the newest revision".to_owned(), |arn| short_name(arn.as_str()).to_owned());
    if let Some(image) = primary.and_then(|arn| missing_image(facts, arn)) {
        let none = none_starts(&starts, image);
        return format!("nothing: restore sets the count back to {from}, but {none}");
    }
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
