//! Failed tasks of one deployment, grouped by what is to blame.

use super::culprit::{Failure, failure_of};
use super::log_line::{LogWord, last_word};
use crate::diagnosis::catalogue::{Explanation, MessageKind, depth};
use crate::diagnosis::reading::Reader;
use crate::diagnosis::view::Episode;
use crate::domain::facts::Facts;
use crate::domain::task::Task;
use crate::domain::{Text, Timestamp};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Failures with the same cause, container and exit code, newest first.
#[derive(Clone, Debug)]
pub struct Group<'a> {
    pub failures: Vec<Failure<'a>>,
    /// What the group's deepest words mean.
    pub explanation: Rc<Explanation>,
    pub kind: MessageKind,
    pub depth: u8,
    /// The last telling line of the newest of its tasks whose log is known, where the container's exit is the cause.
    pub log: Option<LogWord>,
    /// How many tasks' logs were read, and how many said the same.
    pub logs_read: usize,
    pub logs_same: usize,
}

/// Logs read for one group: enough to see whether they agree (our choice).
const LOGS_READ: usize = 5;

impl<'a> Group<'a> {
    pub fn newest(&self) -> Option<&Failure<'a>> {
        self.failures.first()
    }

    /// When the newest of them ended.
    pub fn latest(&self) -> Option<Timestamp> {
        self.failures.iter().filter_map(|f| ended(f.task)).max()
    }

    /// When the first of them ended, or began where the end is not told.
    pub fn first(&self) -> Option<Timestamp> {
        self.failures.iter().filter_map(|f| f.task.created_at.or_else(|| ended(f.task))).min()
    }

    /// Shortest and longest run in seconds, of those that ran.
    pub fn ran(&self) -> Option<(u64, u64)> {
        let times = || self.failures.iter().filter_map(|f| f.task.ran_for());
        Some((times().min()?, times().max()?))
    }

    /// How many ended after a time.
    pub fn since(&self, at: Timestamp) -> usize {
        self.failures.iter().filter(|f| ended(f.task).is_some_and(|end| end > at)).count()
    }
}

/// When a task ended.
fn ended(task: &Task) -> Option<Timestamp> {
    task.stopped_at.or(task.execution_stopped_at).or(task.stopping_at)
}

/// The failures of an episode in groups, biggest first.
pub fn groups_of<'a>(episode: &Episode<'a>, facts: &Facts, reader: &Reader) -> Vec<Group<'a>> {
    let mut by_blame: BTreeMap<(&'static str, Text, Option<i32>), Vec<Failure<'a>>> = BTreeMap::new();
    for failure in episode.tasks.iter().filter_map(|task| failure_of(task, facts, reader)) {
        let container = failure.container.map_or_else(|| Text::new(""), |c| c.name.clone());
        by_blame.entry((failure.explanation.cause, container, failure.exit_code)).or_default().push(failure);
    }
    let mut groups: Vec<Group<'a>> = by_blame.into_values().filter_map(|all| group(all, facts, reader)).collect();
    groups.sort_by_key(|g| std::cmp::Reverse(g.failures.len()));
    groups
}

fn group<'a>(mut failures: Vec<Failure<'a>>, facts: &Facts, reader: &Reader) -> Option<Group<'a>> {
    failures.sort_by_key(|f| std::cmp::Reverse(ended(f.task).or(f.task.created_at)));
    let newest = failures.first()?;
    let mut found = Group {
        explanation: Rc::clone(&newest.explanation),
        kind: newest.kind,
        depth: newest.depth,
        log: None,
        logs_read: 0,
        logs_same: 0,
        failures: Vec::new(),
    };
    // Only a program that ended by itself tells why in its log; one that was never started has none.
    if newest.kind == MessageKind::ExitCode {
        let words: Vec<LogWord> = failures
            .iter()
            .filter_map(|f| last_word(facts, f.task, f.container.map(|c| c.name.raw())))
            .take(LOGS_READ)
            .collect();
        if let Some(first) = words.first() {
            found.logs_read = words.len();
            found.logs_same = words.iter().filter(|w| w.line == first.line).count();
            let told = reader.read(MessageKind::LogLine, &first.line);
            // A line the catalogue does not know is still quoted; the cause stays "it exits".
            if !told.benign && told.category != crate::diagnosis::verdict::Category::Other {
                found.depth = depth(MessageKind::LogLine, &told);
                found.explanation = told;
                found.kind = MessageKind::LogLine;
            }
            found.log = Some(first.clone());
        }
    }
    found.failures = failures;
    Some(found)
}
