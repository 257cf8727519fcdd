//! Points in time as rows show them, and what there is to say before there is any.

use crate::app::model::Model;
use crate::app::panes::Times;
use crate::domain::Timestamp;
use crate::domain::clock::{age, seconds_between, time_of_day, time_of_day_in};
use crate::domain::fault::FaultKind;

/// Cells a point in time takes at most.
pub const WIDTH: usize = 8;
/// A time of day means nothing for what is older: half a day keeps night and morning apart.
const DAY_PART: u64 = 12 * 3600;

/// Why a pane of a stack has nothing to show where the stack itself could not be read.
pub fn without_stack(model: &Model) -> Option<String> {
    let fault = model.facts.stack.fault().filter(|_| model.facts.stack.value().is_none())?;
    Some(match fault.kind {
        FaultKind::NotFound => "nothing: there is no such stack".to_owned(),
        _ => "nothing yet: the stack could not be read".to_owned(),
    })
}

/// Time of day or age, as the person chose; always the age of what is half a day old.
pub fn when(model: &Model, at: Timestamp) -> String {
    match model.panes.times {
        Times::Clock | Times::Local if seconds_between(at, model.now) < DAY_PART => clock(model, at),
        _ => age(at, model.now),
    }
}

/// Time of day: in UTC, or local where the person chose that.
pub fn clock(model: &Model, at: Timestamp) -> String {
    match model.panes.times {
        Times::Local => time_of_day_in(at, &model.zone),
        Times::Clock | Times::Age => time_of_day(at),
    }
}
