//! Containers that never started, and so have no log.

use super::facts::Facts;
use super::fault::FaultKind;
use super::log::LogSource;

/// Whether a log stream is missing because its container never started: the awslogs driver makes the stream when the
/// container starts, so its absence hides nothing.
pub fn has_no_log(facts: &Facts, source: &LogSource) -> bool {
    let Some(known) = facts.logs.get(source).filter(|known| known.value().is_none()) else { return false };
    if known.fault().is_none_or(|fault| fault.kind != FaultKind::NotFound) {
        return false;
    }
    let mut parts = source.stream.raw().rsplit('/');
    let (Some(id), Some(name)) = (parts.next(), parts.next()) else { return false };
    let tasks = facts.services.values().filter_map(|service| service.tasks.value()).flat_map(|tasks| tasks.values());
    let mut tasks = tasks.filter(|task| task.arn.raw().rsplit('/').next() == Some(id));
    tasks.any(|task| {
        let container = task.containers.iter().find(|container| container.name.raw() == name);
        task.started_at.is_none() && container.is_none_or(|container| container.exit_code.is_none())
    })
}
