//! Whose logs are meant: those of the task, service or finding that is selected, else of what is in question.

use super::aim::{Aim, Whose};
use super::in_question::in_question;
use super::logs_wanted::{Telling, all_sources_of, is_failed, sources_of, telling};
use super::model::Model;
use super::panes::rollouts::RolloutRow;
use super::panes::{Pane, findings, rollouts};
use super::place::place;
use crate::domain::facts::Facts;
use crate::domain::log::LogSource;
use crate::domain::log_scope::LogGroupId;
use crate::domain::service::{Service, ServiceId};
use crate::domain::task_definition::TaskDefinition;
use crate::domain::{Text, Timestamp};
use jiff::SignedDuration;
use std::collections::BTreeSet;

/// What is selected in the focused pane. In the logs and in stack events that is all the stack logs.
pub fn aim(model: &Model) -> Aim {
    let facts = &model.facts;
    let (of, service, told) = match selected(model) {
        Some(Selected::Task(service, id, sources)) => {
            (format!("task {id}"), service, Told { sources, running: Vec::new(), whose: Whose::Task })
        }
        Some(Selected::Service(id)) => (id.name.to_string(), Some(id.clone()), failing(facts, &[id])),
        None => {
            let open = in_question(facts);
            ("the stack".to_owned(), open.first().cloned(), failing(facts, &open))
        }
    };
    let known = service.as_ref().and_then(|id| facts.services.get(id)?.service.value());
    let deployment = known.and_then(|service| service.deployment_in_question());
    let whole = !matches!(selected(model), Some(Selected::Task(..) | Selected::Service(_)));
    let of_sources = told.sources.iter().map(|source| LogGroupId::named(source.group.clone(), source.region.clone()));
    let of_sources: BTreeSet<LogGroupId> = of_sources.collect();
    let wider = [of_sources, groups_of(facts, known.filter(|_| !whole)), groups_of(facts, None)];
    let groups =
        wider.into_iter().skip(if whole { 2 } else { 0 }).find(|groups| !groups.is_empty()).unwrap_or_default();
    let streams = |sources: Vec<LogSource>| -> Vec<Text> {
        sources.into_iter().map(|source| source.stream).collect::<BTreeSet<_>>().into_iter().collect()
    };
    Aim {
        of,
        unread: unread(facts, known.filter(|_| !whole)),
        groups: groups.into_iter().collect(),
        whose: told.whose,
        streams: streams(told.sources),
        running: streams(told.running),
        from: began(model),
        deployed_at: deployment.and_then(|deployment| deployment.created_at),
        health_path: deployment.and_then(|deployment| health_path(facts, &deployment.task_definition)),
    }
}

/// Streams that are known by name.
struct Told {
    sources: Vec<LogSource>,
    running: Vec<LogSource>,
    whose: Whose,
}

/// The streams of the newest tasks of services that failed after they had started: the others have written nothing.
fn failing(facts: &Facts, services: &[ServiceId]) -> Told {
    let mut told = Told { sources: Vec::new(), running: Vec::new(), whose: Whose::All };
    let mut many = 0;
    for id in services {
        let Telling { stopped, running } = telling(facts, id);
        let mut failed = stopped.into_iter().filter(|task| is_failed(task) && task.started_at.is_some()).peekable();
        if failed.peek().is_some() {
            told.running.extend(running.into_iter().flat_map(|task| all_sources_of(facts, task)));
        }
        for task in failed {
            let sources = sources_of(facts, task);
            many += usize::from(!sources.is_empty());
            told.sources.extend(sources);
        }
    }
    if many > 0 {
        told.whose = Whose::Failed(many);
    }
    told
}

enum Selected {
    Task(Option<ServiceId>, String, Vec<LogSource>),
    Service(ServiceId),
}

fn selected(model: &Model) -> Option<Selected> {
    let facts = &model.facts;
    match model.panes.focus {
        Pane::Rollouts => {
            let rows = rollouts::rows(facts, &model.panes.rollouts, &model.diagnosis.findings);
            let (at, _) = place(model, Pane::Rollouts);
            match rows.get(at)? {
                RolloutRow::Service(service) => Some(Selected::Service(service.id.clone())),
                RolloutRow::Deployment { service, .. }
                | RolloutRow::TaskSet { service, .. }
                | RolloutRow::Past { service, .. } => Some(Selected::Service(service.id.clone())),
                RolloutRow::Missing(id, _) => Some(Selected::Service((*id).clone())),
                RolloutRow::Task { task, .. } => {
                    let of = |known: &crate::domain::facts::ServiceFacts| {
                        known.tasks.value().is_some_and(|tasks| tasks.contains_key(&task.arn))
                    };
                    let service = facts.services.iter().find(|(_, known)| of(known)).map(|(id, _)| id.clone());
                    Some(Selected::Task(service, short(task.id()).to_owned(), all_sources_of(facts, task)))
                }
            }
        }
        Pane::Findings => {
            let (at, _) = place(model, Pane::Findings);
            let id = findings::rows(&model.diagnosis).get(at)?.service.clone()?;
            Some(Selected::Service(id))
        }
        _ => None,
    }
}

fn short(id: &str) -> &str {
    id.get(..8).unwrap_or(id)
}

/// The log groups of a service's task definitions, or of all the stack's.
fn groups_of(facts: &Facts, of: Option<&Service>) -> BTreeSet<LogGroupId> {
    let known = facts.task_definitions.iter().filter(|(arn, _)| is_of(arn, of));
    let containers = known.filter_map(|(_, known)| known.value()).flat_map(|definition| &definition.containers);
    let logs = containers.filter_map(|it| it.log.as_ref());
    logs.filter_map(|log| Some(LogGroupId::named(log.awslogs_group()?.clone(), log.region.clone()))).collect()
}

/// What cannot be read of the service's logs, or of all the stack's.
fn unread(facts: &Facts, of: Option<&Service>) -> Vec<Text> {
    let known = facts.task_definitions.iter().filter(|(arn, _)| is_of(arn, of));
    // The newest revision first.
    known.rev().filter_map(|(_, known)| known.value()).flat_map(TaskDefinition::unread).collect()
}

/// Whether a task definition is one of the service's, where one is meant.
fn is_of(arn: &Text, of: Option<&Service>) -> bool {
    of.is_none_or(|service| {
        service.task_definition == *arn || service.deployments.iter().any(|it| it.task_definition == *arn)
    })
}

/// When the stack's operation began, an hour ago at the latest.
pub fn began(model: &Model) -> Timestamp {
    let hour = model.now.checked_sub(SignedDuration::from_hours(1)).unwrap_or(model.now);
    let began = model.diagnosis.stack.as_ref().and_then(|stack| stack.since);
    began.map_or(hour, |began| began.min(hour))
}

/// The path in a command such as `curl -f http://localhost:8080/healthz || exit 1`.
fn health_path(facts: &Facts, definition: &Text) -> Option<String> {
    let definition = facts.task_definitions.get(definition)?.value()?;
    let checks = definition.containers.iter().filter_map(|container| container.health_check.as_ref());
    checks.filter_map(|check| path_in(check.raw())).next()
}

fn path_in(command: &str) -> Option<String> {
    let (_, rest) = command.split_once("://")?;
    let rest = rest.get(rest.find('/')?..)?;
    let plain = |c: char| c.is_ascii_alphanumeric() || "/_-.".contains(c);
    let path: String = rest.chars().take_while(|c| plain(*c)).collect();
    (path.len() > 1).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::path_in;

    #[test]
    fn the_path_a_health_check_asks_for_is_found() {
        for (command, path) in [
            ("CMD-SHELL curl -f http://localhost:8080/healthz || exit 1", Some("/healthz")),
            ("CMD curl -fsS http://127.0.0.1/api/v1/ready?full=1", Some("/api/v1/ready")),
            ("CMD-SHELL curl http://localhost/", None),
            ("CMD-SHELL pg_isready -U app", None),
        ] {
            assert_eq!(path_in(command).as_deref(), path, "{command}");
        }
    }
}
