//! `addtotals`: sums over columns and rows.

use super::running::add;
use super::stage::AllRows;
use crate::insights::eval::clock::QueryClock;
use crate::insights::eval::row::SlotRow;
use crate::insights::tree::Number;
use crate::insights::value::Value;

/// Adds a total to each row, a row of totals at the end, or both.
#[derive(Debug)]
pub struct AddTotals {
    /// The fields added up.
    pub fields: Vec<usize>,
    /// Where a row's total goes; none for no totals of rows.
    pub total: Option<usize>,
    /// Whether a row of totals comes last.
    pub last_row: bool,
}

fn sum(numbers: impl Iterator<Item = Number>) -> Option<Number> {
    numbers.reduce(add)
}

impl AllRows for AddTotals {
    fn apply(&self, mut rows: Vec<SlotRow>, _: &QueryClock) -> Vec<SlotRow> {
        if let Some(total) = self.total {
            for row in &mut rows {
                let found = sum(self.fields.iter().filter_map(|slot| row.get(*slot).number()));
                row.set(total, found.map_or(Value::Null, Value::from));
            }
        }
        if self.last_row && !rows.is_empty() {
            let mut last = SlotRow::default();
            for slot in self.fields.iter().chain(&self.total) {
                let found = sum(rows.iter().filter_map(|row| row.get(*slot).number()));
                last.set(*slot, found.map_or(Value::Null, Value::from));
            }
            rows.push(last);
        }
        rows
    }
}
