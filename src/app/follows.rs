//! What follows a write, in words made of what is known now.

use super::logs_wanted::is_failed;
use crate::domain::Text;
use crate::domain::clock::seconds_between;
use crate::domain::facts::{Facts, ServiceFacts};
use crate::domain::missing_image::{missing_image, short_image};
use crate::domain::operation::{ForceDeployment, StopTask};
use crate::domain::scaling::{ScalableTarget, Suspended};
use crate::domain::service::{Controller, Service, ServiceId};
use crate::domain::stack::Stack;
use crate::domain::task::Task;
use crate::domain::task_definition::short_name;

/// What follows scaling a service to zero.
pub fn after_scaling(id: &ServiceId, facts: &Facts) -> Vec<String> {
    let known = facts.services.get(id);
    let service = known.and_then(|known| known.service.value());
    let mut then = Vec::new();
    if let Some(service) = service {
        then.push(match service.running_tasks() {
            0 => "no task runs; none is started any more".to_owned(),
            1 => format!("the 1 running task stops ({}): the service is down", revisions(service)),
            n => format!("all {n} running tasks stop ({}): the service is down", revisions(service)),
        });
    }
    then.extend(facts.stack.value().filter(|stack| stack.status.is_moving()).map(|stack| match service {
        Some(service) if matches!(service.controller, Controller::CodeDeploy | Controller::External) => {
            let who =
                if service.controller == Controller::CodeDeploy { "CodeDeploy" } else { "an external controller" };
            format!(
                "{who} deploys it, and {} waits for that: what becomes of either at a count of 0 is not documented",
                stack.name
            )
        }
        _ => what_the_stack_does(stack, service, id, facts),
    }));
    then.push(autoscaling(known.and_then(|known| known.scaling.value())));
    then.push("service and stack differ until the next error-free update".to_owned());
    then
}

/// What a stack does that waits for ECS to call a service stable.
fn what_the_stack_does(stack: &Stack, service: Option<&Service>, id: &ServiceId, facts: &Facts) -> String {
    let primary = service.and_then(|service| service.primary());
    let on = primary.map_or(String::new(), |d| format!(" with {}", short_name(d.task_definition.as_str())));
    let others: Vec<&str> = facts
        .services
        .values()
        .filter_map(|other| other.service.value())
        .filter(|other| !other.is_settled() && other.id != *id)
        .map(|other| other.id.name.as_str())
        .collect();
    if others.is_empty() {
        format!("ECS reports the service stable; {} goes on from {}{on}", stack.name, stack.status)
    } else {
        format!("ECS reports the service stable; {} still waits for {}", stack.name, others.join(", "))
    }
}

/// `3 of checkout:42, 1 of checkout:43`: the running tasks by revision.
fn revisions(service: &Service) -> String {
    let all = service.running_by_revision();
    let words: Vec<String> =
        all.iter().map(|(arn, running)| format!("{running} of {}", short_name(arn.as_str()))).collect();
    words.join(", ")
}

/// What follows another count than 0.
pub fn after_counting(id: &ServiceId, facts: &Facts, (from, to): (i32, i32)) -> Vec<String> {
    let known = facts.services.get(id);
    let service = known.and_then(|known| known.service.value());
    let primary = service.and_then(|service| service.primary()).map(|row| &row.task_definition);
    let of = primary.map_or(String::new(), |arn| format!(" of {}", short_name(arn.as_str())));
    let mut then = vec![match to.saturating_sub(from) {
        more if more > 0 => format!("ECS starts {}{of}; no new deployment begins", tasks(more)),
        fewer => {
            // Not as many run as are wanted: only those above the new count are stopped.
            let running = service.map_or(from, Service::running_tasks);
            let stopped = running.saturating_sub(to).clamp(0, fewer.saturating_neg());
            format!(
                "ECS stops {}; no new deployment begins",
                if stopped == 0 { "no task".to_owned() } else { tasks(stopped) }
            )
        }
    }];
    // AWS documents that tasks are taken where a zone or an instance has most of them, and nothing about their health.
    let stops = service.filter(|service| to < from && service.running_tasks() > 0);
    then.extend(stops.map(|service| {
        format!(
            "which ones: ECS keeps the zones balanced, and is not known to take those that fail first; now running: {}",
            revisions(service)
        )
    }));
    // A count that is restored starts what failed before, unless it was mended since.
    then.extend(primary.filter(|_| to > from).and_then(|revision| in_vain(known?, revision, facts)));
    then.extend(known.and_then(|known| known.scaling.value()?.as_ref()).map(|target| {
        let rest = if target.suspended == Suspended::default() { "may move it again" } else { "is suspended" };
        format!("autoscaling (min {}, max {}) {rest}", target.min, target.max)
    }));
    then
}

/// `checkout:42`, what a deployment that is rolled back goes back to; words where it is not known.
pub fn back_to(id: &ServiceId, facts: &Facts) -> String {
    let arn = facts.services.get(id).and_then(ServiceFacts::goes_back_to);
    arn.map_or("the revision before".to_owned(), |arn| short_name(arn.as_str()).to_owned())
}

/// What follows rolling a deployment back: by stopping it, or by the answer to its pause hook.
pub fn after_rolling_back(id: &ServiceId, facts: &Facts) -> Vec<String> {
    let known = facts.services.get(id);
    let back = known.and_then(ServiceFacts::goes_back_to);
    let serve = match old_tasks(id, facts) {
        None => String::new(),
        Some(0) => "; none of it runs now: it has to start first".to_owned(),
        Some(1) => "; its 1 old task keeps serving".to_owned(),
        Some(n) => format!("; its {n} old tasks keep serving"),
    };
    let mut then = vec![format!("ECS takes {} back to {}{serve}", id.name, back_to(id, facts))];
    then.extend(back.filter(|_| old_tasks(id, facts) == Some(0)).and_then(|back| in_vain(known?, back, facts)));
    let stack = facts.stack.value().filter(|stack| stack.status.is_moving());
    then.extend(stack.map(|stack| {
        let name = &stack.name;
        format!("what {name} does then is not documented: expect it to fail and to roll back")
    }));
    then
}

/// What follows letting a deployment go on past its pause hook.
pub fn after_continuing_deployment(id: &ServiceId, facts: &Facts) -> Vec<String> {
    let back = back_to(id, facts);
    let stop = match old_tasks(id, facts) {
        Some(1) => format!("once the deployment ends, the 1 old task of {back} stops"),
        Some(n) if n > 0 => format!("once the deployment ends, the {n} old tasks of {back} stop"),
        _ => format!("once the deployment ends, the tasks of {back} stop"),
    };
    vec!["the deployment goes on to its next stage".to_owned(), stop]
}

/// How many tasks run of the revision a deployment goes back to, where that is known.
fn old_tasks(id: &ServiceId, facts: &Facts) -> Option<i32> {
    let known = facts.services.get(id)?;
    let (back, service) = (known.goes_back_to()?, known.service.value()?);
    Some(service.running_by_revision().into_iter().find(|(arn, _)| *arn == back).map_or(0, |(_, running)| running))
}

/// What follows stopping a task: what is left, and whether another can take its place.
pub fn after_stopping(stop: &StopTask, facts: &Facts) -> Vec<String> {
    let known = facts.services.get(&stop.service);
    let service = known.and_then(|known| known.service.value());
    let task = known.and_then(|known| known.tasks.value()?.get(&stop.task));
    let is_running = task.is_some_and(|task| task.last_status.raw() == "RUNNING");
    let running = service.map_or(0, Service::running_tasks);
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
    let has_failed = counts_failures(known, definition) || was_seen_to_fail(known, definition);
    has_failed.then(|| format!("tasks of {revision} have failed before, and fail again unless the cause is mended"))
}

/// Whether ECS counts failed tasks of a revision. It counts those in a row: the counter stands at 0 again as soon as
/// one runs, however soon that one fails as well.
fn counts_failures(known: &ServiceFacts, definition: &Text) -> bool {
    let rows = known.service.value().into_iter().flat_map(|service| &service.deployments);
    rows.filter(|row| row.task_definition == *definition).any(|row| row.failed > 0)
}

/// A task has held that has run for so much longer than those that failed (our choice).
const HELD_SECONDS: u64 = 60;

/// Whether tasks of a revision were seen to fail, now or in an earlier run, and none has held since.
fn was_seen_to_fail(known: &ServiceFacts, definition: &Text) -> bool {
    let all = known.tasks.value().into_iter().flat_map(|tasks| tasks.values());
    let of_it: Vec<&Task> = all.filter(|task| task.task_definition == *definition).collect();
    let failed = || of_it.iter().filter(|task| is_failed(task));
    let longest = failed().filter_map(|task| task.ran_for()).max().unwrap_or(0);
    let last = failed().filter_map(|task| task.stopped_at).max();
    let until = known.tasks.learned_at();
    let holds = |task: &&&Task| {
        let ran = task.started_at.zip(until).map_or(0, |(from, until)| seconds_between(from, until));
        !task.is_stopped() && ran >= longest.saturating_add(HELD_SECONDS)
    };
    let has_held = of_it.iter().filter(holds).any(|task| last.is_none_or(|last| task.started_at > Some(last)));
    failed().next().is_some() && !has_held
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
    let sets = service.is_some_and(|service| !service.task_sets.is_empty());
    let others = if sets { "its task sets' part of it" } else { "the newest revision" };
    let starts = primary.map_or(others.to_owned(), |arn| short_name(arn.as_str()).to_owned());
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
