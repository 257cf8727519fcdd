//! What a service's tasks went through, as moments.

use super::moment::{Moment, Weight};
use crate::diagnosis::failures::last_word;
use crate::diagnosis::verdict::EvidenceSource;
use crate::domain::facts::Facts;
use crate::domain::task::{Container, Task};
use crate::domain::task_definition::short_name;
use crate::domain::{Text, Timestamp};

/// Moments of one task: that it ran, how it ended, and the last telling line of its log.
pub fn moments(facts: &Facts, task: &Task) -> Vec<Moment> {
    let about = Text::new(short_name(task.task_definition.raw()));
    let moment = |at: Timestamp, source: EvidenceSource, words: String, weight: Weight| Moment {
        at,
        last: at,
        times: 1,
        source,
        about: about.clone(),
        words: Text::from(words),
        weight,
    };
    let mut found = Vec::new();
    if let Some(at) = task.started_at {
        found.push(moment(at, EvidenceSource::Task, "a task runs".to_owned(), Weight::Step));
    }
    if let Some(at) = task.stopped_at.filter(|_| task.is_stopped()) {
        let weight = if has_failed(task) { Weight::Failure } else { Weight::Routine };
        found.push(moment(at, EvidenceSource::Task, end(task), weight));
        if let Some(word) = last_word(facts, task, None).filter(|_| weight == Weight::Failure) {
            found.push(moment(word.at, EvidenceSource::Log, word.line.as_str().to_owned(), weight));
        }
    }
    found
}

/// A task that ECS or a person stopped has not failed, unless a container of it has: 0 is a good end, 143 is SIGTERM.
fn has_failed(task: &Task) -> bool {
    let told_to = task.stop_code.as_ref().is_some_and(|code| {
        ["ServiceSchedulerInitiated", "UserInitiated"].contains(&code.raw())
            && !task.stopped_reason.as_ref().is_some_and(|reason| reason.raw().contains("failed"))
    });
    let broken = |c: &Container| c.exit_code.is_some_and(|code| code != 0 && code != 143) || c.reason.is_some();
    !told_to || task.containers.iter().any(broken)
}

fn end(task: &Task) -> String {
    let reason = task.stopped_reason.as_ref().map_or("no reason given", Text::as_str);
    let said = |c: &Container| match (c.exit_code, &c.reason) {
        (Some(code), Some(reason)) => Some(format!("{} exit {code}, {reason}", c.name)),
        (Some(code), None) => Some(format!("{} exit {code}", c.name)),
        (None, Some(reason)) if task.stopped_reason.as_ref() != Some(reason) => Some(format!("{}: {reason}", c.name)),
        _ => None,
    };
    let containers: Vec<String> = task.containers.iter().filter_map(said).collect();
    let containers = if containers.is_empty() { String::new() } else { format!(" ({})", containers.join("; ")) };
    format!("a task stopped: {reason}{containers}")
}
