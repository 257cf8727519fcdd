//! `fillmissing`: rows for the bins in which nothing happened.

use super::stage::AllRows;
use crate::insights::eval::clock::QueryClock;
use crate::insights::eval::code::Code;
use crate::insights::eval::expr::eval;
use crate::insights::eval::functions::date::floor;
use crate::insights::eval::key::Key;
use crate::insights::eval::row::SlotRow;
use crate::insights::tree::Period;
use crate::insights::value::Value;
use std::collections::{BTreeMap, HashMap};

/// The most rows it adds.
const MOST: usize = 10_000;

/// Adds the bins between the first and the last that are there (our choice: AWS may go by the queried range), for
/// every combination of the other group columns. The result is in the order of bins.
#[derive(Debug)]
pub struct FillMissing {
    /// The bin's slot and length.
    pub bin: (usize, Period),
    /// The other columns grouped by.
    pub groups: Vec<usize>,
    /// The value of missing fields.
    pub with: Code,
    /// The fields filled.
    pub fields: Vec<usize>,
}

impl AllRows for FillMissing {
    fn apply(&self, mut rows: Vec<SlotRow>, clock: &QueryClock) -> Vec<SlotRow> {
        let (slot, period) = self.bin;
        let empty = SlotRow::default();
        let fill = eval(&self.with, &empty, clock);
        for row in &mut rows {
            for field in &self.fields {
                if row.get(*field).is_null() {
                    row.set(*field, fill.clone());
                }
            }
        }
        let mut combinations: Vec<Vec<Value>> = Vec::new();
        let mut bins: BTreeMap<i64, HashMap<Vec<Key>, SlotRow>> = BTreeMap::new();
        let mut others = Vec::new();
        for row in rows {
            let values: Vec<Value> = self.groups.iter().map(|slot| row.get(*slot).clone()).collect();
            let keys: Vec<Key> = values.iter().map(Key::of).collect();
            if !combinations.iter().any(|known| known.iter().map(Key::of).eq(keys.iter().cloned())) {
                combinations.push(values);
            }
            match row.get(slot) {
                Value::Time(ms) => drop(bins.entry(*ms).or_default().insert(keys, row)),
                _ => others.push(row),
            }
        }
        let (Some(first), Some(last)) = (bins.keys().next().copied(), bins.keys().next_back().copied()) else {
            return others;
        };
        let mut filled = Vec::new();
        let mut at = first;
        while at <= last && filled.len() < MOST {
            let mut there = bins.remove(&at).unwrap_or_default();
            for values in &combinations {
                let keys: Vec<Key> = values.iter().map(Key::of).collect();
                filled.push(there.remove(&keys).unwrap_or_else(|| {
                    let mut row = empty.clone();
                    row.set(slot, Value::Time(at));
                    self.groups.iter().zip(values).for_each(|(slot, value)| row.set(*slot, value.clone()));
                    self.fields.iter().for_each(|slot| row.set(*slot, fill.clone()));
                    row
                }));
            }
            match floor(&Value::Time(at.saturating_add(1)), period, true) {
                Value::Time(next) if next > at => at = next,
                _ => break,
            }
        }
        // Bins beyond the bound still show what they had.
        filled.extend(bins.into_values().flat_map(HashMap::into_values));
        filled.extend(others);
        filled
    }
}
