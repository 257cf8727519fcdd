//! Between lines as AWS tells them and events as queries see them.

use crate::domain::log::LogRecord;
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

/// `@log` of a group.
pub fn log(group: &crate::domain::Text, account: Option<&str>) -> String {
    account.map_or_else(|| group.raw().to_owned(), |account| format!("{account}:{}", group.raw()))
}
