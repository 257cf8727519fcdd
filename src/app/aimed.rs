//! Whose logs are meant: those of the task, service or finding that is selected, else of what is in question.

use super::aim::Aim;
use super::in_question::in_question;
use super::logs_wanted::{log_sources, sources_of};
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
    let (of, service, sources) = match selected(model) {
        Some(Selected::Task(service, id, sources)) => (format!("task {id}"), service, sources),
        Some(Selected::Service(id)) => (id.name.to_string(), Some(id.clone()), log_sources(facts, &id)),
        None => {
            let open = in_question(facts);
            let sources = open.iter().flat_map(|id| log_sources(facts, id)).collect();
            ("the stack".to_owned(), open.into_iter().next(), sources)
        }
    };
    let known = service.as_ref().and_then(|id| facts.services.get(id)?.service.value());
    let deployment = known.and_then(|service| service.deployment_in_question());
    let whole = !matches!(selected(model), Some(Selected::Task(..) | Selected::Service(_)));
    let of_sources = sources.iter().map(|source| LogGroupId::named(source.group.clone(), source.region.clone()));
    let groups: BTreeSet<LogGroupId> = match of_sources.collect::<BTreeSet<_>>() {
        groups if groups.is_empty() || whole => all_groups(facts),
        groups => groups,
    };
    Aim {
        of,
        unread: unread(facts, known.filter(|_| !whole)),
        groups: groups.into_iter().collect(),
        streams: sources.into_iter().map(|source| source.stream).collect::<BTreeSet<_>>().into_iter().collect(),
        from: began(model),
        deployed_at: deployment.and_then(|deployment| deployment.created_at),
        health_path: deployment.and_then(|deployment| health_path(facts, &deployment.task_definition)),
    }
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
                    Some(Selected::Task(service, short(task.id()).to_owned(), sources_of(facts, task)))
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

/// The log groups of the stack's task definitions.
fn all_groups(facts: &Facts) -> BTreeSet<LogGroupId> {
    let definitions = facts.task_definitions.values().filter_map(|known| known.value());
    let logs = definitions.flat_map(|definition| &definition.containers).filter_map(|it| it.log.as_ref());
    logs.filter_map(|log| Some(LogGroupId::named(log.awslogs_group()?.clone(), log.region.clone()))).collect()
}

/// What cannot be read of the service's logs, or of all the stack's.
fn unread(facts: &Facts, of: Option<&Service>) -> Vec<Text> {
    let is_of = |arn: &Text| {
        of.is_none_or(|service| {
            service.task_definition == *arn || service.deployments.iter().any(|it| it.task_definition == *arn)
        })
    };
    let known = facts.task_definitions.iter().filter(|(arn, _)| is_of(arn));
    // The newest revision first.
    known.rev().filter_map(|(_, known)| known.value()).flat_map(TaskDefinition::unread).collect()
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
