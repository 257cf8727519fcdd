//! Log events as queries see them.

use super::value::Value;
use jiff::Timestamp;
use std::sync::Arc;

/// One log event: its message and what the service knows about it. Fields inside the message are discovered when
/// a query names them.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    at: Option<i64>,
    ingested_at: Option<i64>,
    message: Arc<str>,
    stream: Option<Arc<str>>,
    log: Option<Arc<str>>,
    ptr: Option<Arc<str>>,
    extra: Vec<(Arc<str>, Value)>,
}

impl Record {
    /// An event with its time, none where it is not known, and its message.
    pub fn new(at: Option<Timestamp>, message: impl Into<Arc<str>>) -> Record {
        Record {
            at: at.map(|at| at.as_millisecond()),
            ingested_at: None,
            message: message.into(),
            stream: None,
            log: None,
            ptr: None,
            extra: Vec::new(),
        }
    }

    /// `@logStream`.
    pub fn stream(mut self, stream: impl Into<Arc<str>>) -> Record {
        self.stream = Some(stream.into());
        self
    }

    /// `@log`: `account-id:log-group-name`.
    pub fn log(mut self, log: impl Into<Arc<str>>) -> Record {
        self.log = Some(log.into());
        self
    }

    /// `@ingestionTime`.
    pub fn ingested_at(mut self, at: Timestamp) -> Record {
        self.ingested_at = Some(at.as_millisecond());
        self
    }

    /// `@ptr`: the token by which the service finds the event again.
    pub fn ptr(mut self, ptr: impl Into<Arc<str>>) -> Record {
        self.ptr = Some(ptr.into());
        self
    }

    /// Any other field given beside the message, such as `@aws.region`.
    pub fn field(mut self, name: impl Into<Arc<str>>, value: Value) -> Record {
        self.extra.push((name.into(), value));
        self
    }

    /// The time in milliseconds since 1970.
    pub fn at_millis(&self) -> Option<i64> {
        self.at
    }

    /// The message.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Whether the event is from a Lambda function's log group, by the name of the group.
    pub fn is_lambda(&self) -> bool {
        self.log.as_ref().is_some_and(|log| log.rsplit(':').next().unwrap_or(log).starts_with("/aws/lambda/"))
    }

    /// `@ptr`, where there is one.
    pub fn pointer(&self) -> Option<&Arc<str>> {
        self.ptr.as_ref()
    }

    /// A field the event came with; none for fields to be discovered in the message.
    pub fn given(&self, name: &str) -> Option<Value> {
        let text = |text: &Option<Arc<str>>| text.clone().map_or(Value::Null, Value::Text);
        let time = |at: Option<i64>| at.map_or(Value::Null, Value::Time);
        Some(match name {
            "@timestamp" => time(self.at),
            "@message" => Value::Text(Arc::clone(&self.message)),
            "@ingestionTime" => time(self.ingested_at),
            "@logStream" => text(&self.stream),
            "@log" => text(&self.log),
            "@ptr" => text(&self.ptr),
            _ => return self.extra.iter().find(|(field, _)| **field == *name).map(|(_, value)| value.clone()),
        })
    }
}
