//! Events that cannot pass a query's first filters are dropped before anything is looked for inside them.
//!
//! `level = "ERROR"` can only hold when the message has ERROR in it, since a field's text is part of the message;
//! only an escape could hide it, so messages with a backslash are always looked at. Conditions on `@message` alone
//! are decided here for good.

use super::code::Code;
use crate::insights::tree::Comparison;
use crate::insights::value::{Value, looks_numeric};
use memchr::memmem::Finder;
use regex::Regex;

/// What messages must hold.
#[derive(Clone, Debug, Default)]
pub struct Prefilter {
    /// Conditions on the message itself.
    message: Vec<Test>,
    /// Texts the message has as they stand, unless it has escapes.
    inside: Vec<Finder<'static>>,
}

/// A condition on a message.
#[derive(Clone, Debug)]
enum Test {
    /// It has the text in it.
    Has(Box<Finder<'static>>),
    /// The expression matches.
    Matches(Regex),
    /// The condition does not hold.
    Not(Box<Test>),
    /// All of them hold.
    All(Vec<Test>),
    /// One of them holds.
    Any(Vec<Test>),
}

impl Prefilter {
    /// Adds what a condition demands that every row must meet. `message` is the slot of `@message`, `found` those of
    /// the fields found inside messages. True when nothing of the condition is left to be tested on rows.
    pub fn demand(&mut self, condition: &Code, message: Option<usize>, found: &[usize]) -> bool {
        if let Some(test) = message.and_then(|message| Test::new(condition, message)) {
            self.message.push(test);
            return true;
        }
        let (slot, literal) = match condition {
            Code::All(items) => {
                for item in items {
                    self.demand(item, message, found);
                }
                return false;
            }
            Code::Compare(left, Comparison::Equal, right) => match (&**left, &**right) {
                (Code::Slot(slot), Code::Constant(Value::Text(text)))
                | (Code::Constant(Value::Text(text)), Code::Slot(slot)) => (*slot, text),
                _ => return false,
            },
            Code::Contains { value, text, negated: false } => match (&**value, &**text) {
                (Code::Slot(slot), Code::Constant(Value::Text(text))) => (*slot, text),
                _ => return false,
            },
            _ => return false,
        };
        if found.contains(&slot) && is_plain(literal) {
            self.inside.push(Finder::new(literal.as_bytes()).into_owned());
        }
        false
    }

    /// Whether a message can pass.
    pub fn may_pass(&self, message: &str) -> bool {
        let bytes = message.as_bytes();
        (self.inside.iter().all(|text| text.find(bytes).is_some()) || memchr::memchr(b'\\', bytes).is_some())
            && self.message.iter().all(|test| test.holds(message))
    }
}

impl Test {
    fn new(condition: &Code, message: usize) -> Option<Test> {
        let of = |items: &[Code]| items.iter().map(|item| Test::new(item, message)).collect::<Option<Vec<_>>>();
        let (value, test, negated) = match condition {
            Code::All(items) => return of(items).map(Test::All),
            Code::Any(items) => return of(items).map(Test::Any),
            Code::Not(inner) => return Test::new(inner, message).map(|test| Test::Not(Box::new(test))),
            Code::Contains { value, text, negated } => match &**text {
                Code::Constant(Value::Text(text)) => {
                    (value, Test::Has(Box::new(Finder::new(text.as_bytes()).into_owned())), negated)
                }
                _ => return None,
            },
            Code::Matches { value, regex, negated } => (value, Test::Matches(regex.clone()), negated),
            _ => return None,
        };
        match **value {
            Code::Slot(slot) if slot == message => Some(if *negated { Test::Not(Box::new(test)) } else { test }),
            _ => None,
        }
    }

    fn holds(&self, message: &str) -> bool {
        match self {
            Test::Has(text) => text.find(message.as_bytes()).is_some(),
            Test::Matches(regex) => regex.is_match(message),
            Test::Not(test) => !test.holds(message),
            Test::All(tests) => tests.iter().all(|test| test.holds(message)),
            Test::Any(tests) => tests.iter().any(|test| test.holds(message)),
        }
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
