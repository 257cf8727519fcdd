//! Groups of rows.

use super::state::{Measure, State};
use crate::insights::eval::clock::QueryClock;
use crate::insights::eval::code::Code;
use crate::insights::eval::expr::eval;
use crate::insights::eval::key::Key;
use crate::insights::eval::row::SlotRow;
use crate::insights::value::Value;
use std::collections::HashMap;

/// The most groups kept; rows of further ones are counted and passed over.
const MOST_GROUPS: usize = 200_000;
/// The most bytes, about, that aggregates such as `pct` and `values` remember in all groups together; rows with
/// further values are counted and passed over.
const MOST_KEPT: usize = 128 << 20;

/// A prepared `stats`.
#[derive(Clone, Debug)]
pub struct Statistics {
    /// What rows are grouped by, and where it goes.
    pub by: Vec<(usize, Code)>,
    /// What is measured of which value, and where the result goes.
    pub measures: Vec<(usize, Measure, Code)>,
    /// What is computed of the measures, one after the other.
    pub items: Vec<(usize, Code)>,
}

/// The groups so far.
#[derive(Clone, Debug, Default)]
pub struct Groups {
    places: HashMap<Vec<Key>, usize>,
    groups: Vec<Group>,
    /// The group of the row at hand; kept for its room.
    by: Vec<Value>,
    keys: Vec<Key>,
    kept: usize,
    /// Rows passed over because there were too many groups, or too many values in them.
    pub dropped: u64,
}

#[derive(Clone, Debug)]
struct Group {
    by: Vec<Value>,
    states: Vec<State>,
}

impl Groups {
    /// Takes a row.
    pub fn push(&mut self, stats: &Statistics, row: &SlotRow, clock: &QueryClock) {
        self.by.clear();
        self.by.extend(stats.by.iter().map(|(_, code)| eval(code, row, clock)));
        self.keys.clear();
        self.keys.extend(self.by.iter().map(Key::of));
        let place = match self.places.get(&self.keys) {
            Some(place) => *place,
            None if self.groups.len() >= MOST_GROUPS => {
                self.dropped += 1;
                return;
            }
            None => {
                let states = stats.measures.iter().map(|(_, measure, _)| State::new(measure)).collect();
                self.groups.push(Group { by: self.by.clone(), states });
                self.places.insert(self.keys.clone(), self.groups.len() - 1);
                self.groups.len() - 1
            }
        };
        let Some(group) = self.groups.get_mut(place) else { return };
        if self.kept >= MOST_KEPT && group.states.iter().any(State::grows) {
            self.dropped += 1;
            return;
        }
        for ((_, measure, code), state) in stats.measures.iter().zip(&mut group.states) {
            self.kept += match code {
                Code::Slot(slot) => state.push(measure, row.get(*slot), row.at),
                Code::Constant(value) => state.push(measure, value, row.at),
                code => state.push(measure, &eval(code, row, clock), row.at),
            };
        }
    }

    /// A row for each group, in the order the groups appeared. Without `by` there is always one.
    pub fn rows(&self, stats: &Statistics, clock: &QueryClock) -> Vec<SlotRow> {
        let none = Group {
            by: Vec::new(),
            states: stats.measures.iter().map(|(_, measure, _)| State::new(measure)).collect(),
        };
        let lone = (self.groups.is_empty() && stats.by.is_empty()).then_some(&none);
        self.groups.iter().chain(lone).map(|group| row(stats, group, clock)).collect()
    }
}

fn row(stats: &Statistics, group: &Group, clock: &QueryClock) -> SlotRow {
    let mut row = SlotRow::default();
    for ((slot, _), value) in stats.by.iter().zip(&group.by) {
        row.set(*slot, value.clone());
    }
    for ((slot, measure, _), state) in stats.measures.iter().zip(&group.states) {
        row.set(*slot, state.value(measure));
    }
    for (slot, code) in &stats.items {
        let value = eval(code, &row, clock);
        row.set(*slot, value);
    }
    row
}

impl Statistics {
    /// Whether it goes by the times of events.
    pub fn needs_time(&self) -> bool {
        self.measures.iter().any(|(_, measure, _)| measure.needs_time())
    }

    /// The groups of all rows at once.
    pub fn apply(&self, rows: &[SlotRow], clock: &QueryClock) -> Vec<SlotRow> {
        let mut groups = Groups::default();
        for row in rows {
            groups.push(self, row, clock);
        }
        groups.rows(self, clock)
    }
}
