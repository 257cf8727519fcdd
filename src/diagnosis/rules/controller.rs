//! Services whose tasks CodeDeploy or an external controller runs: ECS only keeps their task sets.

use crate::diagnosis::candidate::{Bearing, Candidate};
use crate::diagnosis::verdict::{Category, Confidence, Evidence, EvidenceSource, Finding};
use crate::diagnosis::view::{ServiceView, View};
use crate::domain::Text;
use crate::domain::service::{Controller, TaskSet};
use crate::domain::task_definition::short_name;

/// Says who deploys the service and how its task sets stand, while the stack waits for it or one is not steady.
pub fn of_another(view: &View<'_>, service: &ServiceView<'_>) -> Option<Candidate> {
    let known = service.service?;
    let (cause, who, step) = match known.controller {
        Controller::CodeDeploy => (
            "codedeploy_deploys",
            "CodeDeploy",
            "Look at the deployment in CodeDeploy: hooks, traffic and alarms are there. CloudFormation may not change \
             the service while one runs.",
        ),
        Controller::External => (
            "external_controller_deploys",
            "an external controller",
            "Ask the controller that makes the task sets: ECS does nothing by itself here.",
        ),
        _ => return None,
    };
    let unsteady = |set: &TaskSet| set.running < set.desired || set.stability.raw() == "STABILIZING";
    let is_awaited = view.is_moving() && service.holds_stack;
    if !is_awaited && !known.task_sets.iter().any(unsteady) {
        return None;
    }
    let sets: Vec<String> = known.task_sets.iter().map(in_words).collect();
    let counts: Vec<String> = known.task_sets.iter().map(in_numbers).collect();
    let said = |sets: Vec<String>| if sets.is_empty() { "no task set yet".to_owned() } else { sets.join(", ") };
    let (sets, short) = (said(sets), format!("is deployed by {who}: {}", said(counts)));
    let at = known.task_sets.iter().filter_map(|set| set.created_at).max();
    let finding = Finding {
        cause,
        category: Category::DeploymentConfig,
        confidence: Confidence::High,
        summary: format!("{} is deployed by {who}: {sets}", service.id.name),
        extent: String::new(),
        service: Some(service.id.clone()),
        evidence: vec![Evidence {
            source: EvidenceSource::Deployment,
            at,
            quote: Text::new(&sets),
            about: known.arn.clone(),
        }],
        next_steps: vec![step.to_owned()],
        remedies: Vec::new(),
        revision: None,
    };
    let (bearing, depth) = (Bearing::Usual, 1);
    Some(Candidate {
        finding,
        bearing,
        depth,
        is_wrapper: false,
        count: 1,
        latest: at,
        short,
        decisive: String::new(),
        advice: None,
    })
}

/// `4 of 4 on :8 (PRIMARY)`: what a headline has room for.
fn in_numbers(set: &TaskSet) -> String {
    let name = short_name(set.task_definition.as_str());
    let revision = name.rfind(':').and_then(|at| name.get(at..)).unwrap_or(name);
    format!("{} of {} on {revision} ({})", set.running, set.desired, set.status)
}

/// `PRIMARY web:8 with 4 of 4 running (STEADY_STATE)`.
fn in_words(set: &TaskSet) -> String {
    let stability = if set.stability.is_empty() { String::new() } else { format!(" ({})", set.stability) };
    let name = short_name(set.task_definition.as_str());
    format!("{} {name} with {} of {} running{stability}", set.status, set.running, set.desired)
}
