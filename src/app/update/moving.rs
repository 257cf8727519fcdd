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
        Pane::Rollouts => rollouts::rows(&model.facts, &panes.rollouts).iter().map(|r| r.key()).collect(),
        Pane::Logs => logs::rows(&model.facts, &panes.logs).iter().map(|r| r.key()).collect(),
    }
}

/// The row a pane shows as selected when none was chosen: the newest line in the logs, the first elsewhere.
pub fn fallback(pane: Pane, rows: usize) -> usize {
    if pane == Pane::Logs { rows.saturating_sub(1) } else { 0 }
}

pub fn step(model: &mut Model, step: Step) {
    let pane = model.panes.focus;
    let keys = keys(model, pane);
    model.panes.list_mut(pane).step(&keys, fallback(pane, keys.len()), step);
    // At its end the logs pane follows again.
    if pane == Pane::Logs && model.panes.logs.list.selected.as_ref() == keys.last() {
        model.panes.logs.list.selected = None;
    }
}

/// Goes to the next or previous line that looks like an error.
pub fn error(model: &mut Model, forward: bool) {
    let rows = logs::rows(&model.facts, &model.panes.logs);
    let keys: Vec<Text> = rows.iter().map(|row| row.key()).collect();
    let at = model.panes.logs.list.index(&keys, fallback(Pane::Logs, keys.len()));
    let mut numbered = rows.iter().enumerate().filter(|(_, row)| row.is_error());
    let found = if forward { numbered.find(|(n, _)| *n > at) } else { numbered.take_while(|(n, _)| *n < at).last() };
    match found.map(|(n, _)| n) {
        Some(n) => model.panes.logs.list.selected = keys.get(n).cloned(),
        None => {
            model.say(if forward { "no later line looks like an error" } else { "no earlier line looks like an error" })
        }
    }
}

/// The number of the selected row and of all rows.
pub fn place(model: &Model, pane: Pane) -> (usize, usize) {
    let keys = keys(model, pane);
    (model.panes.list(pane).index(&keys, fallback(pane, keys.len())), keys.len())
}
