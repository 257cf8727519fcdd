//! Moving through the focused list.

use crate::app::model::Model;
use crate::app::panes::list::Step;
use crate::app::panes::{Pane, events, findings, logs, rollouts, stacks};
use crate::domain::Text;

/// The keys of a pane's rows, in order.
pub fn keys(model: &Model, pane: Pane) -> Vec<Text> {
    let panes = &model.panes;
    match pane {
        Pane::Stacks => stacks::rows(&model.facts, &panes.stacks).iter().map(|s| s.id.clone()).collect(),
        Pane::Findings => findings::rows(&model.diagnosis).iter().map(|f| findings::key(f)).collect(),
        Pane::Events => events::rows(&model.facts, &panes.events).iter().map(|r| r.event.id.clone()).collect(),
        Pane::Rollouts => {
            rollouts::rows(&model.facts, &panes.rollouts, &model.diagnosis.findings).iter().map(|r| r.key()).collect()
        }
        Pane::Logs => logs::rows(&model.facts, &panes.logs).iter().map(|r| r.key()).collect(),
    }
}

/// The row a pane shows as selected when none was chosen: the newest line in the logs, the first elsewhere, also
/// of a query's rows, whose order is the query's own.
pub fn fallback(model: &Model, pane: Pane, rows: usize) -> usize {
    let follows = pane == Pane::Logs && model.panes.logs.query.is_none();
    if follows { rows.saturating_sub(1) } else { 0 }
}

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
    let errors: Vec<usize> = rows.iter().enumerate().filter(|(_, row)| row.is_error()).map(|(n, _)| n).collect();
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

/// The number of the selected row and of all rows.
pub fn place(model: &Model, pane: Pane) -> (usize, usize) {
    let keys = keys(model, pane);
    (model.panes.list(pane).index(&keys, fallback(model, pane, keys.len())), keys.len())
}
