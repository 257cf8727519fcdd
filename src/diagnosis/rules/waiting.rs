//! Waiting on purpose: a pause hook that wants an answer, bake time.

use crate::diagnosis::candidate::{Bearing, Candidate};
use crate::diagnosis::verdict::{Category, Confidence, Evidence, EvidenceSource, Finding};
use crate::diagnosis::view::ServiceView;
use crate::domain::clock::{age, seconds_between, short_duration};
use crate::domain::deployment::{HookWait, ServiceDeployment};
use crate::domain::{Text, Timestamp};

/// What the open service deployment waits for on purpose.
pub fn on_purpose(service: &ServiceView<'_>, now: Timestamp) -> Vec<Candidate> {
    let open = service.service_deployment().filter(|d| d.is_open());
    let Some((deployment, detail)) = open.and_then(|d| Some((d, d.detail.as_ref()?))) else { return Vec::new() };
    let awaiting = |hook: &&HookWait| hook.status.raw() == "AWAITING_ACTION";
    let mut found: Vec<Candidate> =
        detail.hooks.iter().filter(awaiting).map(|hook| of_hook(service, deployment, hook, now)).collect();
    if detail.lifecycle_stage.as_ref().is_some_and(|stage| stage.raw() == "BAKE_TIME") {
        found.push(baking(service, deployment, detail.bake_minutes, now));
    }
    found
}

fn of_hook(service: &ServiceView<'_>, deployment: &ServiceDeployment, hook: &HookWait, now: Timestamp) -> Candidate {
    let then = hook.timeout_action.as_ref().map_or("something", |action| match action.raw() {
        "ROLLBACK" => "it rolls back",
        "CONTINUE" => "it goes on",
        _ => "its time-out action follows",
    });
    let limit = match hook.expires_at {
        Some(at) if at > now => format!("; in {} {then} without an answer", short_duration(seconds_between(now, at))),
        Some(_) => format!("; its time is up, {then}"),
        None => String::new(),
    };
    let short = format!("waits for an answer to hook {}{limit}", hook.id);
    let quote = Text::new(format!("hook {} {}", hook.id.raw(), hook.status.raw()));
    let step = format!(
        "Decide and answer: aws ecs continue-service-deployment --service-deployment-arn {} --hook-id {} --action \
         CONTINUE (or ROLLBACK).",
        deployment.arn, hook.id
    );
    candidate(service, "waiting_for_hook", short, evidence(deployment, quote), vec![step])
}

fn baking(
    service: &ServiceView<'_>,
    deployment: &ServiceDeployment,
    minutes: Option<i32>,
    now: Timestamp,
) -> Candidate {
    let whole = minutes.map(|m| format!(" of {m} min")).unwrap_or_default();
    let so_far = deployment.started_at.map(|at| format!(", {} into the deployment", age(at, now))).unwrap_or_default();
    let short = format!("is baking: the new tasks run, ECS watches them for a bake time{whole}{so_far}");
    let step = "Nothing to do: it ends by itself. Alarms that go off in this time roll it back.".to_owned();
    candidate(service, "baking", short, evidence(deployment, Text::new("lifecycleStage BAKE_TIME")), vec![step])
}

fn evidence(deployment: &ServiceDeployment, quote: Text) -> Evidence {
    let at = deployment.started_at.or(deployment.created_at);
    Evidence { source: EvidenceSource::Deployment, at, quote, about: deployment.arn.clone() }
}

fn candidate(
    service: &ServiceView<'_>,
    cause: &'static str,
    short: String,
    evidence: Evidence,
    steps: Vec<String>,
) -> Candidate {
    let finding = Finding {
        cause,
        category: Category::Benign,
        confidence: Confidence::High,
        summary: format!("{} {short}", service.id.name),
        extent: String::new(),
        service: Some(service.id.clone()),
        evidence: vec![evidence],
        next_steps: steps,
        remedies: Vec::new(),
    };
    Candidate {
        finding,
        bearing: Bearing::Waits,
        depth: 3,
        is_wrapper: false,
        count: 1,
        latest: None,
        short,
        decisive: String::new(),
    }
}
