//! `unnest` and `expand`: rows out of the elements of a list.

use super::stage::{EachRow, Flow};
use crate::insights::eval::clock::QueryClock;
use crate::insights::eval::code::Code;
use crate::insights::eval::expr::eval;
use crate::insights::eval::functions::json::parse;
use crate::insights::eval::row::SlotRow;
use crate::insights::value::Value;

/// One row for each element of a list; what is no list is a list of one.
#[derive(Debug)]
pub struct Spread {
    /// The list.
    pub list: Code,
    /// Where the element goes.
    pub into: usize,
    /// Whether text that holds a JSON list is one: so for `expand`, whose lists are fields of the event.
    pub reads_text: bool,
}

impl EachRow for Spread {
    fn apply(&self, row: &mut SlotRow, clock: &QueryClock) -> Flow {
        let value = eval(&self.list, row, clock);
        let list = match &value {
            Value::Json(json) => Some(json.clone()),
            Value::Text(_) if self.reads_text => parse(&value),
            _ => None,
        };
        let Some(items) = list.as_deref().and_then(|json| json.as_array()) else {
            row.set(self.into, value);
            return Flow::Keep;
        };
        let rows = items.iter().map(|item| {
            let mut row = row.clone();
            row.set(self.into, Value::from_json(item));
            row
        });
        Flow::Many(rows.collect())
    }
}
