//! One gap: something that was asked and could not be had.

use super::verdict::NotChecked;
use crate::domain::Timestamp;
use crate::domain::clock::time_of_day;
use crate::domain::known::Known;

/// Adds a gap for a fault, unless the same is already said.
pub fn gap<T>(gaps: &mut Vec<NotChecked>, what: &str, known: &Known<T>) {
    let Some(fault) = known.fault() else { return };
    let newer = |at: Timestamp| format!("{what} since {}", time_of_day(at));
    let what = known.learned_at().map_or_else(|| what.to_owned(), newer);
    let gap = NotChecked { what, why: fault.what() };
    if !gaps.contains(&gap) {
        gaps.push(gap);
    }
}
