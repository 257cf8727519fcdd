//! Points in time as rows show them.

use crate::app::model::Model;
use crate::app::panes::Times;
use crate::domain::Timestamp;
use crate::domain::clock::{age, seconds_between, time_of_day};

/// Cells a point in time takes at most.
pub const WIDTH: usize = 8;
/// A time of day means nothing for what is older: half a day keeps night and morning apart.
const DAY_PART: u64 = 12 * 3600;

/// Time of day or age, as the person chose; always the age of what is half a day old.
pub fn when(model: &Model, at: Timestamp) -> String {
    match model.panes.times {
        Times::Clock if seconds_between(at, model.now) < DAY_PART => time_of_day(at),
        _ => age(at, model.now),
    }
}
