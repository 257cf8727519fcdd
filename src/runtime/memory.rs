//! The memory of a stack across restarts: one file a stack, read when the stack is known, written once a minute at
//! most and at leaving.

use super::private_file;
use crate::app::message::Msg;
use crate::app::model::Model;
use crate::app::update::update;
use crate::domain::clock::{Timestamp, seconds_between};
use crate::domain::memory::Memory;
use crate::domain::{Text, redact::redact};
use serde::{Deserialize, Serialize};
use std::io::Error;
use std::path::{Path, PathBuf};

/// Keeps the memory of the stack a model shows.
#[derive(Debug)]
pub struct Remembering {
    /// None remembers nothing.
    folder: Option<PathBuf>,
    open: Option<OpenFile>,
}

/// The stack in question and what its file holds.
#[derive(Debug)]
struct OpenFile {
    stack: Text,
    /// None where there is none, or the file is not ours to write.
    path: Option<PathBuf>,
    saved: Memory,
    saved_at: Timestamp,
}

/// What a file says.
#[derive(Serialize, Deserialize)]
struct Form {
    version: u32,
    stack: Text,
    #[serde(flatten)]
    memory: Memory,
}

const VERSION: u32 = 1;
/// Seconds between two writes.
const EVERY: u64 = 60;
/// Bytes of a file at most; more is none of ours.
const LARGEST: u64 = 16 << 20;

impl Remembering {
    /// Memory in a folder; none remembers nothing.
    pub fn new(folder: Option<PathBuf>) -> Self {
        Self { folder, open: None }
    }

    /// Reads what is remembered once the stack is known, and writes what is new from time to time. To be called
    /// after each batch of messages.
    pub fn keep(&mut self, model: &mut Model) {
        let stack = model.facts.stack.value().map(|stack| stack.id.clone());
        if self.open.as_ref().map(|open| &open.stack) != stack.as_ref() {
            if let Some(mut open) = self.open.take() {
                // Its facts are gone with its screen; what they told is remembered beside.
                let left = model.left.get(&open.stack).cloned().unwrap_or_default();
                open.write(left, model);
            }
            self.open = stack.map(|stack| recall(self.folder.as_deref(), stack, model));
            return;
        }
        let due = |open: &OpenFile| seconds_between(open.saved_at, model.now) >= EVERY;
        if self.open.as_ref().is_some_and(due) {
            self.write(model);
        }
    }

    /// Writes what is new, if anything is.
    pub fn write(&mut self, model: &mut Model) {
        let Some(open) = self.open.as_mut() else { return };
        open.saved_at = model.now;
        if open.path.is_none() {
            return;
        }
        let mut memory = open.saved.clone();
        memory.take_groups(&model.memory);
        memory.note(&model.facts, model.now);
        open.write(memory, model);
    }
}

impl OpenFile {
    /// Writes a memory, if it says anything new and the file is ours.
    fn write(&mut self, memory: Memory, model: &mut Model) {
        let Some(path) = self.path.clone() else { return };
        if memory == self.saved || memory.is_empty() {
            return;
        }
        let form = Form { version: VERSION, stack: self.stack.clone(), memory };
        match save(&path, &form) {
            Ok(()) => self.saved = form.memory,
            Err(error) => {
                self.path = None;
                say(model, &path, "cannot be written", &error);
            }
        }
    }
}

/// Hands the model what is remembered of a stack: by this session where it has been there before, else by its file.
fn recall(folder: Option<&Path>, stack: Text, model: &mut Model) -> OpenFile {
    let left = model.left.get(&stack).cloned();
    let path = folder.map(|folder| folder.join(file_name(stack.raw())));
    let mut open = OpenFile { stack, path: None, saved: Memory::default(), saved_at: model.now };
    let mut memory = left;
    if let Some(path) = path {
        match load(&path, &open.stack) {
            Ok(saved) => {
                open.path = Some(path);
                open.saved = saved.clone();
                memory = memory.or(Some(saved));
            }
            Err(error) => say(model, &path, "is left alone", &error),
        }
    }
    if let Some(memory) = memory {
        update(model, Msg::Remembered(Box::new(memory)));
    }
    open
}

fn say(model: &mut Model, path: &Path, what: &str, error: &Error) {
    let words = format!("the memory {} {what}: {error}", path.display());
    update(model, Msg::Notice(Text::from(redact(&words))));
}

/// A name made of a stack's ARN in which nothing means anything to a file system, with a number so that two ARNs never
/// share one.
fn file_name(stack: &str) -> String {
    let safe = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
    let name: String = stack.chars().take(120).map(safe).collect();
    // FNV-1a: the same in every version of every program, which the standard library's is not.
    let number =
        stack.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |n, b| (n ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    format!("{name}-{number:016x}.json")
}

/// What a file remembers; nothing where there is none.
fn load(path: &Path, stack: &Text) -> Result<Memory, Error> {
    let Some(bytes) = private_file::read(path, LARGEST)? else { return Ok(Memory::default()) };
    let form: Form = serde_json::from_slice(&bytes)?;
    if form.version != VERSION || form.stack != *stack {
        return Err(Error::other("it is another version's or another stack's"));
    }
    Ok(form.memory)
}

fn save(path: &Path, form: &Form) -> Result<(), Error> {
    private_file::save(path, &serde_json::to_vec(form)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_never_leaves_the_folder_and_no_two_stacks_share_one() {
        let names = ["../../etc/passwd", "..", ".", "", "a/b", "a_b", "arn:aws:x:stack/é\u{0}\n", &"x/".repeat(900)]
            .map(file_name);
        for name in &names {
            assert!(name.len() < 200 && !name.starts_with('.') && !name.contains(['/', '\0', '\n']), "{name:?}");
            assert_eq!(Path::new("/f").join(name).parent(), Some(Path::new("/f")), "{name:?}");
        }
        assert_eq!(names.iter().collect::<std::collections::BTreeSet<_>>().len(), names.len());
    }
}
