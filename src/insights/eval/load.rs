//! From events to rows: only the fields the query names are looked for.

use super::row::SlotRow;
use crate::insights::discover::{Wanted, discover};
use crate::insights::event::Event;
use crate::insights::lambda;
use crate::insights::lines;
use crate::insights::moment::TimeFields;
use crate::insights::value::Value;

/// What a query wants of each event.
#[derive(Clone, Debug, Default)]
pub struct Loader {
    width: usize,
    system: Vec<(String, usize)>,
    json: Wanted,
    lambda: Vec<(String, usize)>,
    lines: Vec<(String, usize)>,
    /// The slot of `@timestamp`, where it is wanted.
    at: Option<usize>,
}

impl Loader {
    /// A loader of rows this wide with these fields in these slots.
    pub fn new(width: usize, wanted: &[(String, usize)]) -> Loader {
        let mut loader = Loader { width, ..Loader::default() };
        for (name, slot) in wanted {
            if name.starts_with('@') {
                loader.system.push((name.clone(), *slot));
                if name == "@timestamp" {
                    loader.at = Some(*slot);
                }
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

    /// Takes the time of events that come without one from these fields of their messages.
    pub fn time_from(&mut self, times: TimeFields) {
        self.json.add_times(times);
    }

    /// Whether the query names `@timestamp`.
    pub fn wants_time(&self) -> bool {
        self.at.is_some()
    }

    /// Fills a row with an event; what was in the row is gone.
    pub fn load(&self, event: Event<'_>, row: &mut SlotRow) {
        row.values.clear();
        row.values.resize(self.width, Value::Null);
        row.ptr = event.pointer().cloned();
        let message = event.message();
        let mut found = None;
        if !self.json.is_empty() {
            found = discover(json_of(event), &self.json, &mut row.values);
        }
        row.at = event.at_millis().or(found);
        for (name, slot) in &self.lines {
            if let Some(value) = lines::field(message, name) {
                row.set(*slot, value);
            }
        }
        for (name, slot) in &self.lambda {
            if let Some(value) = lambda::field(message, name) {
                row.set(*slot, value);
            }
        }
        for (name, slot) in &self.system {
            if let Some(value) = event.given(name) {
                row.set(*slot, value);
            }
        }
        if let (Some(slot), Some(at)) = (self.at, row.at) {
            row.set(slot, Value::Time(at));
        }
    }
}

/// The JSON of a message: the message itself; in a Lambda function's log also the first one inside it, as AWS
/// does it there and only there.
fn json_of(event: Event<'_>) -> &str {
    let message = event.message();
    if message.trim_start().starts_with('{') || !event.is_lambda() {
        return message;
    }
    message.find('{').and_then(|at| message.get(at..)).unwrap_or("")
}
