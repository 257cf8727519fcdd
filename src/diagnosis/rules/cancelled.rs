//! An update that somebody has cancelled: that is why it goes back. What spoke against it before stands beside this.

use super::function_log;
use super::operation_failed::is_custom;
use crate::diagnosis::candidate::{Bearing, Candidate};
use crate::diagnosis::verdict::{Category, Confidence, Evidence, EvidenceSource, Finding};
use crate::diagnosis::view::{Cancelled, View, qualified};
use crate::diagnosis::words::minute_or_day;
use crate::domain::clock::seconds_between;
use crate::domain::stack::StackEvent;
use crate::domain::{Text, Timestamp};

/// At most one finding.
pub fn on_purpose(view: &View<'_>, now: Timestamp) -> Option<Candidate> {
    let (stack, cancelled) = (view.stack?, Cancelled::of(view)?);
    let status = &stack.status;
    let short = format!("the update of {} was {}", stack.name, cancelled.words(now));
    let waited: Vec<(&StackEvent, Timestamp)> =
        view.operation.given_up().into_iter().filter_map(|row| Some((row, view.operation.under_way(row)?))).collect();
    let longest = waited.iter().min_by_key(|(_, since)| *since);
    let extent = longest.map_or(String::new(), |(row, since)| {
        let name = qualified(&row.stack, &row.logical_id, Some(&stack.id));
        format!("it had waited for {name} ({}) since {} UTC", row.kind, minute_or_day(*since, now))
    });
    let row = cancelled.row.map(|row| {
        let words = row.reason.as_ref().map_or(String::new(), |reason| format!(": {}", reason.raw()));
        let quote = Text::new(format!("{}{words}", row.status.as_str()));
        Evidence { source: EvidenceSource::StackEvent, at: Some(row.at), quote, about: row.logical_id.clone() }
    });
    let silent = longest.filter(|(row, _)| is_custom(row.kind.raw()));
    let mut next_steps: Vec<String> = silent
        .map(|(row, since)| function_log::read(view, &row.stack, &row.logical_id, seconds_between(*since, now)))
        .into_iter()
        .collect();
    next_steps.push(if cancelled.is_here {
        "Mend what spoke against the update, then {deploy|deploy again}.".to_owned()
    } else {
        "Ask who cancelled it, and why; when that is settled, {deploy|deploy again}.".to_owned()
    });
    let finding = Finding {
        cause: "update_cancelled",
        category: Category::Rollback,
        confidence: Confidence::High,
        summary: format!("The update of {} was {}", stack.name, cancelled.words(now)),
        extent,
        service: None,
        evidence: row.into_iter().collect(),
        next_steps,
        remedies: Vec::new(),
        revision: None,
    };
    let bearing = if status.is_rolled_back() { Bearing::Ended } else { Bearing::Context };
    Some(Candidate { latest: Some(cancelled.at), ..Candidate::new(finding, bearing, 2, short) })
}
