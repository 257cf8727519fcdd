//! Waiting as usual: a deployment that moves as it should.

use super::quotes::{rollout, stack_row};
use crate::diagnosis::candidate::{Bearing, Candidate};
use crate::diagnosis::verdict::{Category, Confidence, Finding};
use crate::diagnosis::view::{ServiceView, View};
use crate::diagnosis::words::seconds;
use crate::domain::Timestamp;
use crate::domain::clock::short_duration;
use crate::domain::deployment::RolloutState;
use crate::domain::service::Scheduling;

/// The wait for one service, if there is one.
pub fn wait(view: &View<'_>, service: &ServiceView<'_>, now: Timestamp) -> Option<Candidate> {
    let known = service.service?;
    let episode = service.current()?;
    let deployment = episode.deployment?;
    if !(episode.is_open() || view.is_moving() && service.holds_stack) {
        return None;
    }
    let from = if service.went_on().is_some() { " since its hook was answered" } else { " so far" };
    let elapsed = view.waited(service, now).map(|n| format!(", {}{from}", short_duration(n))).unwrap_or_default();
    let usual = service.usual().map(|n| format!(" (usually {})", seconds(n.typical))).unwrap_or_default();
    let each = if known.scheduling == Scheduling::Daemon { ", one on each instance" } else { "" };
    let running = match deployment.desired {
        0 => format!("wants no tasks (desired count 0) on {}", episode.revision()),
        n => format!("{} of {n} tasks running on {}{each}", deployment.running, episode.revision()),
    };
    let state = if deployment.rollout == RolloutState::Completed && deployment.running >= deployment.desired {
        "; the deployment is complete, the stack has yet to notice"
    } else {
        ""
    };
    let short = format!("{running}{elapsed}{usual}{state}");
    let finding = Finding {
        cause: "waiting_as_usual",
        category: Category::Benign,
        confidence: Confidence::High,
        summary: format!("{} {short}", service.id.name),
        extent: String::new(),
        service: Some(service.id.clone()),
        evidence: rollout(episode, known.arn.clone()).into_iter().chain(stack_row(view, service)).collect(),
        next_steps: vec!["Wait: it moves.".to_owned()],
        remedies: Vec::new(),
        revision: None,
    };
    Some(Candidate::new(finding, Bearing::Usual, 0, short))
}
