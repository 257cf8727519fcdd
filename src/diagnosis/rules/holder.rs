//! A resource other than an ECS service that holds the stack, so that nobody looks at ECS in vain.

use super::function_log;
use super::operation_failed::is_custom;
use crate::diagnosis::candidate::{Bearing, Candidate};
use crate::diagnosis::verdict::{Category, Confidence, Evidence, EvidenceSource, Finding};
use crate::diagnosis::view::{ResourceAt, View};
use crate::diagnosis::words::minute_or_day;
use crate::domain::clock::seconds_between;
use crate::domain::stack::StackStatus;
use crate::domain::{Text, Timestamp};

/// Seconds after which a custom resource, or a wait for a signal, is taken for stuck: they answer within a few
/// minutes or not at all, and CloudFormation gives them an hour and more (our choice).
const SILENT: u64 = 600;
/// Seconds after which any other resource is: databases and distributions take long by nature (our choice).
const LONG: u64 = 3600;

/// A finding for each open resource that is no ECS service. While an ECS service is still under way only those that
/// do not answer: the others are its neighbours and not what holds the stack. A resource whose configuration is
/// complete only waits to become stable; one that is still being configured comes first.
pub fn holding(view: &View<'_>, now: Timestamp) -> Vec<Candidate> {
    if !view.is_moving() {
        return Vec::new();
    }
    let is_configured = |at: &&ResourceAt<'_>| {
        let newest = view.operation.newest_of(at.stack, &at.resource.logical_id);
        newest.is_some_and(|e| e.detailed_status.as_ref().is_some_and(|s| s.raw() == "CONFIGURATION_COMPLETE"))
    };
    let mut open: Vec<&ResourceAt<'_>> = view
        .resources
        .iter()
        .filter(|at| at.resource.status.is_in_progress() && !at.resource.is_ecs_service())
        .collect();
    open.sort_by_key(is_configured);
    let all = open.into_iter().map(|at| candidate(view, at, now));
    // A deletion takes its minutes: what is under way in it needs nobody's eyes.
    let is_deletion = view.status() == Some(&StackStatus::DeleteInProgress);
    let is_young = |c: &Candidate| c.latest.is_none_or(|since| seconds_between(since, now) < SILENT);
    let all = all.filter(|c| !(is_deletion && is_young(c)));
    let services_go_on = services_go_on(view);
    all.filter(|c| !services_go_on || c.bearing == Bearing::Blocks).take(5).collect()
}

/// Whether an ECS service the stack waits for has not arrived: of one that has, CloudFormation only has yet to notice.
fn services_go_on(view: &View<'_>) -> bool {
    let open = view.resources.iter().filter(|at| at.resource.status.is_in_progress() && at.resource.is_ecs_service());
    open.into_iter().any(|at| {
        let known = view.services.iter().find(|s| {
            s.row.is_some_and(|row| row.stack == at.stack && row.resource.logical_id == at.resource.logical_id)
        });
        known.and_then(|s| s.current()).is_none_or(|episode| episode.is_open())
    })
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
    // One clock: how long, the headline says of the operation.
    let since_when = since.map(|at| format!(" since {} UTC", minute_or_day(at, now))).unwrap_or_default();
    let words = reason.map(|r| format!(" ({r})")).unwrap_or_default();
    let what = format!("{name} ({}), {}{since_when}{words}", row.kind, row.status);
    // In the headline of a stuck stack: which resource, and that nobody need look at ECS.
    let holds = if custom { "has not answered CloudFormation" } else { "is not done" };
    let short = match stuck {
        true => format!("{} waits for {name} ({}), which {holds}{words}; ECS is not the reason", view.name(), row.kind),
        false => what.clone(),
    };
    let step = if custom {
        format!(
            "{} CloudFormation waits for its answer, an hour unless set otherwise; ECS is not the cause.",
            function_log::read(view, at.stack, &row.logical_id, held.unwrap_or(SILENT))
        )
    } else {
        format!("Look at {name} in its own service: the stack waits for it and not for ECS.")
    };
    let quote = reason.cloned().unwrap_or_else(|| Text::new(row.status.as_str()));
    let finding = Finding {
        cause: if custom { "custom_resource_silent" } else { "resource_holds_stack" },
        category: if custom { Category::CustomResource } else { Category::Other },
        confidence: if stuck { Confidence::Medium } else { Confidence::High },
        summary: format!("{} waits for {what}", view.name()),
        extent: String::new(),
        service: None,
        evidence: vec![Evidence { source: EvidenceSource::StackEvent, at: since, quote, about: name }],
        next_steps: vec![step],
        remedies: Vec::new(),
        revision: None,
    };
    let bearing = if stuck { Bearing::Blocks } else { Bearing::Usual };
    Candidate {
        finding,
        bearing,
        depth: 3,
        is_wrapper: false,
        count: 1,
        latest: since,
        short,
        decisive: String::new(),
        advice: None,
    }
}
