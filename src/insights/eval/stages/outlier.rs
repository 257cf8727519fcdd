//! `outlier`: values far outside the middle half of a column.

use super::stage::AllRows;
use crate::insights::eval::aggregate::percentile;
use crate::insights::eval::clock::QueryClock;
use crate::insights::eval::row::SlotRow;
use crate::insights::value::Value;

/// Pulls values in to the edge of the usual, or drops their rows. Quartiles are those of `pct` (our choice: AWS does
/// not say which).
#[derive(Debug)]
pub struct Outliers {
    /// The fields, each with the slot of its mark, where one is wanted.
    pub fields: Vec<(usize, Option<usize>)>,
    /// How many interquartile ranges beyond the quartiles are usual.
    pub reach: f64,
    /// Whether low values can be unusual as well.
    pub low: bool,
    /// Whether rows are dropped rather than values changed.
    pub remove: bool,
}

impl AllRows for Outliers {
    fn apply(&self, mut rows: Vec<SlotRow>, _: &QueryClock) -> Vec<SlotRow> {
        let mut unusual = vec![false; rows.len()];
        for (slot, mark) in &self.fields {
            let numbers: Vec<f64> = rows.iter().filter_map(|row| row.get(*slot).float_of()).collect();
            let (Some(first), Some(third)) = (percentile(&numbers, 25.0), percentile(&numbers, 75.0)) else { continue };
            let reach = self.reach * (third - first);
            let (lowest, highest) = (if self.low { first - reach } else { f64::NEG_INFINITY }, third + reach);
            for (row, unusual) in rows.iter_mut().zip(&mut unusual) {
                let Some(number) = row.get(*slot).float_of() else { continue };
                let is_unusual = number < lowest || number > highest;
                *unusual |= is_unusual;
                if is_unusual {
                    row.set(*slot, Value::float(if number < lowest { lowest } else { highest }));
                }
                if let Some(mark) = mark {
                    row.set(*mark, Value::Flag(is_unusual));
                }
            }
        }
        if self.remove {
            let mut unusual = unusual.into_iter();
            rows.retain(|_| !unusual.next().unwrap_or(false));
        }
        rows
    }
}
