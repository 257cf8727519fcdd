//! A resource other than an ECS service that holds the stack, so that nobody looks at ECS in vain.

use super::operation_failed::is_custom;
use crate::diagnosis::candidate::{Bearing, Candidate};
use crate::diagnosis::verdict::{Category, Confidence, Evidence, EvidenceSource, Finding};
use crate::diagnosis::view::{ResourceAt, View};
use crate::domain::clock::{seconds_between, short_duration};
use crate::domain::{Text, Timestamp};

/// Seconds after which a custom resource, or a wait for a signal, is taken for stuck: they answer within a few
/// minutes or not at all, and CloudFormation gives them an hour and more (our choice).
const SILENT: u64 = 600;
/// Seconds after which any other resource is: databases and distributions take long by nature (our choice).
const LONG: u64 = 3600;

/// A finding for each open resource that is no ECS service, while no ECS service is open.
pub fn holding(view: &View<'_>, now: Timestamp) -> Vec<Candidate> {
    let open = |at: &&ResourceAt<'_>| at.resource.status.is_in_progress();
    let of_service = |at: &ResourceAt<'_>| at.resource.is_ecs_service();
    if !view.is_moving() || view.resources.iter().filter(open).any(of_service) {
        return Vec::new();
    }
    view.resources.iter().filter(open).take(5).map(|at| candidate(view, at, now)).collect()
}

fn candidate(view: &View<'_>, at: &ResourceAt<'_>, now: Timestamp) -> Candidate {
    let row = at.resource;
    let event = view.operation.newest_of(at.stack, &row.logical_id);
    let since = event.map(|e| e.at).or(row.updated_at);
    let held = since.map(|since| seconds_between(since, now));
    let custom = is_custom(row.kind.raw());
    let waits_for_signal = row.kind.raw().starts_with("AWS::CloudFormation::Wait");
    let limit = if custom || waits_for_signal { SILENT } else { LONG };
    let stuck = held.is_some_and(|held| held >= limit);
    let reason = event.and_then(|e| e.reason.as_ref()).or(row.status_reason.as_ref());
    let name = at.name(view.stack.map(|s| &s.id));
    let for_long = held.map(|n| format!(" for {}", short_duration(n))).unwrap_or_default();
    let words = reason.map(|r| format!(" ({r})")).unwrap_or_default();
    let short = format!("{name}, {}, is {}{for_long}{words}", row.kind, row.status);
    let step = if custom {
        format!(
            "Read the log of the function behind {name}: CloudFormation waits for its answer, an hour unless set \
             otherwise. ECS is not the cause."
        )
    } else {
        format!("Look at {name} in its own service: the stack waits for it and not for ECS.")
    };
    let quote = reason.cloned().unwrap_or_else(|| Text::new(row.status.as_str()));
    let finding = Finding {
        cause: if custom { "custom_resource_silent" } else { "resource_holds_stack" },
        category: if custom { Category::CustomResource } else { Category::Other },
        confidence: if stuck { Confidence::Medium } else { Confidence::High },
        summary: format!("{} waits for {short}", view.name()),
        extent: String::new(),
        service: None,
        evidence: vec![Evidence { source: EvidenceSource::StackEvent, at: since, quote, about: name }],
        next_steps: vec![step],
        remedies: Vec::new(),
    };
    let bearing = if stuck { Bearing::Blocks } else { Bearing::Usual };
    Candidate { finding, bearing, depth: 3, is_wrapper: false, count: 1, latest: since, short, decisive: String::new() }
}
