//! What every stage is.

use super::ordering::Order;
use crate::insights::eval::aggregate::Statistics;
use crate::insights::eval::clock::QueryClock;
use crate::insights::eval::row::SlotRow;
use std::fmt;

/// What becomes of a row.
pub enum Flow {
    /// It goes on.
    Keep,
    /// It ends here.
    Drop,
    /// These go on in its place.
    Many(Vec<SlotRow>),
}

/// A stage that sees one row at a time.
pub trait EachRow: fmt::Debug + Send + Sync {
    /// Changes the row in place and says what becomes of it.
    fn apply(&self, row: &mut SlotRow, clock: &QueryClock) -> Flow;

    /// Whether it only keeps or drops rows.
    fn is_filter(&self) -> bool {
        false
    }
}

/// A stage that needs all rows.
pub trait AllRows: fmt::Debug + Send + Sync {
    /// The rows that come out.
    fn apply(&self, rows: Vec<SlotRow>, clock: &QueryClock) -> Vec<SlotRow>;

    /// Whether it goes by the times of events.
    fn needs_time(&self) -> bool {
        false
    }
}

/// A stage.
#[derive(Debug)]
pub enum Stage {
    /// Row by row.
    Each(Box<dyn EachRow>),
    /// All rows at once.
    All(Box<dyn AllRows>),
    /// Orders rows; equal ones stay as they came.
    Sort(Order),
    /// Keeps the first rows.
    Limit(usize),
    /// Groups rows.
    Stats(Box<Statistics>),
}

impl Stage {
    /// Whether it goes by the times of events.
    pub fn needs_time(&self) -> bool {
        match self {
            Stage::All(stage) => stage.needs_time(),
            Stage::Sort(order) => matches!(order, Order::NewestFirst),
            Stage::Stats(stats) => stats.needs_time(),
            Stage::Each(_) | Stage::Limit(_) => false,
        }
    }
}

/// Runs a row through stages of the first kind; what comes out at the end is handed to `out`.
pub fn run_each(stages: &[Box<dyn EachRow>], row: &mut SlotRow, clock: &QueryClock, out: &mut dyn FnMut(&mut SlotRow)) {
    let Some((first, rest)) = stages.split_first() else { return out(row) };
    match first.apply(row, clock) {
        Flow::Keep => run_each(rest, row, clock, out),
        Flow::Drop => {}
        Flow::Many(rows) => {
            for mut row in rows {
                run_each(rest, &mut row, clock, out);
            }
        }
    }
}

/// Runs rows through stages of both kinds.
pub fn run_all(stages: &[Stage], mut rows: Vec<SlotRow>, clock: &QueryClock) -> Vec<SlotRow> {
    for stage in stages {
        rows = match stage {
            Stage::All(stage) => stage.apply(rows, clock),
            Stage::Stats(stats) => stats.apply(&rows, clock),
            Stage::Sort(order) => {
                rows.sort_by(|a, b| order.compare(a, b));
                rows
            }
            Stage::Limit(most) => {
                rows.truncate(*most);
                rows
            }
            Stage::Each(stage) => {
                let mut kept = Vec::with_capacity(rows.len());
                for mut row in rows {
                    match stage.apply(&mut row, clock) {
                        Flow::Keep => kept.push(row),
                        Flow::Drop => {}
                        Flow::Many(many) => kept.extend(many),
                    }
                }
                kept
            }
        };
    }
    rows
}
