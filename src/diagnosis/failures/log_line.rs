//! The last telling line of a container's log.

use super::tale::telling_line;
use crate::domain::clock::seconds_between;
use crate::domain::facts::Facts;
use crate::domain::log::LogSource;
use crate::domain::task::Task;
use crate::domain::{Text, Timestamp};

/// Records looked at from the end: an error is said last, and a trace is rarely longer (our choice).
const LOOKED_AT: usize = 60;

/// A telling line and where it stands.
#[derive(Clone, Debug)]
pub struct LogWord {
    pub line: Text,
    pub at: Timestamp,
    pub stream: Text,
}

/// Words a program says when it takes requests (our choice). Compared in lower case.
const READY: &[&str] = &[
    "listening",
    "ready to accept",
    "accepting connections",
    "server running",
    "started server",
    "server started",
    "ready in",
    "started in",
];

/// Seconds from a task's start to the first line of its log that says it takes requests.
pub fn ready_after(facts: &Facts, task: &Task) -> Option<u64> {
    let started = task.started_at?;
    let tail_end = format!("/{}", task.id());
    let mut tails = facts.logs.iter().filter(|(source, _)| source.stream.raw().ends_with(&tail_end));
    tails.find_map(|(_, known)| {
        let says = |message: &Text| {
            let low = message.raw().to_lowercase();
            READY.iter().any(|words| low.contains(words))
        };
        let first = known.value()?.records().find(|record| says(&record.message))?;
        Some(seconds_between(started, first.at))
    })
}

/// The last telling line of a task's container, from its stream `PREFIX/CONTAINER/TASKID`. Without a container, of
/// whichever of its streams is known.
pub fn last_word(facts: &Facts, task: &Task, container: Option<&str>) -> Option<LogWord> {
    let tail_end = format!("/{}", task.id());
    let in_stream = |source: &LogSource| {
        let stream = source.stream.raw();
        let Some(path) = stream.strip_suffix(tail_end.as_str()) else { return false };
        container.is_none_or(|name| path.rsplit('/').next() == Some(name))
    };
    let (source, known) = facts.logs.iter().find(|(source, known)| in_stream(source) && known.value().is_some())?;
    let tail = known.value()?;
    let recent: Vec<_> = tail.records().rev().take(LOOKED_AT).collect();
    // A record may hold many lines (a traceback sent as one); each is looked at by itself.
    let lines: Vec<(&str, Timestamp)> =
        recent.iter().rev().flat_map(|record| record.message.raw().lines().map(|line| (line, record.at))).collect();
    let words: Vec<&str> = lines.iter().map(|(line, _)| *line).collect();
    let (line, at) = lines.get(telling_line(&words)?)?;
    Some(LogWord { line: Text::new(line.trim()), at: *at, stream: source.stream.clone() })
}
