//! An operation that has ended badly: the first resource that failed for a reason of its own is the cause
//! CloudFormation knows. Cancelled rows and summaries are only its echo.

use super::{answered, function_log};
use crate::diagnosis::candidate::{Bearing, Candidate};
use crate::diagnosis::catalogue::{Explanation, MessageKind, depth};
use crate::diagnosis::reading::{Reader, is_cancellation};
use crate::diagnosis::verdict::{Category, Confidence, Evidence, EvidenceSource, Finding};
use crate::diagnosis::view::{Cancelled, View, qualified};
use crate::diagnosis::words::{meaning, short_quote};
use crate::domain::clock::seconds_between;
use crate::domain::service::ServiceId;
use crate::domain::stack::{ECS_SERVICE, StackEvent, StackResource};
use crate::domain::{Text, Timestamp};
use std::rc::Rc;

/// What a stack row's reason means.
pub fn said(reason: &Text, reader: &Reader) -> Rc<Explanation> {
    reader.read(MessageKind::StackEvent, reason)
}

/// How the catalogue speaks of a thing whose name a message does not tell.
const UNNAMED: &str = "what has its name";

/// Seconds CloudFormation waits for a custom resource, unless its ServiceTimeout says otherwise.
const ASKED: u64 = 3600;

/// The first failure of the operation, while it rolls back or after it has ended.
pub fn first_failure(view: &View<'_>, reader: &Reader, now: Timestamp) -> Option<Candidate> {
    let status = view.status()?;
    let ended = status.is_failed() || status.is_rolled_back();
    if !ended && !view.is_moving() {
        return None;
    }
    let event = view.operation.first_failure();
    // Nothing has failed: it was given up.
    if event.is_none() && Cancelled::of(view).is_some() {
        return None;
    }
    let Some(event) = event else {
        let failure = ended.then(|| from_rows(view)).flatten()?;
        return Some(candidate(view, reader, ended, failure, false));
    };
    let mut found = of_event(view, reader, event);
    found.bearing = if ended { Bearing::Ended } else { Bearing::Context };
    let custom = Some(event).filter(|e| is_custom(e.kind.raw()));
    if let Some(event) = custom {
        answered::by_hand(view, event, &mut found, now);
    }
    found.finding.next_steps.extend(custom.map(|e| {
        // It was asked before it failed, at most as long before as CloudFormation waits.
        let ago = seconds_between(e.at, now).saturating_add(ASKED);
        function_log::read(view, &e.stack, &e.logical_id, ago)
    }));
    Some(found)
}

/// A row that failed, as history.
pub fn of_event(view: &View<'_>, reader: &Reader, event: &StackEvent) -> Candidate {
    let name = qualified(&event.stack, &event.logical_id, view.stack.map(|s| &s.id));
    let failure = Failure {
        name: name.clone(),
        status: event.status.as_str(),
        reason: event.reason.as_ref(),
        at: Some(event.at),
    };
    let mut found = candidate(view, reader, false, failure, is_custom(event.kind.raw()));
    // Where AWS names nothing it is known at least what kind of thing it is, and where it gets its name.
    if let Some(advice) = &mut found.advice {
        let kind = &event.kind;
        *advice = advice.replace(UNNAMED, &format!("the {kind} of that name (the template has it, at {name})"));
    }
    found
}

/// The service whose row failed first, where the first to fail was one: deleted with its stack it has no row of its
/// own any more.
pub fn failed_service(view: &View<'_>) -> Option<ServiceId> {
    let named = |id: Option<&Text>| id.and_then(|id| ServiceId::from_arn(id.raw()));
    let Some(event) = view.operation.first_failure() else {
        let failed = view.resources.iter().filter(|at| is_own_failure(at.resource));
        let first = failed.min_by_key(|at| at.resource.updated_at)?.resource;
        return named(first.physical_id.as_ref().filter(|_| first.is_ecs_service()));
    };
    let of_row = || {
        let row =
            view.resources.iter().find(|at| *at.stack == event.stack && at.resource.logical_id == event.logical_id)?;
        named(row.resource.physical_id.as_ref())
    };
    named(event.physical_id.as_ref()).or_else(of_row).filter(|_| event.kind.raw() == ECS_SERVICE)
}

fn is_own_failure(resource: &StackResource) -> bool {
    resource.status.is_failed() && !resource.status_reason.as_ref().is_some_and(is_cancellation)
}

/// What failed, by its row.
struct Failure<'a> {
    name: Text,
    status: &'a str,
    reason: Option<&'a Text>,
    at: Option<Timestamp>,
}

/// Without a history: a resource whose row says that it failed; else the stack's own words.
fn from_rows<'a>(view: &View<'a>) -> Option<Failure<'a>> {
    let failed = view.resources.iter().filter(|at| is_own_failure(at.resource));
    let first = failed.min_by_key(|at| at.resource.updated_at);
    let row = first.map(|at| {
        let row = at.resource;
        let (status, reason) = (row.status.as_str(), row.status_reason.as_ref());
        Failure { name: at.name(view.stack.map(|s| &s.id)), status, reason, at: row.updated_at }
    });
    row.or_else(|| {
        let stack = view.stack?;
        let (status, reason) = (stack.status.as_str(), stack.status_reason.as_ref());
        Some(Failure { name: stack.name.clone(), status, reason, at: stack.updated_at })
    })
}

fn candidate(view: &View<'_>, reader: &Reader, ended: bool, failure: Failure<'_>, custom: bool) -> Candidate {
    let Failure { name, status, reason, at } = failure;
    let known = reason.map(|text| said(text, reader));
    let vague = known.as_ref().is_none_or(|e| e.wrapper || e.benign || e.category == Category::Other);
    let why = match (&known, reason) {
        (Some(e), Some(_)) if !vague => meaning(&e.summary, &e.decisive),
        (_, Some(text)) => short_quote(text),
        _ => "no reason is given".to_owned(),
    };
    let category = match &known {
        Some(e) if !e.benign && e.category != Category::Other => e.category,
        _ if custom => Category::CustomResource,
        _ => Category::Other,
    };
    let advice = known.as_ref().filter(|e| !e.benign).map(|e| e.next_step.clone());
    let short = format!("{name} failed: {why}");
    // A quote is AWS's own: without a reason its status is all it has said.
    let quote = reason.cloned().unwrap_or_else(|| Text::new(status));
    let finding = Finding {
        cause: known.as_ref().filter(|e| !e.benign && e.cause != "unknown").map_or("resource_failed", |e| e.cause),
        category,
        // The history has it as the first of all; a row alone may be an echo.
        confidence: match (vague, view.operation.first_failure()) {
            (true, _) => Confidence::Low,
            (false, Some(_)) => Confidence::High,
            (false, None) => Confidence::Medium,
        },
        summary: format!("The first to fail in {}: {short}", view.name()),
        extent: String::new(),
        service: None,
        evidence: vec![Evidence { source: EvidenceSource::StackEvent, at, quote, about: name }],
        next_steps: Vec::new(),
        remedies: Vec::new(),
        revision: None,
    };
    let depth = known.as_ref().map_or(1, |e| depth(MessageKind::StackEvent, e).max(1));
    let bearing = if ended { Bearing::Ended } else { Bearing::Context };
    Candidate {
        finding,
        bearing,
        depth,
        is_wrapper: vague,
        count: 1,
        latest: at,
        short,
        decisive: String::new(),
        advice,
    }
}

/// Whether a resource type is a custom one: somebody's own code answers for it.
pub fn is_custom(kind: &str) -> bool {
    kind.starts_with("Custom::") || kind == "AWS::CloudFormation::CustomResource"
}
