//! `sessionize`: events of one kind close in time are one session.

use super::stage::AllRows;
use crate::insights::eval::clock::QueryClock;
use crate::insights::eval::key::Key;
use crate::insights::eval::row::SlotRow;
use crate::insights::value::Value;
use std::collections::HashMap;

/// Numbers sessions from 1 in the order of their beginning (the numbers are our choice, the gap is documented).
#[derive(Debug)]
pub struct Sessionize {
    /// What tells sessions apart.
    pub fields: Vec<usize>,
    /// The longest gap within a session, in milliseconds.
    pub gap: i64,
    /// Where the number goes.
    pub into: usize,
}

impl AllRows for Sessionize {
    fn apply(&self, mut rows: Vec<SlotRow>, _: &QueryClock) -> Vec<SlotRow> {
        let mut by_time: Vec<&mut SlotRow> = rows.iter_mut().collect();
        by_time.sort_by_key(|row| row.at);
        let mut open: HashMap<Vec<Key>, (Option<i64>, i64)> = HashMap::new();
        let mut count = 0;
        for row in by_time {
            let keys = self.fields.iter().map(|slot| Key::of(row.get(*slot))).collect();
            let (last, session) = open.entry(keys).or_insert((None, 0));
            let goes_on = *session > 0
                && match (*last, row.at) {
                    (Some(last), Some(at)) => at.saturating_sub(last) <= self.gap,
                    _ => true,
                };
            if !goes_on {
                count += 1;
                *session = count;
            }
            *last = row.at;
            row.set(self.into, Value::Int(*session));
        }
        rows
    }

    fn needs_time(&self) -> bool {
        true
    }
}
