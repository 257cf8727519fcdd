//! Waiting on purpose: a pause hook that wants an answer, bake time.

use crate::diagnosis::candidate::{Bearing, Candidate};
use crate::diagnosis::remedies;
use crate::diagnosis::verdict::{Category, Confidence, Evidence, EvidenceSource, Finding};
use crate::diagnosis::view::{ServiceView, View};
use crate::diagnosis::words::minute_or_day;
use crate::domain::clock::{age, seconds_between, short_duration};
use crate::domain::deployment::{HookWait, ServiceDeployment, ServiceDeploymentDetail};
use crate::domain::{Text, Timestamp};

/// What the open service deployment waits for on purpose.
pub fn on_purpose(view: &View<'_>, service: &ServiceView<'_>, now: Timestamp) -> Vec<Candidate> {
    let open = service.service_deployment().filter(|d| d.is_open());
    let Some((deployment, detail)) = open.and_then(|d| Some((d, d.detail.as_ref()?))) else { return Vec::new() };
    let awaiting = |hook: &&HookWait| hook.status.raw() == "AWAITING_ACTION";
    let mut found: Vec<Candidate> =
        detail.hooks.iter().filter(awaiting).map(|hook| of_hook(view, service, deployment, (hook, now))).collect();
    let running = |hook: &&HookWait| hook.status.raw() == "IN_PROGRESS";
    found.extend(detail.hooks.iter().filter(running).map(|hook| of_running_hook(service, deployment, hook)));
    match detail.lifecycle_stage.as_ref().map(Text::raw) {
        Some("BAKE_TIME") => found.push(baking(service, deployment, detail.bake_minutes, now)),
        Some("TEST_TRAFFIC_SHIFT" | "PRODUCTION_TRAFFIC_SHIFT") => found.push(shifting(service, deployment, detail)),
        _ => {}
    }
    found
}

/// A hook that is a function, at work.
fn of_running_hook(service: &ServiceView<'_>, deployment: &ServiceDeployment, hook: &HookWait) -> Candidate {
    let name = hook.id.as_str().rsplit([':', '/']).next().unwrap_or_default();
    let short = format!("waits for the function of hook {name} to answer");
    let quote = Text::new(format!("hook {} {}", hook.id.raw(), hook.status.raw()));
    let step =
        format!("Read the log of {name} if it takes long: ECS asks it again until it succeeds, fails or times out.");
    candidate(service, "hook_running", short, evidence(deployment, quote), vec![step])
}

/// Traffic on its way to the new revision, all at once or step by step.
fn shifting(service: &ServiceView<'_>, deployment: &ServiceDeployment, detail: &ServiceDeploymentDetail) -> Candidate {
    let stage = detail.lifecycle_stage.as_ref().map_or("", Text::as_str);
    let strategy = detail.strategy.as_ref().map(|s| format!(", strategy {s}")).unwrap_or_default();
    let short = format!("shifts traffic ({stage}{strategy}){}", traffic(detail));
    let step = "Nothing to do: it goes on by itself. Alarms that go off in this time roll it back.".to_owned();
    candidate(
        service,
        "shifting_traffic",
        short,
        evidence(deployment, Text::new(format!("lifecycleStage {stage}"))),
        vec![step],
    )
}

/// `; 10% of production and 100% of test traffic on the new revision`.
fn traffic(detail: &ServiceDeploymentDetail) -> String {
    let Some(target) = detail.revisions.iter().find(|r| r.is_target) else { return String::new() };
    let part = |percent: Option<i32>, of: &str| percent.map(|n| format!("{n}% of {of}"));
    let parts = [part(target.production_percent, "production"), part(target.test_percent, "test")];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { String::new() } else { format!("; {} traffic on the new revision", parts.join(" and ")) }
}

fn of_hook(
    view: &View<'_>,
    service: &ServiceView<'_>,
    deployment: &ServiceDeployment,
    (hook, now): (&HookWait, Timestamp),
) -> Candidate {
    let then = hook.timeout_action.as_ref().map_or("something", |action| match action.raw() {
        "ROLLBACK" => "it rolls back",
        "CONTINUE" => "it goes on",
        _ => "its time-out action follows",
    });
    let limit = match hook.expires_at {
        Some(at) if at > now => format!(
            " until {} UTC ({}); then, unanswered, {then}",
            minute_or_day(at, now),
            short_duration(seconds_between(now, at))
        ),
        Some(_) => format!("; its time is up, unanswered: {then}"),
        None => String::new(),
    };
    let short = format!("waits for a person to answer hook {}{limit}", hook.id);
    let quote = Text::new(format!("hook {} {}", hook.id.raw(), hook.status.raw()));
    let revision = service.current().map_or("the new revision", |episode| episode.revision());
    let step = format!("Look whether {revision} does what it should, and answer the hook.");
    let mut found = candidate(service, "waiting_for_hook", short, evidence(deployment, quote), vec![step]);
    found.finding.remedies = remedies::at_hook(view, service);
    found
}

fn baking(
    service: &ServiceView<'_>,
    deployment: &ServiceDeployment,
    minutes: Option<i32>,
    now: Timestamp,
) -> Candidate {
    let whole = minutes.map(|m| format!(" of {m} min")).unwrap_or_default();
    let so_far = deployment.started_at.map(|at| format!(", {} into the deployment", age(at, now))).unwrap_or_default();
    let traffic = deployment.detail.as_ref().map(traffic).unwrap_or_default();
    let short = format!("is baking: the new tasks run, ECS watches them for a bake time{whole}{so_far}{traffic}");
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
        revision: None,
    };
    Candidate::new(finding, Bearing::Waits, 3, short)
}
