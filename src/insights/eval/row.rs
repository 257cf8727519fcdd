//! Rows on their way through a query, and rows of results.

use crate::insights::value::Value;
use std::sync::Arc;

/// A row on its way: values in slots that were given to names when the query was prepared.
#[derive(Clone, Debug, Default)]
pub struct SlotRow {
    /// The values, by slot.
    pub values: Vec<Value>,
    /// The event's time, in milliseconds since 1970.
    pub at: Option<i64>,
    /// The event's `@ptr`.
    pub ptr: Option<Arc<str>>,
}

impl SlotRow {
    /// The value in a slot.
    pub fn get(&self, slot: usize) -> &Value {
        self.values.get(slot).unwrap_or(&Value::Null)
    }

    /// Puts a value into a slot.
    pub fn set(&mut self, slot: usize, value: Value) {
        if slot >= self.values.len() {
            self.values.resize(slot + 1, Value::Null);
        }
        if let Some(place) = self.values.get_mut(slot) {
            *place = value;
        }
    }
}

/// A row of results: columns in their order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row(pub Vec<(String, Value)>);

impl Row {
    /// The row as the service's API gives it: every value as text, null ones left out.
    pub fn printed(&self) -> Vec<(&str, String)> {
        self.0.iter().filter_map(|(name, value)| Some((name.as_str(), value.printed()?))).collect()
    }

    /// The value of a column.
    pub fn get(&self, column: &str) -> Option<&Value> {
        self.0.iter().find(|(name, _)| name == column).map(|(_, value)| value)
    }
}
