//! `filter`, and the computing of `fields` and `display`.

use super::stage::{EachRow, Flow};
use crate::insights::eval::clock::QueryClock;
use crate::insights::eval::code::Code;
use crate::insights::eval::expr::{eval, holds};
use crate::insights::eval::row::SlotRow;

/// Keeps the rows for which the condition holds.
#[derive(Debug)]
pub struct Filter(pub Code);

impl EachRow for Filter {
    fn apply(&self, row: &mut SlotRow, clock: &QueryClock) -> Flow {
        if holds(&self.0, row, clock) { Flow::Keep } else { Flow::Drop }
    }

    fn is_filter(&self) -> bool {
        true
    }
}

/// Computes values into slots, one after the other.
#[derive(Debug)]
pub struct Compute(pub Vec<(usize, Code)>);

impl EachRow for Compute {
    fn apply(&self, row: &mut SlotRow, clock: &QueryClock) -> Flow {
        for (slot, code) in &self.0 {
            let value = eval(code, row, clock);
            row.set(*slot, value);
        }
        Flow::Keep
    }
}
