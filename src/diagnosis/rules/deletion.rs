//! What a deletion leaves to know: what it kept, and why the creation failed that it follows on.

use super::operation_failed;
use crate::diagnosis::candidate::{Bearing, Candidate};
use crate::diagnosis::reading::Reader;
use crate::diagnosis::verdict::{Category, Confidence, Evidence, EvidenceSource, Finding};
use crate::diagnosis::view::{View, qualified};
use crate::domain::stack::{ResourceStatus, StackEvent, StackStatus};

/// Findings of a stack that is being deleted or is deleted.
pub fn told(view: &View<'_>, reader: &Reader) -> Vec<Candidate> {
    let is_deletion =
        view.status().is_some_and(|s| matches!(s, StackStatus::DeleteInProgress | StackStatus::DeleteComplete));
    if !is_deletion {
        return Vec::new();
    }
    failed_creation(view, reader).into_iter().chain(kept(view)).collect()
}

/// How the words begin that tell of the creation.
pub const CREATION_FAILED: &str = "its creation failed at ";

/// Why the next creation fails as well, where nothing has been mended since.
fn failed_creation(view: &View<'_>, reader: &Reader) -> Option<Candidate> {
    let event = view.operation.failed_creation?;
    let mut found = operation_failed::of_event(view, reader, event);
    let named = format!("{} failed: ", event.logical_id);
    if let Some(why) = found.short.strip_prefix(&named) {
        found.short = format!("{CREATION_FAILED}{}: {why}", event.logical_id);
    }
    let told = found.short.strip_prefix(CREATION_FAILED).unwrap_or(&found.short);
    found.finding.summary = format!("The creation of {} failed at {told}", view.name());
    // Its row stands in the history as the first that failed.
    if !found.is_wrapper {
        found.finding.confidence = Confidence::High;
    }
    found.is_wrapper = false;
    found.finding.next_steps.extend(found.advice.take());
    found.finding.next_steps.push("The next creation fails the same way unless that is mended before it.".to_owned());
    Some(found)
}

/// What was left where it is, by a deletion policy or since somebody wanted it kept.
fn kept(view: &View<'_>) -> Option<Candidate> {
    let rows: Vec<&StackEvent> = skipped(view);
    let first = rows.first()?;
    let root = view.stack.map(|stack| &stack.id);
    let name = |row: &&StackEvent| {
        let name = qualified(&row.stack, &row.logical_id, root);
        let physical = row.physical_id.as_ref().filter(|id| **id != row.logical_id && !id.is_empty());
        physical.map_or(name.to_string(), |id| format!("{name} ({id})"))
    };
    let names: Vec<String> = rows.iter().take(NAMED).map(name).collect();
    let more = rows.len().saturating_sub(NAMED);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    let short = format!("{KEPT}{}{more}", names.join(", "));
    let evidence = rows.iter().take(NAMED).map(|row| Evidence {
        source: EvidenceSource::StackEvent,
        at: Some(row.at),
        quote: row.status.as_str().into(),
        about: qualified(&row.stack, &row.logical_id, root),
    });
    let finding = Finding {
        cause: "resources_kept",
        category: Category::Benign,
        confidence: Confidence::High,
        summary: format!("The deletion of {} left what belongs to no stack now; {short}", view.name()),
        extent: String::new(),
        service: None,
        evidence: evidence.collect(),
        next_steps: vec![
            "Delete by hand what is not wanted, or import it into another stack: until then it stays, and is paid for."
                .to_owned(),
        ],
        remedies: Vec::new(),
        revision: None,
    };
    Some(Candidate { latest: Some(first.at), ..Candidate::new(finding, Bearing::Context, 1, short) })
}

/// How the words begin that tell of what was kept.
pub const KEPT: &str = "kept and now nobody's: ";
/// Resources named at most.
const NAMED: usize = 4;

/// The newest row of each resource that was skipped, oldest first.
fn skipped<'a>(view: &View<'a>) -> Vec<&'a StackEvent> {
    let is_it = |e: &&&StackEvent| {
        let newest = view.operation.newest_of(&e.stack, &e.logical_id);
        e.status == ResourceStatus::DeleteSkipped && newest.is_some_and(|newest| newest.id == e.id)
    };
    let mut rows: Vec<&StackEvent> = view.operation.events.iter().filter(is_it).copied().collect();
    rows.sort_by_key(|row| row.at);
    rows
}
