//! Why a task is where it is, in the deepest words there are about it.

use super::catalogue::MessageKind;
use super::failures::{failure_of, last_word};
use super::reading::Reader;
use super::words::seconds;
use crate::domain::facts::Facts;
use crate::domain::task::{Container, Task};

/// Words about one task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Why {
    pub words: String,
    /// They name a cause; else they only say that it ended, or that it was meant to.
    pub is_telling: bool,
    /// The exit code of the container to blame.
    pub exit_code: Option<i32>,
}

/// Reads tasks one after the other; the same words are looked up once.
#[derive(Default)]
pub struct Whys {
    reader: Reader,
}

impl Whys {
    /// The last telling line of its log, else its container's reason, else its exit code, else its own reason.
    pub fn of(&self, task: &Task, facts: &Facts) -> Option<Why> {
        let Some(failure) = failure_of(task, facts, &self.reader) else { return without_failure(task) };
        let named = |words: String| match failure.container.filter(|_| task.containers.len() > 1) {
            Some(container) => format!("{}: {words}", container.name),
            None => words,
        };
        let exit_code = failure.exit_code.or_else(|| failure.container.and_then(|c| c.exit_code));
        let why = |words: String, is_telling| Some(Why { words, is_telling, exit_code });
        if failure.kind != MessageKind::ExitCode {
            return why(named(failure.words.to_string()), !failure.explanation.wrapper);
        }
        // Only a program that ended by itself tells why in its log.
        if let Some(word) = last_word(facts, task, failure.container.map(|c| c.name.raw())) {
            return why(named(word.line.to_string()), true);
        }
        let ran = task.ran_for().map(|n| format!(" after {}", seconds(n))).unwrap_or_default();
        why(named(format!("exited with code {}{ran}", failure.words)), false)
    }
}

/// A task that runs, or one that stopped as it was meant to.
fn without_failure(task: &Task) -> Option<Why> {
    let exit_code = task.containers.iter().find_map(|c| c.exit_code).filter(|_| task.is_stopped());
    let with_reason = |c: &&Container| c.reason.as_ref().is_some_and(|reason| !reason.is_empty());
    let unhealthy = task.health.as_ref().is_some_and(|health| health.raw() == "UNHEALTHY");
    let (words, is_telling) = if let Some(reason) = &task.stopped_reason {
        (reason.to_string(), !task.is_stopped())
    } else if let Some(container) = task.containers.iter().find(with_reason) {
        let name = if task.containers.len() > 1 { format!("{}: ", container.name) } else { String::new() };
        (format!("{name}{}", container.reason.as_ref()?), true)
    } else if unhealthy && !task.is_stopped() {
        ("its health check fails".to_owned(), true)
    } else {
        return None;
    };
    Some(Why { words, is_telling, exit_code })
}
