//! Tasks that run and that the load balancer does not find healthy, before ECS says anything about it.

use crate::diagnosis::candidate::{Bearing, Candidate};
use crate::diagnosis::remedies;
use crate::diagnosis::verdict::{Category, Confidence, Finding};
use crate::diagnosis::view::{ServiceView, View};
use crate::domain::target::{TargetHealth, group_name};

/// The targets that fail among the running tasks of the open deployment. Within the grace period ECS says nothing
/// of them; its quotes are added where every health check's are.
pub fn unhealthy(view: &View<'_>, service: &ServiceView<'_>, bearing: Bearing) -> Option<Candidate> {
    let facts = view.facts;
    let episode = service.current().filter(|episode| episode.is_open())?;
    let running = || episode.tasks.iter().filter(|task| !task.is_stopped() && task.started_at.is_some());
    let is_one = |target: &&TargetHealth| running().any(|task| task.address.as_ref() == Some(&target.target));
    let mut groups = service.service?.target_groups.iter();
    let (group, failing) = groups.find_map(|group| {
        let targets = facts.targets.get(group)?.value()?;
        let failing: Vec<&TargetHealth> = targets.iter().filter(|t| t.is_unhealthy()).filter(is_one).collect();
        (!failing.is_empty()).then_some((group, failing))
    })?;
    let first = failing.first()?;
    let cause = match first.reason.as_ref().map(|reason| reason.raw()) {
        Some("Target.ResponseCodeMismatch") => "elb_health_check_codes",
        Some("Target.Timeout") => "elb_health_check_timeout",
        _ => "elb_health_check_failed",
    };
    let n = failing.len();
    let tasks = if n == 1 { "1 running task".to_owned() } else { format!("{n} running tasks") };
    let short = format!("does not become healthy: {tasks} of {} {}", group_name(group.as_str()), first.words());
    let finding = Finding {
        cause,
        category: Category::HealthCheck,
        confidence: Confidence::Medium,
        summary: format!("{} {short}", service.id.name),
        extent: String::new(),
        service: Some(service.id.clone()),
        evidence: Vec::new(),
        next_steps: Vec::new(),
        remedies: remedies::for_service(view, service),
        revision: None,
    };
    Some(Candidate {
        finding,
        bearing,
        depth: 3,
        is_wrapper: false,
        count: n,
        latest: facts.targets.get(group)?.learned_at(),
        short,
        decisive: String::new(),
        advice: None,
    })
}
