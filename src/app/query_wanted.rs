//! What is asked only while somebody writes a query or reads an event whole.

use super::aimed::aim;
use super::log_spot::spot;
use super::model::Model;
use super::overlay::Overlay;
use super::panes::Pane;
use super::panes::log_rows::LogRows;
use super::tracker::{Progress, Tracker};
use crate::domain::operation::Operation;
use crate::domain::topic::Topic;

/// Groups whose fields are asked for: completion is not worth more calls.
const GROUPS: usize = 3;

/// The topics an open editor, list of queries or detail view wants.
pub fn query_topics(model: &Model) -> Vec<Topic> {
    // Whether a query was saved is told by reading.
    let saving =
        |t: &Tracker| matches!((&t.progress, &t.operation), (Progress::Following { .. }, Operation::SaveQuery(_)));
    let saving = model.trackers.iter().any(saving).then_some(Topic::SavedQueries);
    saving.into_iter().chain(looked_at(model)).collect()
}

fn looked_at(model: &Model) -> Vec<Topic> {
    match &model.overlay {
        Some(Overlay::Queries(_) | Overlay::NameQuery(_)) => vec![Topic::SavedQueries],
        Some(Overlay::Editor(_)) => {
            let groups = aim(model).groups.into_iter().take(GROUPS).map(Topic::LogFields);
            groups.chain([Topic::SavedQueries]).collect()
        }
        Some(Overlay::Detail(detail)) if detail.pane == Pane::Logs => {
            let rows = LogRows::new(&model.facts, &model.panes.logs);
            let row = rows.find(&detail.row).and_then(|at| rows.get(at));
            let ptr = row.as_ref().and_then(|row| row.ptr().cloned()).map(Topic::LogRecord);
            let spot = row.and_then(|row| spot(&model.facts, &model.panes.logs, &row)).map(Topic::LogAround);
            ptr.into_iter().chain(spot).collect()
        }
        _ => Vec::new(),
    }
}
