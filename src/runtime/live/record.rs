//! Between lines as AWS tells them and events as queries see them.

use crate::domain::log::{LogRecord, LogSpot};
use crate::domain::log_scope::LogGroupId;
use crate::domain::{Text, Timestamp};
use crate::insights::Record;
use std::sync::Arc;

/// Makes events of lines; what many lines say alike is shared.
#[derive(Debug)]
pub struct Records {
    /// `@log` is the account and the group.
    account: Option<String>,
    stream: Arc<str>,
    group: String,
    log: Arc<str>,
}

impl Records {
    pub fn new(account: Option<String>) -> Self {
        Self { account, stream: Arc::from(""), group: String::new(), log: Arc::from("") }
    }

    /// A line as an event.
    pub fn of(&mut self, from: &LogRecord) -> Record {
        if *self.stream != *from.stream.raw() {
            self.stream = Arc::from(from.stream.raw());
        }
        if self.group != from.group.raw() || self.log.is_empty() {
            self.group = from.group.raw().to_owned();
            self.log = Arc::from(log(&from.group, self.account.as_deref()));
        }
        let record = Record::new(Some(from.at), from.message.raw()).stream(self.stream.clone()).log(self.log.clone());
        match from.ingested_at {
            Some(at) => record.ingested_at(at),
            None => record,
        }
    }
}

/// What a pointer of our own begins with; CloudWatch's are of letters and digits.
const OWN: char = '\u{1e}';
const APART: char = '\u{1f}';

/// A pointer that tells where a line stands beside CloudWatch's own, if it has one: what a query makes of lines keeps
/// it, and nobody else sees it.
pub fn pointer(line: &LogRecord, ptr: Option<&Text>) -> String {
    let (group, stream, at) = (line.group.raw(), line.stream.raw(), line.at.as_millisecond());
    format!("{OWN}{at}{APART}{}{APART}{stream}{APART}{group}", ptr.map_or("", Text::raw))
}

/// CloudWatch's pointer and the place of a line, out of a pointer made above.
pub fn pointed(pointer: &str) -> (Option<Text>, Option<Box<LogSpot>>) {
    let Some(own) = pointer.strip_prefix(OWN) else { return (Some(Text::new(pointer)), None) };
    let parts: Vec<&str> = own.splitn(4, APART).collect();
    let [at, ptr, stream, group] = parts.as_slice() else { return (None, None) };
    let at = at.parse().ok().and_then(|at| Timestamp::from_millisecond(at).ok());
    let group = LogGroupId::named(Text::new(group), None);
    let spot = at.map(|at| Box::new(LogSpot { group, stream: Text::new(stream), at }));
    (Some(Text::new(ptr)).filter(|ptr| !ptr.is_empty()), spot)
}

/// `@log` of a group.
pub fn log(group: &crate::domain::Text, account: Option<&str>) -> String {
    account.map_or_else(|| group.raw().to_owned(), |account| format!("{account}:{}", group.raw()))
}
