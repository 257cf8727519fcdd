//! Events that cannot pass a query's first filters are dropped before anything is looked for inside them.
//!
//! `level = "ERROR"` can only hold when the message has ERROR in it, since a field's text is part of the message;
//! only an escape could hide it, so messages with a backslash are always looked at.

use super::code::Code;
use crate::insights::tree::Comparison;
use crate::insights::value::{Value, looks_numeric};

/// Texts that a message must hold.
#[derive(Clone, Debug, Default)]
pub struct Prefilter {
    /// As they stand, whatever else the message holds: from conditions on `@message` itself.
    exact: Vec<String>,
    /// As they stand, unless the message has escapes.
    inside: Vec<String>,
}

impl Prefilter {
    /// Adds what a condition demands that every row must meet. `message` is the slot of `@message`, `found` those of
    /// the fields found inside messages.
    pub fn demand(&mut self, condition: &Code, message: Option<usize>, found: &[usize]) {
        let (slot, literal) = match condition {
            Code::All(items) => return items.iter().for_each(|item| self.demand(item, message, found)),
            Code::Compare(left, Comparison::Equal, right) => match (&**left, &**right) {
                (Code::Slot(slot), Code::Constant(Value::Text(text)))
                | (Code::Constant(Value::Text(text)), Code::Slot(slot)) => (*slot, text),
                _ => return,
            },
            Code::Contains { value, text, negated: false } => match (&**value, &**text) {
                (Code::Slot(slot), Code::Constant(Value::Text(text))) => (*slot, text),
                _ => return,
            },
            _ => return,
        };
        if message == Some(slot) {
            self.exact.push(literal.to_string());
        } else if found.contains(&slot) && is_plain(literal) {
            self.inside.push(literal.to_string());
        }
    }

    /// Whether a message can pass.
    pub fn may_pass(&self, message: &str) -> bool {
        self.exact.iter().all(|text| message.contains(text.as_str()))
            && (self.inside.iter().all(|text| message.contains(text.as_str())) || message.contains('\\'))
    }
}

/// Whether a text stands in the message just as in the field. Numbers and flags do not: 5e2 equals "500", a JSON
/// true equals "TRUE".
fn is_plain(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
        && text.bytes().any(|b| b.is_ascii_alphabetic() && !matches!(b, b'e' | b'E'))
        && !looks_numeric(text)
        && !["true", "false"].iter().any(|flag| text.eq_ignore_ascii_case(flag))
}
