//! What a service deployment of this operation says of itself: why it was stopped or rolled back, which alarms went
//! off. Mostly wrappers of what tasks say better; alone where nothing else is known.

use super::{recalled, undone};
use crate::diagnosis::candidate::{Bearing, Candidate};
use crate::diagnosis::catalogue::{MessageKind, depth};
use crate::diagnosis::reading::Reader;
use crate::diagnosis::verdict::{Category, Confidence, Evidence, EvidenceSource, Finding};
use crate::diagnosis::view::{Role, ServiceView, View};
use crate::diagnosis::words::{meaning, minute};
use crate::domain::deployment::{RolloutState, ServiceDeployment, ServiceDeploymentStatus as Status};
use crate::domain::{Text, Timestamp};

/// Findings of one service.
pub fn told(view: &View<'_>, service: &ServiceView<'_>, reader: &Reader, now: Timestamp) -> Vec<Candidate> {
    if let Some(found) = recalled::on_its_way(view, service, now) {
        return vec![found];
    }
    let since = service.deployments_since(view.operation.change_began);
    // One that was stopped and followed by another made way for it.
    let made_way = |d: &ServiceDeployment| d.status == Status::Stopped && since.first().is_some_and(|n| n.arn != d.arn);
    let deployment = since.iter().find(|d| (has_ended_badly(d) || has_alarm(d)) && !made_way(d));
    let mut found: Vec<Candidate> = deployment
        .into_iter()
        .filter_map(|d| {
            alarms(view, service, (d, now))
                .or_else(|| hooks(view, service, (d, now)))
                .or_else(|| reasons(view, service, (d, now), reader))
        })
        .collect();
    if found.is_empty() {
        found.extend(failed_row(view, service, (reader, now)));
    }
    found
}

fn has_ended_badly(deployment: &ServiceDeployment) -> bool {
    matches!(
        deployment.status,
        Status::Stopped
            | Status::StopRequested
            | Status::RollbackRequested
            | Status::RollbackInProgress
            | Status::RollbackSuccessful
            | Status::RollbackFailed
    )
}

fn has_alarm(deployment: &ServiceDeployment) -> bool {
    deployment.detail.as_ref().is_some_and(|d| !d.triggered_alarms.is_empty())
}

fn alarms(
    view: &View<'_>,
    service: &ServiceView<'_>,
    (deployment, now): (&ServiceDeployment, Timestamp),
) -> Option<Candidate> {
    let names: Vec<&str> = deployment.detail.as_ref()?.triggered_alarms.iter().map(Text::as_str).collect();
    if names.is_empty() {
        return None;
    }
    let names = names.join(", ");
    let ended = has_ended_badly(deployment);
    let word = if ended { "was" } else { "will be" };
    let short = format!("does not pass its alarms: {names} went off, for which the deployment {word} given up");
    let finding = Finding {
        cause: "alarm_rollback",
        category: Category::Rollback,
        confidence: Confidence::High,
        summary: format!("{} {short}", service.id.name),
        extent: String::new(),
        service: Some(service.id.clone()),
        evidence: vec![quote(deployment, Text::new(format!("triggeredAlarmNames: {names}")))],
        next_steps: Vec::new(),
        remedies: Vec::new(),
        revision: None,
    };
    Some(Candidate {
        finding,
        bearing: if ended { undone::bearing(view, service, now) } else { Bearing::Context },
        // Deeper than the event that only says that there was an alarm: it has its name.
        depth: 7,
        is_wrapper: false,
        count: 1,
        latest: time_of(deployment),
        short,
        advice: Some(format!(
            "Look at {names} since the deployment began; an alarm already in ALARM stops every deployment."
        )),
        decisive: names,
    })
}

/// A pause hook nobody answered in time, where the deployment was given up for it.
fn hooks(
    view: &View<'_>,
    service: &ServiceView<'_>,
    (deployment, now): (&ServiceDeployment, Timestamp),
) -> Option<Candidate> {
    let hooks = &deployment.detail.as_ref().filter(|_| has_ended_badly(deployment))?.hooks;
    let hook = hooks.iter().find(|hook| hook.status.raw() == "TIMED_OUT")?;
    let until = hook.expires_at.map(|at| format!(" by {}", minute(at))).unwrap_or_default();
    let action = hook.timeout_action.as_ref().map_or("its time-out action", Text::as_str);
    let short =
        format!("was given up: nobody answered hook {}{until}, and {action} follows when its time is up", hook.id);
    let finding = Finding {
        cause: "hook_failed",
        category: Category::Rollback,
        confidence: Confidence::High,
        summary: format!("{} {short}", service.id.name),
        extent: String::new(),
        service: Some(service.id.clone()),
        evidence: vec![quote(deployment, Text::new(format!("hook {} {}", hook.id.raw(), hook.status.raw())))],
        next_steps: Vec::new(),
        remedies: Vec::new(),
        revision: None,
    };
    Some(Candidate {
        finding,
        bearing: undone::bearing(view, service, now),
        // As deep as an alarm: it has its name.
        depth: 7,
        is_wrapper: false,
        count: 1,
        latest: time_of(deployment),
        short,
        decisive: String::new(),
        advice: Some(format!(
            "Answer hook {} in time when it comes again, or give it more time or another time-out action; {{deploy|deploy again}}.",
            hook.id
        )),
    })
}

/// The service deployment's own reason, else that of its rollback.
fn reasons(
    view: &View<'_>,
    service: &ServiceView<'_>,
    (deployment, now): (&ServiceDeployment, Timestamp),
    reader: &Reader,
) -> Option<Candidate> {
    let of_rollback = deployment.detail.as_ref().and_then(|d| d.rollback_reason.as_ref());
    let words = deployment.status_reason.as_ref().filter(|r| !r.is_empty()).or(of_rollback)?;
    let bearing = undone::bearing(view, service, now);
    candidate(service, reader, words, quote(deployment, words.clone()), (bearing, time_of(deployment)))
}

/// The row of `deployments[]` that ECS calls FAILED, where service deployments are not known.
fn failed_row(view: &View<'_>, service: &ServiceView<'_>, (reader, now): (&Reader, Timestamp)) -> Option<Candidate> {
    let episode = service.episodes.iter().find(|e| e.deployment.is_some_and(|d| d.rollout == RolloutState::Failed))?;
    let row = episode.deployment?;
    let words = row.rollout_reason.as_ref().filter(|r| !r.is_empty())?;
    let bearing = match episode.role {
        Role::Undone => undone::bearing(view, service, now),
        Role::Current if view.is_before_operation(row.updated_at) => Bearing::Context,
        Role::Current => Bearing::Blocks,
    };
    let about = service.service?.arn.clone();
    let quote = Evidence { source: EvidenceSource::Deployment, at: row.updated_at, quote: words.clone(), about };
    candidate(service, reader, words, quote, (bearing, row.updated_at))
}

fn candidate(
    service: &ServiceView<'_>,
    reader: &Reader,
    words: &Text,
    quote: Evidence,
    (bearing, latest): (Bearing, Option<Timestamp>),
) -> Option<Candidate> {
    let told = reader.read(MessageKind::DeploymentReason, words);
    // A deployment that made way for a newer one is nobody's trouble.
    if told.benign || told.cause == "deployment_superseded" {
        return None;
    }
    let vague = told.wrapper || told.category == Category::Other;
    let short = format!("was given up: {}", meaning(&told.summary, &told.decisive));
    let finding = Finding {
        cause: told.cause,
        category: told.category,
        confidence: if vague { Confidence::Low } else { Confidence::Medium },
        summary: format!("{} {short}", service.id.name),
        extent: String::new(),
        service: Some(service.id.clone()),
        evidence: vec![quote],
        next_steps: Vec::new(),
        remedies: Vec::new(),
        revision: None,
    };
    Some(Candidate {
        finding,
        bearing,
        depth: depth(MessageKind::DeploymentReason, &told),
        is_wrapper: vague,
        count: 1,
        latest,
        short,
        decisive: String::new(),
        advice: Some(told.next_step.clone()),
    })
}

fn time_of(deployment: &ServiceDeployment) -> Option<Timestamp> {
    deployment.finished_at.or(deployment.started_at).or(deployment.created_at)
}

fn quote(deployment: &ServiceDeployment, words: Text) -> Evidence {
    let (at, about) = (time_of(deployment), deployment.arn.clone());
    Evidence { source: EvidenceSource::Deployment, at, quote: words, about }
}
