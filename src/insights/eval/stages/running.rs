//! `accum`, `autoregress`, `filldown`: values that depend on the rows before.

use super::stage::AllRows;
use crate::insights::eval::clock::QueryClock;
use crate::insights::eval::row::SlotRow;
use crate::insights::tree::Number;
use crate::insights::value::{Value, as_float};

/// The running sum of a field, in row order; rows without a number carry none (our choice).
#[derive(Debug)]
pub struct Accum {
    /// The field.
    pub field: usize,
    /// Where the sum goes.
    pub into: usize,
}

/// Adds exactly as long as both are whole.
pub fn add(a: Number, b: Number) -> Number {
    match (a, b) {
        (Number::Int(x), Number::Int(y)) => x.checked_add(y).map_or(Number::Float(x as f64 + y as f64), Number::Int),
        _ => Number::Float(as_float(a) + as_float(b)),
    }
}

impl AllRows for Accum {
    fn apply(&self, mut rows: Vec<SlotRow>, _: &QueryClock) -> Vec<SlotRow> {
        let mut sum = Number::Int(0);
        for row in &mut rows {
            let value = match row.get(self.field).number() {
                Some(number) => {
                    sum = add(sum, number);
                    sum.into()
                }
                None => Value::Null,
            };
            row.set(self.into, value);
        }
        rows
    }
}

/// A field's values some rows back, in row order.
#[derive(Debug)]
pub struct Autoregress {
    /// The field.
    pub field: usize,
    /// How many rows back, and where that value goes.
    pub back: Vec<(usize, usize)>,
}

impl AllRows for Autoregress {
    fn apply(&self, mut rows: Vec<SlotRow>, _: &QueryClock) -> Vec<SlotRow> {
        let values: Vec<Value> = rows.iter().map(|row| row.get(self.field).clone()).collect();
        for (at, row) in rows.iter_mut().enumerate() {
            for (back, into) in &self.back {
                let value = at.checked_sub(*back).and_then(|at| values.get(at)).cloned().unwrap_or_default();
                row.set(*into, value);
            }
        }
        rows
    }
}

/// Carries the last value of each field forward over rows that have none.
#[derive(Debug)]
pub struct FillDown(pub Vec<usize>);

impl AllRows for FillDown {
    fn apply(&self, mut rows: Vec<SlotRow>, _: &QueryClock) -> Vec<SlotRow> {
        for slot in &self.0 {
            let mut last = Value::Null;
            for row in &mut rows {
                match row.get(*slot) {
                    Value::Null => row.set(*slot, last.clone()),
                    value => last = value.clone(),
                }
            }
        }
        rows
    }
}
