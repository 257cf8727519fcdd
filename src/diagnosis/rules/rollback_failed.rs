//! A rollback that failed: which resource, why, and how to go on.

use super::operation_failed::said;
use crate::diagnosis::candidate::{Bearing, Candidate};
use crate::diagnosis::reading::{Reader, is_cancellation};
use crate::diagnosis::remedies;
use crate::diagnosis::verdict::{Category, Confidence, Evidence, EvidenceSource, Finding};
use crate::diagnosis::view::{View, qualified};
use crate::diagnosis::words::{meaning, short_quote};
use crate::domain::skip::skippable;
use crate::domain::stack::StackStatus;
use crate::domain::{Text, Timestamp};

/// A resource the rollback could not bring back.
struct Left<'a> {
    name: Text,
    reason: Option<&'a Text>,
    at: Option<Timestamp>,
}

/// At most one finding.
pub fn left_behind(view: &View<'_>, reader: &Reader) -> Option<Candidate> {
    let stack = view.stack.filter(|s| {
        matches!(
            s.status,
            StackStatus::UpdateRollbackFailed | StackStatus::RollbackFailed | StackStatus::ImportRollbackFailed
        )
    })?;
    let left = left(view);
    let names: Vec<&str> = left.iter().map(|l| l.name.as_str()).collect();
    let reason = left.iter().find_map(|l| l.reason);
    let known = reason.map(|text| said(text, reader));
    let why = match (&known, reason) {
        (Some(e), Some(text)) if e.category == Category::Other || e.wrapper => short_quote(text),
        (Some(e), _) => meaning(&e.summary, &e.decisive),
        _ => stack.status_reason.as_ref().map_or_else(|| "no reason is given".to_owned(), short_quote),
    };
    let subject = if names.is_empty() { "a resource".to_owned() } else { names.join(", ") };
    let short = format!("{subject} could not be rolled back: {why}");
    let evidence = if left.is_empty() {
        let own = stack.status_reason.clone().map(|quote| (quote, stack.updated_at));
        own.map(|(quote, at)| row(stack.id.clone(), at, quote)).into_iter().collect()
    } else {
        let told = left.iter().take(5).map(|l| {
            let quote = l.reason.cloned().unwrap_or_else(|| Text::new("UPDATE_FAILED"));
            row(l.name.clone(), l.at, quote)
        });
        told.collect()
    };
    let skip: Vec<Text> = skippable(view.facts).into_iter().map(|one| one.name).collect();
    let mut next_steps: Vec<String> =
        known.as_ref().filter(|e| !e.wrapper).map(|e| e.next_step.clone()).into_iter().collect();
    next_steps.extend(how_to_go_on(view, &subject, !skip.is_empty()));
    let finding = Finding {
        cause: "rollback_failed",
        category: Category::Rollback,
        confidence: if left.is_empty() { Confidence::Low } else { Confidence::High },
        summary: format!("The rollback of {} failed: {short}", stack.name),
        extent: String::new(),
        service: None,
        evidence,
        next_steps,
        remedies: remedies::continue_rollback(stack, skip),
        revision: None,
    };
    let latest = left.iter().filter_map(|l| l.at).max();
    Some(Candidate {
        finding,
        bearing: Bearing::Ended,
        depth: 3,
        is_wrapper: false,
        count: left.len().max(1),
        latest,
        short,
        decisive: String::new(),
        advice: None,
    })
}

fn row(about: Text, at: Option<Timestamp>, quote: Text) -> Evidence {
    Evidence { source: EvidenceSource::StackEvent, at, quote, about }
}

/// From the histories; where those are not known, from the rows of the resources.
fn left<'a>(view: &View<'a>) -> Vec<Left<'a>> {
    let root = view.stack.map(|s| &s.id);
    let told: Vec<Left<'a>> = view
        .operation
        .rollback_failures()
        .into_iter()
        .map(|e| Left { name: qualified(&e.stack, &e.logical_id, root), reason: e.reason.as_ref(), at: Some(e.at) })
        .collect();
    if !told.is_empty() {
        return told;
    }
    let failed = view.resources.iter().filter(|at| {
        at.resource.status.is_failed() && !at.resource.status_reason.as_ref().is_some_and(is_cancellation)
    });
    failed
        .map(|at| Left { name: at.name(root), reason: at.resource.status_reason.as_ref(), at: at.resource.updated_at })
        .collect()
}

fn how_to_go_on(view: &View<'_>, subject: &str, can_skip: bool) -> Vec<String> {
    let Some(stack) = view.stack else { return Vec::new() };
    if stack.status != StackStatus::UpdateRollbackFailed {
        return vec![format!("{} cannot be continued in this state: remove the obstacle, then delete it.", stack.name)];
    }
    if stack.parent.is_some() {
        let root = stack.root.as_ref().or(stack.parent.as_ref()).map_or("", Text::as_str);
        let name = crate::diagnosis::view::stack_name(root);
        return vec![format!("Continue the rollback on the root stack {name}: a nested stack cannot be continued.")];
    }
    // How to go on without it, and what that leaves, is said by the remedy.
    let or_skip = if can_skip { " without skipping; or skip it" } else { "" };
    vec![format!("Remove what stood in the way of {subject}, then continue the rollback{or_skip}.")]
}
