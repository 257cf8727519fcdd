//! Messages read once: the same words are looked up in the catalogue a single time in one diagnosis.

use super::catalogue::{Explanation, MessageKind, explain};
use crate::domain::Text;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// The catalogue with a memory that lasts for one diagnosis: a hundred tasks usually say the same five things.
#[derive(Default)]
pub struct Reader {
    read: RefCell<HashMap<(MessageKind, Text), Rc<Explanation>>>,
}

impl Reader {
    /// What a message of this kind means.
    pub fn read(&self, kind: MessageKind, text: &Text) -> Rc<Explanation> {
        let key = (kind, if kind == MessageKind::ServiceEvent { without_ids(text) } else { text.clone() });
        if let Some(known) = self.read.borrow().get(&key) {
            return Rc::clone(known);
        }
        let fresh = Rc::new(explain(Some(kind), text));
        self.read.borrow_mut().insert(key, Rc::clone(&fresh));
        fresh
    }
}

/// The words without long hexadecimal runs: events that differ only in the task or instance they name are one.
fn without_ids(text: &Text) -> Text {
    let is_id = |word: &str| word.len() >= 16 && word.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
    let words = text.raw().split_inclusive([' ', '(', ')', ',', '/']);
    Text::new(words.filter(|word| !is_id(word.trim_end_matches([' ', '(', ')', ',', '/']))).collect::<String>())
}

/// Whether a reason only says that this resource was given up because another one failed.
pub fn is_cancellation(reason: &Text) -> bool {
    let words = reason.raw().to_ascii_lowercase();
    words.contains("cancelled") || words.contains("canceled")
}
