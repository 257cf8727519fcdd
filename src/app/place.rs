//! Which row of a pane is selected.

use super::model::Model;
use super::panes::log_rows::LogRows;
use super::panes::{Pane, events, findings, rollouts, stacks};
use crate::domain::Text;

/// The rows of a pane by their keys, in order.
pub enum Rows<'a> {
    Few(Vec<Text>),
    Logs(LogRows<'a>),
}

impl<'a> Rows<'a> {
    pub fn of(model: &'a Model, pane: Pane) -> Self {
        let panes = &model.panes;
        Self::Few(match pane {
            Pane::Stacks => stacks::rows(&model.facts, &panes.stacks).iter().map(|s| s.id.clone()).collect(),
            Pane::Findings => findings::keys(&model.diagnosis),
            Pane::Events => events::rows(&model.facts, &panes.events).iter().map(|r| r.event.id.clone()).collect(),
            Pane::Rollouts => {
                let rows = rollouts::rows(&model.facts, &panes.rollouts, &model.diagnosis.findings);
                rows.iter().map(|row| row.key()).collect()
            }
            Pane::Logs => return Self::Logs(LogRows::new(&model.facts, &panes.logs)),
        })
    }

    pub fn len(&self) -> usize {
        match self {
            Self::Few(keys) => keys.len(),
            Self::Logs(rows) => rows.len(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The key of the `n`th row.
    pub fn key(&self, n: usize) -> Option<Text> {
        match self {
            Self::Few(keys) => keys.get(n).cloned(),
            Self::Logs(rows) => rows.get(n).map(|row| row.key()),
        }
    }

    /// Where the row with this key stands.
    pub fn find(&self, key: &Text) -> Option<usize> {
        match self {
            Self::Few(keys) => keys.iter().position(|known| known == key),
            Self::Logs(rows) => rows.find(key),
        }
    }

    /// The number of the selected row.
    pub fn selected(&self, model: &Model, pane: Pane) -> usize {
        let chosen = model.panes.list(pane).selected.as_ref().and_then(|key| self.find(key));
        chosen.unwrap_or_else(|| fallback(model, pane, self.len())).min(self.len().saturating_sub(1))
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
    let rows = Rows::of(model, pane);
    (rows.selected(model, pane), rows.len())
}
