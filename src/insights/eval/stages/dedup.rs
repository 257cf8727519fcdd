//! `dedup` and `tail`.

use super::stage::AllRows;
use crate::insights::eval::clock::QueryClock;
use crate::insights::eval::key::Key;
use crate::insights::eval::row::SlotRow;
use std::collections::HashSet;

/// Keeps the last rows.
#[derive(Debug)]
pub struct Tail(pub usize);

impl AllRows for Tail {
    fn apply(&self, mut rows: Vec<SlotRow>, _: &QueryClock) -> Vec<SlotRow> {
        rows.drain(..rows.len().saturating_sub(self.0));
        rows
    }
}

/// Keeps the first row of each combination of values; rows with a null among them all stay.
#[derive(Debug)]
pub struct Dedup(pub Vec<usize>);

impl AllRows for Dedup {
    fn apply(&self, mut rows: Vec<SlotRow>, _: &QueryClock) -> Vec<SlotRow> {
        let mut seen = HashSet::new();
        rows.retain(|row| {
            let keys: Vec<Key> = self.0.iter().map(|slot| Key::of(row.get(*slot))).collect();
            keys.contains(&Key::Null) || seen.insert(keys)
        });
        rows
    }
}
