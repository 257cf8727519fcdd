//! A deployment that goes back since somebody wanted it: no obstacle, and nothing anybody has to do.

use super::undone;
use crate::diagnosis::candidate::{Bearing, Candidate};
use crate::diagnosis::verdict::{Category, Confidence, Evidence, EvidenceSource, Finding};
use crate::diagnosis::view::{Recalled, Role, ServiceView, View};
use crate::diagnosis::words::{minute_or_day, short_quote};
use crate::domain::task_definition::short_name;
use crate::domain::{Text, Timestamp};

/// At most one finding.
pub fn on_its_way(view: &View<'_>, service: &ServiceView<'_>, now: Timestamp) -> Option<Candidate> {
    let recalled = Recalled::of(view, service)?;
    let deployment = recalled.deployment;
    let is_under_way = recalled.is_under_way(view, now);
    let (new, back) = revisions(service);
    let name = &service.id.name;
    let words = deployment.status_reason.as_ref().filter(|words| !words.is_empty());
    let by = match recalled.here {
        Some(told) => {
            let hook = deployment.detail.as_ref().and_then(|detail| detail.hooks.first());
            let hook = hook.map_or("its pause hook".to_owned(), |hook| format!("hook {}", hook.id));
            let what = if told.at_hook { format!("{hook} was answered with ROLLBACK") } else { "stopped".to_owned() };
            format!("{what} from here at {} UTC", minute_or_day(told.at, now))
        }
        None => words.map_or("somebody stopped it".to_owned(), short_quote),
    };
    let short = match (is_under_way, deployment.is_open()) {
        (true, true) => format!("goes back to {back}, as it was told to: {by}"),
        (true, false) => format!("has gone back to {back}, as it was told to: {by}"),
        _ => format!("was told to go back to {back}: {by}"),
    };
    let after = format!("mend what spoke against {new} and {{deploy|deploy again}}");
    let stack = view.name();
    let step = match (is_under_way, deployment.is_open()) {
        (true, is_open) => {
            let counts = service.current().and_then(|episode| episode.deployment).filter(|_| is_open);
            let counts =
                counts.map_or(String::new(), |row| format!(": {} of {} tasks of {back} run", row.running, row.desired));
            format!(
                "Nothing to do now{counts}. What {stack} does then is not documented: expect it to fail and to roll back \
                 by itself. Once it has, mend what spoke against {new} and deploy again."
            )
        }
        _ => format!("{}.", after.replacen('m', "M", 1)),
    };
    let quote = words.cloned().unwrap_or_else(|| Text::new(deployment.status.as_str()));
    let at = deployment.finished_at.or(recalled.here.map(|told| told.at)).or(deployment.started_at);
    let finding = Finding {
        cause: "deployment_stopped_by_user",
        category: Category::Rollback,
        confidence: Confidence::High,
        summary: format!("{name} {short}"),
        extent: String::new(),
        service: Some(service.id.clone()),
        evidence: vec![Evidence { source: EvidenceSource::Deployment, at, quote, about: deployment.arn.clone() }],
        next_steps: vec![step],
        remedies: Vec::new(),
        revision: None,
    };
    let bearing = if is_under_way { Bearing::Waits } else { undone::bearing(view, service, now) };
    // It has its reason: deeper than what only says that it was given up.
    Some(Candidate { latest: at, ..Candidate::new(finding, bearing, 7, short) })
}

/// The revision that was given up and the one it goes back to, in words where one is not known.
fn revisions(service: &ServiceView<'_>) -> (String, String) {
    let undone =
        service.episodes.iter().find(|episode| episode.role == Role::Undone && episode.task_definition.is_some());
    let current = service.current();
    match (undone, current) {
        (Some(undone), Some(current)) => (undone.revision().to_owned(), current.revision().to_owned()),
        (None, Some(current)) => {
            let good = service.good_revision(current).map(|arn| short_name(arn.as_str()).to_owned());
            match good {
                Some(good) => (current.revision().to_owned(), good),
                None => ("the new revision".to_owned(), "the revision before".to_owned()),
            }
        }
        _ => ("the new revision".to_owned(), "the revision before".to_owned()),
    }
}
