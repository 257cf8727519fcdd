//! Tasks that are replaced again and again, told by counts and events alone: for those who may not read tasks, and
//! for failures ECS has already forgotten.

use super::quotes::{event, rollout};
use super::service_events::tasks_started;
use crate::diagnosis::candidate::{Bearing, Candidate};
use crate::diagnosis::remedies;
use crate::diagnosis::verdict::{Category, Confidence, Evidence, Finding};
use crate::diagnosis::view::{Role, ServiceView, View};
use crate::domain::Timestamp;
use crate::domain::service::ServiceEvent;
use crate::domain::shell::shell_word;

/// Starts or failures beyond need after which tasks are held to be replaced in a loop (our choice).
const LOOP: i32 = 3;

/// At most one finding, of the current deployment.
pub fn replaced(view: &View<'_>, service: &ServiceView<'_>, now: Timestamp) -> Option<Candidate> {
    let (episode, known) = (service.current()?, service.service?);
    let deployment = episode.deployment?;
    if !episode.is_open() || episode.role != Role::Current || episode.stable_since(None, now).is_some() {
        return None;
    }
    let starts: Vec<&ServiceEvent> =
        known.events.iter().filter(|e| episode.covers(e.at) && tasks_started(e.message.raw()).is_some()).collect();
    let started: usize = starts.iter().filter_map(|e| tasks_started(e.message.raw())).sum();
    let beyond = i32::try_from(started).unwrap_or(i32::MAX).saturating_sub(deployment.desired.max(0));
    let failed = deployment.failed;
    if failed < LOOP && (beyond < LOOP || deployment.running >= deployment.desired) {
        return None;
    }
    let told = if failed >= LOOP {
        format!("{failed} of its tasks failed")
    } else {
        format!("{started} tasks were started for {} wanted", deployment.desired)
    };
    let why_not = why_not(service);
    let complaint =
        known.events.iter().find(|e| episode.covers(e.at) && e.message.raw().contains("unable to consistently"));
    let mut evidence: Vec<Evidence> = complaint.into_iter().map(|e| event(e, service)).collect();
    evidence.extend(starts.iter().take(2).map(|e| event(e, service)));
    evidence.extend(rollout(episode, known.arn.clone()));
    let cluster = shell_word(&service.id.cluster);
    let short = format!("its tasks stop again and again; {why_not}");
    let finding = Finding {
        cause: "tasks_keep_stopping",
        category: Category::Other,
        confidence: Confidence::Low,
        summary: format!("{} cannot start: {short}", service.id.name),
        extent: format!("{told}, on {}", episode.revision()),
        service: Some(service.id.clone()),
        evidence,
        next_steps: vec![format!(
            "Read the stopped tasks of this deployment; their reasons, exit codes and last log lines name the \
                 cause: `aws ecs list-tasks --cluster {cluster} --service-name {} --desired-status STOPPED`, then \
                 `aws ecs describe-tasks --cluster {cluster} --tasks TASK_ARNS`",
            shell_word(&service.id.name)
        )],
        remedies: remedies::for_service(view, service),
        revision: None,
    };
    let count = usize::try_from(failed.max(beyond).max(0)).unwrap_or(0);
    let latest = starts.iter().map(|e| e.at).max();
    Some(Candidate {
        finding,
        bearing: Bearing::Blocks,
        depth: 2,
        is_wrapper: true,
        count,
        latest,
        short: format!("cannot start: {short}"),
        decisive: String::new(),
        advice: None,
    })
}

/// Why the reason is not known.
fn why_not(service: &ServiceView<'_>) -> String {
    match service.facts.tasks.fault() {
        Some(fault) => format!("why cannot be seen: {}", fault.what()),
        None => "ECS no longer lists the stopped ones".to_owned(),
    }
}
