//! A service that wants no tasks: steady for ECS and the stack, and yet nothing serves.

use crate::diagnosis::candidate::{Bearing, Candidate};
use crate::diagnosis::verdict::{Category, Confidence, Evidence, EvidenceSource, Finding};
use crate::diagnosis::view::{ServiceView, View};
use crate::diagnosis::words::minute_or_day;
use crate::domain::shell::shell_word;
use crate::domain::{Text, Timestamp};

/// Said of every service that wants no tasks: on purpose, or scaled down and not yet restored. Where the journal has
/// it that this program did so, somebody has to give the count back: that is waited for, once the stack stands still.
pub fn serves_nothing(view: &View<'_>, service: &ServiceView<'_>, now: Timestamp) -> Option<Candidate> {
    // On the way to being deleted every service is scaled to zero, by CloudFormation.
    let is_deleted = view.status().is_some_and(|status| status.as_str().starts_with("DELETE_"));
    let known = service.service.filter(|_| service.wants_none() && !is_deleted)?;
    let here = view.facts.emptied.get(service.id);
    let (cluster, name) = (shell_word(&known.id.cluster), shell_word(&known.id.name));
    let command =
        |count: &str| format!("`aws ecs update-service --cluster {cluster} --service {name} --desired-count {count}`");
    let (cause, category, short, step) = match here {
        Some(here) => (
            "scaled_to_zero_here",
            Category::DeploymentConfig,
            format!(
                "is still scaled to zero by this program, since {} UTC (it had {}): nothing of it serves",
                minute_or_day(here.at, now),
                here.from
            ),
            format!("Mend the cause and {{deploy|deploy}}, and restore the count: {}", command(&here.from.to_string())),
        ),
        None => (
            "scaled_to_zero",
            Category::Benign,
            "wants no tasks (desired count 0), so nothing of it serves".to_owned(),
            format!(
                "If it was scaled to zero to get a deploy unstuck: mend the cause and {{deploy|deploy}}, and restore the \
                 count: {}",
                command("COUNT")
            ),
        ),
    };
    let quote = Text::new(format!("desiredCount 0, runningCount {}", known.running));
    let finding = Finding {
        cause,
        category,
        confidence: Confidence::High,
        summary: format!("{} {short}", service.id.name),
        extent: String::new(),
        service: Some(service.id.clone()),
        evidence: vec![Evidence { source: EvidenceSource::Deployment, at: None, quote, about: known.arn.clone() }],
        next_steps: vec![step],
        remedies: Vec::new(),
        revision: None,
    };
    let waits = here.is_some() && !view.is_moving();
    let bearing = if waits { Bearing::Waits } else { Bearing::Context };
    Some(Candidate::new(finding, bearing, 1, short))
}
