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

/// Tasks of a service that tell most.
#[derive(Default)]
pub struct Telling<'a> {
    /// The newest that have stopped, newest first.
    pub stopped: Vec<&'a Task>,
    /// The newest that is still there.
    pub running: Option<&'a Task>,
}

/// The newest stopped tasks of the deployment in question, or of the one that was given up, and its newest task that is
/// still there.
pub fn telling<'a>(facts: &'a Facts, id: &ServiceId) -> Telling<'a> {
    let Some(known) = facts.services.get(id) else { return Telling::default() };
    let (Some(service), Some(tasks)) = (known.service.value(), known.tasks.value()) else { return Telling::default() };
    let Some((current, _)) = service.in_question() else { return Telling::default() };
    let deployment = undone(facts, tasks.values(), current).unwrap_or(current);
    let of_deployment = |task: &&Task| task.started_by.as_ref() == Some(deployment);
    let mut tasks: Vec<&Task> = tasks.values().filter(of_deployment).collect();
    tasks.sort_by_key(|task| std::cmp::Reverse(task.created_at));
    Telling {
        stopped: tasks.iter().copied().filter(|task| task.is_stopped()).take(FAILED_TASKS).collect(),
        running: tasks.iter().copied().find(|task| !task.is_stopped() && task.started_at.is_some()),
    }
}

/// The streams to read for a service.
pub fn log_sources(facts: &Facts, id: &ServiceId) -> Vec<LogSource> {
    let Telling { stopped, running } = telling(facts, id);
    let tasks = stopped.into_iter().chain(running);
    let mut sources: Vec<LogSource> = tasks.flat_map(|task| sources_of(facts, task)).collect();
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
    let newest = tasks.filter(|task| is_failed(task)).max_by_key(|task| task.created_at)?;
    newest.started_by.as_ref().filter(|by| *by != current)
}

/// Whether a task has stopped because it failed, and not because it was told to.
pub fn is_failed(task: &Task) -> bool {
    let is_unhealthy = task.stopped_reason.as_ref().is_some_and(|why| why.raw().contains("health check"));
    task.is_stopped() && (is_unhealthy || task.containers.iter().any(has_failed))
}

/// The streams of all containers of a task.
pub fn all_sources_of(facts: &Facts, task: &Task) -> Vec<LogSource> {
    let definition = facts.task_definitions.get(&task.task_definition).and_then(|known| known.value());
    let Some(definition) = definition else { return Vec::new() };
    definition.containers.iter().filter_map(|container| source(definition, container, task)).collect()
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
