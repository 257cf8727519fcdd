//! Which row of a pane is selected.

use super::model::Model;
use super::panes::{Pane, events, findings, logs, rollouts, stacks};
use crate::domain::Text;

/// The keys of a pane's rows, in order.
pub fn keys(model: &Model, pane: Pane) -> Vec<Text> {
    let panes = &model.panes;
    match pane {
        Pane::Stacks => stacks::rows(&model.facts, &panes.stacks).iter().map(|s| s.id.clone()).collect(),
        Pane::Findings => findings::keys(&model.diagnosis),
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
    let follows = pane == Pane::Logs && model.panes.logs.follows();
    if follows { rows.saturating_sub(1) } else { 0 }
}

/// The number of the selected row and of all rows.
pub fn place(model: &Model, pane: Pane) -> (usize, usize) {
    let keys = keys(model, pane);
    (model.panes.list(pane).index(&keys, fallback(model, pane, keys.len())), keys.len())
}
