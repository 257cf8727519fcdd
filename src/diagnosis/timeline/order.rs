//! Everything told about the operation, in one order, what repeats itself folded.

use super::moment::{Moment, Weight};
use super::tasks;
use crate::diagnosis::catalogue::MessageKind;
use crate::diagnosis::failures::names_error;
use crate::diagnosis::reading::{Reader, is_cancellation};
use crate::diagnosis::verdict::{Category, EvidenceSource};
use crate::diagnosis::view::{ServiceView, View, qualified};
use crate::diagnosis::words::without_ids;
use crate::domain::deployment::{RolloutState, ServiceDeploymentStatus};
use crate::domain::facts::Facts;
use crate::domain::stack::StackEvent;
use crate::domain::target::group_name;
use crate::domain::task_definition::short_name;
use crate::domain::{Text, Timestamp};
use std::collections::HashMap;

/// The moments of the operation that runs or was last run, oldest first.
pub fn timeline(facts: &Facts) -> Vec<Moment> {
    let view = View::of(facts);
    let since = view.operation.change_began;
    let root = view.stack.map(|stack| &stack.id);
    // AWS tells each stack newest first, often several rows of one second: told backwards they stand as they
    // happened, those of the root before those of the stacks it starts.
    let mut events: Vec<&StackEvent> = view.operation.events.iter().rev().copied().collect();
    events.sort_by_key(|event| Some(&event.stack) != root);
    let mut all: Vec<Moment> = events.into_iter().map(|event| of_stack(event, root)).collect();
    for service in &view.services {
        all.extend(of_service(facts, service, since));
    }
    all.retain(|moment| since.is_none_or(|since| moment.at >= since));
    // What was told of the same moment stays in this order: the stack, its deployments, tasks, lines.
    all.sort_by_key(|moment| moment.at);
    let mut folded = folded(all);
    weigh(&mut folded);
    folded
}

fn of_stack(event: &StackEvent, root: Option<&Text>) -> Moment {
    let detail = event.detailed_status.as_ref().map(|word| format!(" {word}")).unwrap_or_default();
    let reason = event.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
    let failed = event.status.is_failed() && !event.reason.as_ref().is_some_and(is_cancellation);
    Moment {
        at: event.at,
        last: event.at,
        times: 1,
        source: EvidenceSource::StackEvent,
        about: if event.is_about_stack() {
            event.logical_id.clone()
        } else {
            qualified(&event.stack, &event.logical_id, root)
        },
        words: Text::from(format!("{}{detail}{reason}", event.status)),
        weight: if failed { Weight::Failure } else { Weight::Step },
    }
}

fn of_service(facts: &Facts, service: &ServiceView<'_>, since: Option<Timestamp>) -> Vec<Moment> {
    let moment = |at: Timestamp, source, words: String, weight| Moment {
        at,
        last: at,
        times: 1,
        source,
        about: service.id.name.clone(),
        words: Text::from(words),
        weight,
    };
    let mut all = Vec::new();
    for deployment in service.service.into_iter().flat_map(|s| &s.deployments) {
        let revision = short_name(deployment.task_definition.as_str());
        if let Some(at) = deployment.created_at {
            let words = format!("the deployment of {revision} begins");
            all.push(moment(at, EvidenceSource::Deployment, words, Weight::Step));
        }
        let reason = deployment.rollout_reason.as_ref().map_or("no reason given", Text::as_str);
        let (words, weight) = match deployment.rollout {
            RolloutState::Failed => (format!("the deployment of {revision} failed: {reason}"), Weight::Failure),
            RolloutState::Completed => (format!("the deployment of {revision} is complete"), Weight::Step),
            _ => continue,
        };
        // Of an older one `updatedAt` only says that its counts have moved.
        if deployment.created_at.is_some_and(|at| since.is_some_and(|since| at < since)) {
            continue;
        }
        all.extend(deployment.updated_at.map(|at| moment(at, EvidenceSource::Deployment, words, weight)));
    }
    for set in service.service.into_iter().flat_map(|s| &s.task_sets) {
        let words = format!("the task set of {} begins, {} now", short_name(set.task_definition.as_str()), set.status);
        all.extend(set.created_at.map(|at| moment(at, EvidenceSource::Deployment, words, Weight::Step)));
    }
    for group in service.service.into_iter().flat_map(|s| &s.target_groups) {
        for turn in facts.turns.get(group).into_iter().flatten() {
            let words = format!("target {} of {} is {}", turn.now.target, group_name(group.as_str()), turn.now.words());
            let weight = if turn.now.is_unhealthy() { Weight::Failure } else { Weight::Step };
            all.push(moment(turn.at, EvidenceSource::Target, words, weight));
        }
    }
    for past in service.facts.deployments.value().into_iter().flatten() {
        let reason = past.status_reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
        let well = past.status == ServiceDeploymentStatus::Successful;
        let weight = if well { Weight::Step } else { Weight::Failure };
        let words = format!("its deployment ends {}{reason}", past.status);
        all.extend(past.finished_at.map(|at| moment(at, EvidenceSource::Deployment, words, weight)));
    }
    for event in service.service.into_iter().flat_map(|s| &s.events) {
        let words = event.message.as_str().to_owned();
        all.push(moment(event.at, EvidenceSource::ServiceEvent, words, Weight::Routine));
    }
    for task in service.facts.tasks.value().into_iter().flat_map(|tasks| tasks.values()) {
        all.extend(tasks::moments(facts, task));
    }
    all
}

/// The same words about the same thing become one moment: its first, with the number and the last of them. A
/// stack's rows are few and each is a step, so they stay apart.
fn folded(all: Vec<Moment>) -> Vec<Moment> {
    let mut kept: Vec<Moment> = Vec::with_capacity(all.len());
    let mut places: HashMap<(EvidenceSource, Text, String), usize> = HashMap::new();
    for moment in all {
        let key = (moment.source, moment.about.clone(), without_ids(moment.words.raw()));
        let place = places.get(&key).filter(|_| moment.source != EvidenceSource::StackEvent);
        match place.and_then(|place| kept.get_mut(*place)) {
            Some(first) => {
                first.times += 1;
                first.last = moment.at;
            }
            None => {
                places.insert(key, kept.len());
                kept.push(moment);
            }
        }
    }
    kept
}

/// A service's own words and the last lines of its tasks are weighed by the catalogue: routine ones stay routine, and a
/// line that tells of no failure is none, however its task has ended.
fn weigh(moments: &mut [Moment]) {
    let reader = Reader::default();
    for moment in moments.iter_mut().filter(|m| m.source == EvidenceSource::Log) {
        let told = reader.read(MessageKind::LogLine, &moment.words);
        let is_known = !told.benign && told.category != Category::Other;
        if !is_known && !names_error(moment.words.raw()) {
            moment.weight = Weight::Routine;
        }
    }
    for moment in moments.iter_mut().filter(|m| m.source == EvidenceSource::ServiceEvent) {
        let told = reader.read(MessageKind::ServiceEvent, &moment.words);
        if !told.benign && (told.wrapper || told.category != Category::Other) {
            moment.weight = Weight::Failure;
        }
    }
}
