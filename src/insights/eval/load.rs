//! From events to rows: only the fields the query names are looked for.

use super::row::SlotRow;
use crate::insights::discover::{Wanted, discover};
use crate::insights::lambda;
use crate::insights::lines;
use crate::insights::record::Record;
use crate::insights::value::Value;

/// What a query wants of each event.
#[derive(Clone, Debug, Default)]
pub struct Loader {
    width: usize,
    system: Vec<(String, usize)>,
    json: Wanted,
    lambda: Vec<(String, usize)>,
    lines: Vec<(String, usize)>,
}

impl Loader {
    /// A loader of rows this wide with these fields in these slots.
    pub fn new(width: usize, wanted: &[(String, usize)]) -> Loader {
        let mut loader = Loader { width, ..Loader::default() };
        for (name, slot) in wanted {
            if name.starts_with('@') {
                loader.system.push((name.clone(), *slot));
                if lambda::FIELDS.contains(&name.as_str()) {
                    loader.lambda.push((name.clone(), *slot));
                }
            }
            // What begins with `@` is not in the JSON, but for keys that do so themselves: those show one more.
            if !name.starts_with('@') || name.starts_with("@@") {
                loader.json.add(name, *slot);
                if lines::may_have(name) {
                    loader.lines.push((name.clone(), *slot));
                }
            }
        }
        loader
    }

    /// Fills a row with an event; what was in the row is gone.
    pub fn load(&self, record: &Record, row: &mut SlotRow) {
        row.values.clear();
        row.values.resize(self.width, Value::Null);
        row.at = record.at_millis();
        row.ptr = record.pointer().cloned();
        if !self.json.is_empty() {
            discover(json_of(record), &self.json, &mut row.values);
        }
        for (name, slot) in &self.lines {
            if let Some(value) = lines::field(record.message(), name) {
                row.set(*slot, value);
            }
        }
        for (name, slot) in &self.lambda {
            if let Some(value) = lambda::field(record.message(), name) {
                row.set(*slot, value);
            }
        }
        for (name, slot) in &self.system {
            if let Some(value) = record.given(name) {
                row.set(*slot, value);
            }
        }
    }
}

/// The JSON of a message: the message itself; in a Lambda function's log also the first one inside it, as AWS
/// does it there and only there.
fn json_of(record: &Record) -> &str {
    let message = record.message();
    if message.trim_start().starts_with('{') || !record.is_lambda() {
        return message;
    }
    message.find('{').and_then(|at| message.get(at..)).unwrap_or("")
}
