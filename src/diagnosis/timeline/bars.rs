//! Resources and deployments as bars over time: where they overlap, and what those still open wait for.

use crate::diagnosis::view::{ServiceView, View, qualified};
use crate::domain::deployment::RolloutState;
use crate::domain::facts::Facts;
use crate::domain::stack::StackEvent;
use crate::domain::task_definition::short_name;
use crate::domain::{Text, Timestamp};
use std::collections::BTreeMap;

/// One row of the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    pub kind: BarKind,
    pub name: Text,
    /// When something was done to it, oldest first: once for the change, again for its rollback.
    pub spans: Vec<Span>,
    /// What it waits for while its last span is open, in a few words.
    pub waits_for: Option<String>,
}

/// What a bar is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BarKind {
    /// The operation of the whole stack.
    Stack,
    Resource,
    /// A service's deployment.
    Deployment,
}

/// From its first row to its last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub from: Timestamp,
    /// None while it lasts.
    pub until: Option<Timestamp>,
    pub failed: bool,
}

impl Bar {
    pub fn is_open(&self) -> bool {
        self.spans.last().is_some_and(|span| span.until.is_none())
    }
}

/// The stack first, then its resources and deployments as they began.
pub fn bars(facts: &Facts) -> Vec<Bar> {
    let view = View::of(facts);
    let Some(stack) = view.stack else { return Vec::new() };
    let mut rows: BTreeMap<(&Text, &Text), Vec<&StackEvent>> = BTreeMap::new();
    // Told newest first: backwards, rows of the same second stand as they happened.
    for event in view.operation.events.iter().rev().copied().filter(|e| !e.is_about_stack() || e.stack == stack.id) {
        rows.entry((&event.stack, &event.logical_id)).or_default().push(event);
    }
    let settled = view.operation.events.iter().map(|event| event.at).max();
    let mut bars: Vec<(Timestamp, Bar)> = Vec::new();
    for ((of, logical_id), mut events) in rows {
        events.sort_by_key(|event| event.at);
        let Some(newest) = events.last() else { continue };
        let is_stack = newest.is_about_stack();
        let mut spans = spans(&events);
        // The stack's own last row may be older than its status.
        if let Some(last) = spans.last_mut().filter(|_| is_stack && view.is_moving()) {
            last.until = None;
        }
        // Nothing is done to a resource any more once its stack has settled: one that was skipped, or whose work was
        // given up, may never be told complete.
        if let Some(last) = spans.last_mut().filter(|span| span.until.is_none() && !view.is_moving()) {
            last.until = settled;
        }
        let (kind, name) = match is_stack {
            true => (BarKind::Stack, stack.name.clone()),
            false => (BarKind::Resource, qualified(of, logical_id, Some(&stack.id))),
        };
        let mut bar = Bar { kind, name, spans, waits_for: None };
        if bar.is_open() {
            bar.waits_for = waits_for(&view, newest);
        }
        bars.extend(bar.spans.first().map(|span| span.from).map(|from| (from, bar)));
    }
    let since = view.operation.change_began;
    for service in &view.services {
        let all = deployments(service);
        bars.extend(all.into_iter().filter(|(from, bar)| bar.is_open() || since.is_none_or(|since| *from >= since)));
    }
    bars.sort_by_key(|(from, bar)| (bar.kind != BarKind::Stack, *from, bar.kind));
    bars.into_iter().map(|(_, bar)| bar).collect()
}

/// A row in progress begins a span or lasts in one, any other ends it.
fn spans(oldest_first: &[&StackEvent]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for event in oldest_first {
        let is_first = spans.is_empty();
        let open = spans.last_mut().filter(|span| span.until.is_none());
        match (open, event.status.is_in_progress()) {
            (Some(_), true) => {}
            (Some(span), false) => {
                span.until = Some(event.at);
                span.failed = event.status.is_failed();
            }
            (None, true) => spans.push(Span { from: event.at, until: None, failed: false }),
            // A second word about the end (UPDATE_COMPLETE after its cleanup) begins nothing.
            (None, false) if !is_first => {}
            (None, false) => {
                spans.push(Span { from: event.at, until: Some(event.at), failed: event.status.is_failed() });
            }
        }
    }
    spans
}

/// What an open resource waits for, as far as it is known.
fn waits_for(view: &View<'_>, newest: &StackEvent) -> Option<String> {
    let of_row = |s: &&ServiceView<'_>| {
        s.row.is_some_and(|at| *at.stack == newest.stack && at.resource.logical_id == newest.logical_id)
    };
    if let Some(episode) = view.services.iter().find(of_row).and_then(|s| s.current()) {
        return episode.is_open().then(|| format!("the deployment of {}", episode.revision()));
    }
    let inside = if newest.is_about_stack() { Some(&newest.stack) } else { newest.physical_id.as_ref() };
    let open =
        |at: &&crate::diagnosis::view::ResourceAt<'_>| Some(at.stack) == inside && at.resource.status.is_in_progress();
    let names: Vec<&str> = view.resources.iter().filter(open).map(|at| at.resource.logical_id.as_str()).collect();
    match names.as_slice() {
        [] if newest.detailed_status.is_some() => Some("it is configured and waits to be stable".to_owned()),
        [] => None,
        [only] => Some((*only).to_owned()),
        [first, rest @ ..] => Some(format!("{first} and {} more", rest.len())),
    }
}

fn deployments(service: &ServiceView<'_>) -> Vec<(Timestamp, Bar)> {
    let rows = service.service.into_iter().flat_map(|s| &s.deployments).filter_map(|row| {
        let done = matches!(row.rollout, RolloutState::Completed | RolloutState::Failed);
        let failed = row.rollout == RolloutState::Failed;
        let span = Span { from: row.created_at?, until: row.updated_at.filter(|_| done), failed };
        Some(deployment(service, &row.task_definition, span, (row.running, row.desired)))
    });
    // Of a task set ECS says when it began and whether it is steady, not since when.
    let sets = service.service.into_iter().flat_map(|s| &s.task_sets).filter_map(|set| {
        let steady = set.running >= set.desired && set.stability.raw() != "STABILIZING";
        let span = Span { from: set.created_at?, until: set.created_at.filter(|_| steady), failed: false };
        Some(deployment(service, &set.task_definition, span, (set.running, set.desired)))
    });
    rows.chain(sets).collect()
}

fn deployment(
    service: &ServiceView<'_>,
    definition: &Text,
    span: Span,
    (running, desired): (i32, i32),
) -> (Timestamp, Bar) {
    let revision = short_name(definition.as_str());
    // A family mostly bears its service's name.
    let name = match revision.split_once(':') {
        Some((family, _)) if family == service.id.name.as_str() => Text::new(revision),
        _ => Text::from(format!("{} {revision}", service.id.name)),
    };
    let missing = (running < desired).then(|| format!("tasks: {running} of {desired} run"));
    let waits_for = missing.filter(|_| span.until.is_none());
    (span.from, Bar { kind: BarKind::Deployment, name, spans: vec![span], waits_for })
}
