//! Messages read once: the same words are looked up in the catalogue a single time in one diagnosis.

use super::catalogue::{Explanation, MessageKind, explain};
use super::words::without_ids;
use crate::domain::Text;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// The catalogue with a memory that lasts for one diagnosis: a hundred tasks usually say the same five things.
#[derive(Default)]
pub struct Reader {
    read: RefCell<HashMap<(MessageKind, String), Rc<Explanation>>>,
}

impl Reader {
    /// What a message of this kind means.
    pub fn read(&self, kind: MessageKind, text: &Text) -> Rc<Explanation> {
        // Messages that differ only in the task, session or instance they name mean the same.
        let key = (kind, without_ids(text.raw()));
        if let Some(known) = self.read.borrow().get(&key) {
            return Rc::clone(known);
        }
        let fresh = Rc::new(explain(Some(kind), text));
        self.read.borrow_mut().insert(key, Rc::clone(&fresh));
        fresh
    }
}

/// Whether a reason only says that this resource was given up because another one failed.
pub fn is_cancellation(reason: &Text) -> bool {
    let words = reason.raw().to_ascii_lowercase();
    words.contains("cancelled") || words.contains("canceled")
}
