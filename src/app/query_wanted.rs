//! What is asked only while somebody writes a query or reads an event whole.

use super::aimed::aim;
use super::model::Model;
use super::overlay::Overlay;
use super::panes::Pane;
use super::panes::log_rows::LogRows;
use crate::domain::topic::Topic;

/// Groups whose fields are asked for: completion is not worth more calls.
const GROUPS: usize = 3;

/// The topics an open editor, list of queries or detail view wants.
pub fn query_topics(model: &Model) -> Vec<Topic> {
    match &model.overlay {
        Some(Overlay::Queries(_)) => vec![Topic::SavedQueries],
        Some(Overlay::Editor(_)) => {
            let groups = aim(model).groups.into_iter().take(GROUPS).map(Topic::LogFields);
            groups.chain([Topic::SavedQueries]).collect()
        }
        Some(Overlay::Detail(detail)) if detail.pane == Pane::Logs => {
            let rows = LogRows::new(&model.facts, &model.panes.logs);
            let row = rows.find(&detail.row).and_then(|at| rows.get(at));
            row.and_then(|row| row.ptr().cloned()).map(Topic::LogRecord).into_iter().collect()
        }
        _ => Vec::new(),
    }
}
