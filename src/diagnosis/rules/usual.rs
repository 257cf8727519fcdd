//! Waiting as usual: a deployment that moves as it should.

use super::churn::rollout;
use crate::diagnosis::candidate::{Bearing, Candidate};
use crate::diagnosis::verdict::{Category, Confidence, Evidence, EvidenceSource, Finding};
use crate::diagnosis::view::{ServiceView, View};
use crate::diagnosis::words::seconds;
use crate::domain::clock::short_duration;
use crate::domain::deployment::RolloutState;
use crate::domain::{Text, Timestamp};

/// The wait for one service, if there is one.
pub fn wait(view: &View<'_>, service: &ServiceView<'_>, now: Timestamp) -> Option<Candidate> {
    let known = service.service?;
    let episode = service.current()?;
    let deployment = episode.deployment?;
    if !episode.is_open() && !(view.is_moving() && service.holds_stack) {
        return None;
    }
    let elapsed = service.elapsed(now).map(|n| format!(", {} so far", short_duration(n))).unwrap_or_default();
    let usual = service.usual().map(|n| format!(" (usually {} at most)", seconds(n))).unwrap_or_default();
    let running = format!("{} of {} tasks running on {}", deployment.running, deployment.desired, episode.revision());
    let state = if deployment.rollout == RolloutState::Completed && deployment.running >= deployment.desired {
        "; the deployment is complete, the stack has yet to notice"
    } else {
        ""
    };
    let short = format!("{running}{elapsed}{usual}{state}");
    let row = service.row.filter(|at| at.resource.status.is_in_progress()).map(|at| {
        let words = at.resource.status.as_str().to_owned();
        Evidence {
            source: EvidenceSource::StackEvent,
            at: at.resource.updated_at,
            quote: Text::new(words),
            about: at.name(view.stack.map(|s| &s.id)),
        }
    });
    let finding = Finding {
        cause: "waiting_as_usual",
        category: Category::Benign,
        confidence: Confidence::High,
        summary: format!("{} {short}", service.id.name),
        service: Some(service.id.clone()),
        evidence: rollout(episode, known.arn.clone()).into_iter().chain(row).collect(),
        next_steps: vec!["Wait: it moves.".to_owned()],
        remedies: Vec::new(),
    };
    Some(Candidate { finding, bearing: Bearing::Usual, depth: 0, is_wrapper: false, count: 1, latest: None, short })
}
