//! Moving through the focused list.

use crate::app::model::Model;
use crate::app::panes::list::Step;
use crate::app::panes::{Pane, logs};
use crate::app::place::{fallback, keys};
use crate::domain::Text;

pub fn step(model: &mut Model, step: Step) {
    let pane = model.panes.focus;
    let keys = keys(model, pane);
    let fallback = fallback(model, pane, keys.len());
    model.panes.list_mut(pane).step(&keys, fallback, step);
    // At its end the logs pane follows again.
    if fallback > 0 && pane == Pane::Logs && model.panes.logs.list.selected.as_ref() == keys.last() {
        model.panes.logs.list.selected = None;
    }
}

/// Goes to the next or previous line that looks like an error.
pub fn error(model: &mut Model, forward: bool) {
    let rows = logs::rows(&model.facts, &model.panes.logs);
    let keys: Vec<Text> = rows.iter().map(|row| row.key()).collect();
    let at = model.panes.logs.list.index(&keys, fallback(model, Pane::Logs, keys.len()));
    let errors: Vec<usize> =
        rows.iter().enumerate().filter(|(_, row)| row.severity().is_error()).map(|(n, _)| n).collect();
    // Past an end it goes on at the other: the pane opens at the newest line, which is the last.
    let found = if forward {
        errors.iter().find(|n| **n > at).or(errors.first())
    } else {
        errors.iter().rev().find(|n| **n < at).or(errors.last())
    };
    match found {
        Some(n) => model.panes.logs.list.selected = keys.get(*n).cloned(),
        None => model.say("no line looks like an error"),
    }
}
