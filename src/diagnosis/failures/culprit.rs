//! One stopped task: did it fail, and which container's words say why.

use crate::diagnosis::catalogue::{Explanation, MessageKind, depth};
use crate::diagnosis::reading::Reader;
use crate::domain::Text;
use crate::domain::facts::Facts;
use crate::domain::task::{Container, Task};
use std::rc::Rc;

/// A task that ended badly.
#[derive(Clone, Debug)]
pub struct Failure<'a> {
    pub task: &'a Task,
    /// The container to blame, where one is.
    pub container: Option<&'a Container>,
    /// Exit code that counts as the cause; not that of a container killed because the task was stopped.
    pub exit_code: Option<i32>,
    /// The deepest message and what it means.
    pub kind: MessageKind,
    pub words: Text,
    pub explanation: Rc<Explanation>,
    pub depth: u8,
}

/// SIGTERM: asked to stop. A container that ends so follows another.
const SIGTERM: i32 = 143;
/// SIGKILL: out of memory only where a reason says so.
const SIGKILL: i32 = 137;

/// Reads a task. None: it runs, or it stopped as it was meant to.
pub fn failure_of<'a>(task: &'a Task, facts: &Facts, reader: &Reader) -> Option<Failure<'a>> {
    if !task.is_stopped() || task.stop_code.as_ref().is_some_and(|code| code.raw() == "UserInitiated") {
        return None;
    }
    let stopped = task.stopped_reason.as_ref().map(|text| (text, reader.read(MessageKind::StoppedReason, text)));
    if stopped.as_ref().is_some_and(|(_, e)| e.benign) {
        return None;
    }
    let essential = |c: &&Container| {
        let definition = facts.task_definitions.get(&task.task_definition).and_then(|known| known.value());
        definition.and_then(|d| d.container(c.name.raw())).is_none_or(|d| d.essential)
    };
    let candidates: Vec<&Container> = task.containers.iter().filter(essential).collect();
    let candidates = if candidates.is_empty() { task.containers.iter().collect() } else { candidates };
    // A container's exit says why only where it ended by itself; one that the scheduler stopped just followed.
    let by_itself = match task.stop_code.as_ref().map(Text::raw) {
        Some(code) => code == "EssentialContainerExited",
        None => stopped
            .as_ref()
            .is_none_or(|(_, e)| e.wrapper || e.category == crate::diagnosis::verdict::Category::AppCrash),
    };
    let mut best: Option<Failure<'a>> = None;
    let mut offer = |failure: Failure<'a>| {
        if best.as_ref().is_none_or(|b| failure.depth > b.depth) {
            best = Some(failure);
        }
    };
    for container in task.containers.iter() {
        let Some(words) = container.reason.as_ref().filter(|reason| !reason.is_empty()) else { continue };
        let explanation = reader.read(MessageKind::ContainerReason, words);
        if !explanation.benign {
            let exit_code = container.exit_code.filter(|_| by_itself);
            offer(failure(task, Some(container), exit_code, MessageKind::ContainerReason, words.clone(), explanation));
        }
    }
    if let Some((words, explanation)) = &stopped
        && !(by_itself && explanation.wrapper)
    {
        offer(failure(task, None, None, MessageKind::StoppedReason, (*words).clone(), Rc::clone(explanation)));
    }
    if by_itself && let Some((container, code)) = first_to_stop(&candidates) {
        let words = Text::new(code.to_string());
        let explanation = reader.read(MessageKind::ExitCode, &words);
        if !explanation.benign {
            offer(failure(task, Some(container), Some(code), MessageKind::ExitCode, words, explanation));
        }
    }
    best.or_else(|| {
        let only_followers = candidates.iter().all(|c| c.exit_code == Some(SIGTERM)) && !candidates.is_empty();
        let (words, explanation) = stopped?;
        let told = !only_followers || !by_itself;
        told.then(|| failure(task, None, None, MessageKind::StoppedReason, words.clone(), explanation))
    })
}

fn failure<'a>(
    task: &'a Task,
    container: Option<&'a Container>,
    exit_code: Option<i32>,
    kind: MessageKind,
    words: Text,
    explanation: Rc<Explanation>,
) -> Failure<'a> {
    // A wrapper in a container's mouth is still a wrapper; an unknown text tells less than an error class.
    let depth = depth(kind, &explanation);
    Failure { task, container, exit_code, kind, words, explanation, depth }
}

/// The container to blame among those with an exit code. ECS gives no order of their ends, so it is told from the
/// codes: a code of its own, then SIGKILL, then 0 (an end without an error is a failure for a service too).
fn first_to_stop<'a>(containers: &[&'a Container]) -> Option<(&'a Container, i32)> {
    let coded = containers.iter().filter_map(|c| c.exit_code.map(|code| (*c, code)));
    coded.filter(|(_, code)| *code != SIGTERM).min_by_key(|(_, code)| match *code {
        SIGKILL => 1,
        0 => 2,
        _ => 0,
    })
}
