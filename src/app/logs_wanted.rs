//! Which log streams tell most about a service: those of its failing tasks' containers.

use crate::domain::Text;
use crate::domain::Timestamp;
use crate::domain::facts::Facts;
use crate::domain::log::LogSource;
use crate::domain::service::ServiceId;
use crate::domain::task::{Container, Task};
use crate::domain::task_definition::{ContainerDefinition, TaskDefinition};
use jiff::SignedDuration;

/// Failing tasks whose lines are fetched: enough to see that they say the same.
const FAILED_TASKS: usize = 3;
/// A task that ran longer than this is read from that long before its end only.
const LAST_MINUTES: SignedDuration = SignedDuration::from_mins(15);

/// The streams to read for a service: of the newest failed tasks of the deployment in question, or of the one that was
/// given up, and of its newest task that is still there.
pub fn log_sources(facts: &Facts, id: &ServiceId) -> Vec<LogSource> {
    let Some(known) = facts.services.get(id) else { return Vec::new() };
    let (Some(service), Some(tasks)) = (known.service.value(), known.tasks.value()) else { return Vec::new() };
    let Some((current, _)) = service.in_question() else { return Vec::new() };
    let deployment = undone(facts, tasks.values(), current).unwrap_or(current);
    let of_deployment = |task: &&Task| task.started_by.as_ref() == Some(deployment);
    let mut tasks: Vec<&Task> = tasks.values().filter(of_deployment).collect();
    tasks.sort_by_key(|task| std::cmp::Reverse(task.created_at));
    let failed = tasks.iter().filter(|task| task.is_stopped()).take(FAILED_TASKS);
    let alive = tasks.iter().filter(|task| !task.is_stopped() && task.started_at.is_some()).take(1);
    let mut sources: Vec<LogSource> = failed.chain(alive).flat_map(|task| sources_of(facts, task)).collect();
    // The newest failure says why; whether the others say the same is asked once that is known.
    if !sources.iter().any(|source| facts.logs.get(source).is_some_and(|tail| tail.is_answered())) {
        sources.truncate(1);
    }
    sources
}

/// The deployment a stack has given up, where it goes or has gone back and what runs now has no failed task: its tasks
/// say why.
fn undone<'a>(facts: &Facts, tasks: impl Iterator<Item = &'a Task>, current: &Text) -> Option<&'a Text> {
    let status = &facts.stack.value()?.status;
    if !(status.is_failed() || status.is_rolled_back() || status.is_rolling_back()) {
        return None;
    }
    let is_unhealthy = |task: &Task| task.stopped_reason.as_ref().is_some_and(|why| why.raw().contains("health check"));
    let failed = tasks.filter(|t| t.is_stopped() && (is_unhealthy(t) || t.containers.iter().any(has_failed)));
    let newest = failed.max_by_key(|task| task.created_at)?;
    newest.started_by.as_ref().filter(|by| *by != current)
}

/// The streams of a task's containers that failed; of every essential one where none is known to have.
pub fn sources_of(facts: &Facts, task: &Task) -> Vec<LogSource> {
    let definition = facts.task_definitions.get(&task.task_definition).and_then(|known| known.value());
    let Some(definition) = definition else { return Vec::new() };
    let failed: Vec<&Container> = task.containers.iter().filter(|c| has_failed(c)).collect();
    let source = |container: &ContainerDefinition| source(definition, container, task);
    if failed.is_empty() {
        definition.containers.iter().filter(|c| c.essential).filter_map(source).collect()
    } else {
        failed.into_iter().filter_map(|c| definition.container(c.name.raw())).filter_map(source).collect()
    }
}

/// 143 is SIGTERM: it was told to stop.
fn has_failed(container: &Container) -> bool {
    container.reason.is_some() || container.exit_code.is_some_and(|code| code != 143)
}

/// The stream of one container, `PREFIX/CONTAINER/TASKID`, where it can be known: the awslogs driver with a
/// group and a prefix.
fn source(definition: &TaskDefinition, container: &ContainerDefinition, task: &Task) -> Option<LogSource> {
    debug_assert_eq!(definition.arn, task.task_definition);
    let log = container.log.as_ref().filter(|log| log.driver.raw() == "awslogs")?;
    let prefix = log.stream_prefix.as_ref()?;
    let stream = format!("{}/{}/{}", prefix.raw(), container.name.raw(), task.id());
    Some(LogSource {
        group: log.group.clone()?,
        region: log.region.clone(),
        stream: Text::from(stream),
        from: read_from(task)?,
    })
}

fn read_from(task: &Task) -> Option<Timestamp> {
    let created = task.created_at?;
    let late = task.stopped_at.and_then(|stopped| stopped.checked_sub(LAST_MINUTES).ok());
    Some(late.map_or(created, |late| late.max(created)))
}
