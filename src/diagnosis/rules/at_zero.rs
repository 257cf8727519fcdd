//! A service that wants no tasks: steady for ECS and the stack, and yet nothing serves.

use crate::diagnosis::candidate::{Bearing, Candidate};
use crate::diagnosis::verdict::{Category, Confidence, Evidence, EvidenceSource, Finding};
use crate::diagnosis::view::{ServiceView, View};
use crate::domain::Text;
use crate::domain::shell::shell_word;

/// Said of every service that wants no tasks: on purpose, or scaled down and not yet restored.
pub fn serves_nothing(view: &View<'_>, service: &ServiceView<'_>) -> Option<Candidate> {
    // On the way to being deleted every service is scaled to zero, by CloudFormation.
    let is_deleted = view.status().is_some_and(|status| status.as_str().starts_with("DELETE_"));
    let known = service.service.filter(|_| service.wants_none() && !is_deleted)?;
    let short = "wants no tasks (desired count 0), so nothing of it serves".to_owned();
    let step = format!(
        "If it was scaled to zero to get a deploy unstuck: mend the cause and {{deploy|deploy}}, and restore the \
         count: `aws ecs update-service --cluster {} --service {} --desired-count COUNT`",
        shell_word(&known.id.cluster),
        shell_word(&known.id.name)
    );
    let quote = Text::new(format!("desiredCount 0, runningCount {}", known.running));
    let finding = Finding {
        cause: "scaled_to_zero",
        category: Category::Benign,
        confidence: Confidence::High,
        summary: format!("{} {short}", service.id.name),
        extent: String::new(),
        service: Some(service.id.clone()),
        evidence: vec![Evidence { source: EvidenceSource::Deployment, at: None, quote, about: known.arn.clone() }],
        next_steps: vec![step],
        remedies: Vec::new(),
        revision: None,
    };
    Some(Candidate::new(finding, Bearing::Context, 1, short))
}
