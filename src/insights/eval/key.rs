//! What rows are grouped and told apart by: values that print the same are the same.

use crate::insights::value::Value;
use std::sync::Arc;

/// A value as part of a group's identity.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Key {
    /// No value.
    Null,
    /// A whole number, or text that prints like one.
    Int(i64),
    /// A time, in milliseconds.
    Time(i64),
    /// Anything else, as printed.
    Text(Arc<str>),
}

impl Key {
    /// The key of a value.
    pub fn of(value: &Value) -> Key {
        match value {
            Value::Null => Key::Null,
            Value::Int(n) => Key::Int(*n),
            Value::Time(ms) => Key::Time(*ms),
            Value::Text(text) => whole(text).map_or_else(|| Key::Text(Arc::clone(text)), Key::Int),
            other => {
                let printed = other.printed().unwrap_or_default();
                whole(&printed).map_or_else(|| Key::Text(printed.as_str().into()), Key::Int)
            }
        }
    }
}

/// The number of a text that is exactly how this number is printed.
fn whole(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let plain = digits == "0" || digits.starts_with(|c: char| ('1'..='9').contains(&c));
    if !plain || text == "-0" || digits.len() > 19 { None } else { text.parse().ok() }
}
