//! Moving through the focused list.

use crate::app::model::Model;
use crate::app::panes::Pane;
use crate::app::panes::list::Step;
use crate::app::place::Rows;

pub fn step(model: &mut Model, step: Step) {
    let pane = model.panes.focus;
    let rows = Rows::of(model, pane);
    let to = step.from(rows.selected(model, pane), rows.len());
    let key = rows.key(to);
    let is_last = to + 1 == rows.len();
    let list = model.panes.list_mut(pane);
    let followed = list.selected.is_none();
    list.selected = key;
    if pane == Pane::Logs && model.panes.logs.follows() {
        let logs = &mut model.panes.logs;
        match is_last && logs.paused_at.is_none() {
            // At its end the logs pane follows again.
            true => logs.list.selected = None,
            false if followed => logs.cease(),
            false => {}
        }
    }
}
