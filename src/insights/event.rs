//! What a plan is fed with: a record, or a bare line.

use super::record::Record;
use super::value::Value;
use std::sync::Arc;

/// One event on its way in. A line is not copied before a query wants to keep it.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// With everything known about it.
    Record(&'a Record),
    /// A message alone; its time is a field inside it.
    Line(&'a str),
}

impl<'a> Event<'a> {
    /// The message.
    pub fn message(self) -> &'a str {
        match self {
            Event::Record(record) => record.message(),
            Event::Line(line) => line,
        }
    }

    /// The time it came with, in milliseconds since 1970.
    pub fn at_millis(self) -> Option<i64> {
        match self {
            Event::Record(record) => record.at_millis(),
            Event::Line(_) => None,
        }
    }

    /// `@ptr`, where there is one.
    pub fn pointer(self) -> Option<&'a Arc<str>> {
        match self {
            Event::Record(record) => record.pointer(),
            Event::Line(_) => None,
        }
    }

    /// Whether the event is from a Lambda function's log group, by the name of the group.
    pub fn is_lambda(self) -> bool {
        matches!(self, Event::Record(record) if record.is_lambda())
    }

    /// A field the event came with; none for fields to be discovered in the message.
    pub fn given(self, name: &str) -> Option<Value> {
        match self {
            Event::Record(record) => record.given(name),
            Event::Line(line) => (name == "@message").then(|| Value::text(line)),
        }
    }
}
