//! What a program says it lacks from outside while it runs: a host it cannot reach, a right, a secret.

use super::log_line::LogWord;
use crate::diagnosis::catalogue::{Explanation, MessageKind};
use crate::diagnosis::reading::Reader;
use crate::diagnosis::verdict::Category;
use crate::domain::Text;
use crate::domain::facts::Facts;
use crate::domain::task::Task;
use std::rc::Rc;

/// Records looked at from the end (our choice, as for a last word).
const LOOKED_AT: usize = 60;
/// Lines of them the catalogue is asked about at most (our choice): a program in want of something repeats it.
const ASKED: usize = 12;

/// Words of which such a line has one. Compared in lower case; they only spare the catalogue the other lines.
const HINTS: &[&str] = &[
    "refused",
    "timeout",
    "timed out",
    "timedout",
    "unreachable",
    "unavailable",
    "resolve",
    "enotfound",
    "econn",
    "no such host",
    "no route",
    "connect",
    "denied",
    "not authorized",
    "certificate",
    "x509",
    "password",
    "dial ",
    "reach",
    "broker",
    "login",
];

/// Words with which a program says that it has what it lacked.
const AGAIN: &[&str] = &["reconnected", "connected to", "connection established", "recovered", "is back"];

/// Of a task whose log is known: the last line that says so and what it means, if one does and nothing after it says
/// that it is over. None where no log of it is known.
pub fn lacking(facts: &Facts, task: &Task, reader: &Reader) -> Option<Option<(LogWord, Rc<Explanation>)>> {
    let tail_end = format!("/{}", task.id());
    let of_task = facts.logs.iter().filter(|(source, _)| source.stream.raw().ends_with(&tail_end));
    let mut is_read = false;
    let mut found: Option<(LogWord, Rc<Explanation>)> = None;
    for (source, tail) in of_task.filter_map(|(source, known)| Some((source, known.value()?))) {
        is_read |= tail.records().next().is_some();
        let mut after: Vec<String> = Vec::new();
        let mut asked = 0;
        for record in tail.records().rev().take(LOOKED_AT) {
            let line = record.message.raw().trim();
            let low = line.to_lowercase();
            if asked < ASKED && HINTS.iter().any(|hint| low.contains(hint)) {
                asked += 1;
                let told = reader.read(MessageKind::LogLine, &Text::new(line));
                if is_lack(&told) && !after.iter().any(|later| ends(later, &told)) {
                    let newer = found.as_ref().is_none_or(|(word, _)| record.at > word.at);
                    if newer {
                        let word = LogWord { line: Text::new(line), at: record.at, stream: source.stream.clone() };
                        found = Some((word, told));
                    }
                    break;
                }
            }
            after.push(low);
        }
    }
    is_read.then_some(found)
}

/// Something outside the program. That an error was written, or that it crashed, is none.
fn is_lack(told: &Explanation) -> bool {
    !told.benign
        && !told.wrapper
        && matches!(told.category, Category::Network | Category::Permissions | Category::Secrets)
}

/// Whether a later line says that what was lacked is there again.
fn ends(later: &str, told: &Explanation) -> bool {
    let names = told.subject.as_ref().is_none_or(|subject| later.contains(&subject.raw().to_lowercase()));
    names && AGAIN.iter().any(|words| later.contains(words)) && !later.contains("not ") && !later.contains("dis")
}
