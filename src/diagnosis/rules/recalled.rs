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
    let Revisions { new, back, returns } = revisions(service);
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
            // Before ECS turns round the newest deployment is the one given up; its tasks are none of those.
            let known = service.service.filter(|_| is_open).zip(returns);
            let counts = known.map_or(String::new(), |(known, arn)| {
                let rows = known.deployments.iter().filter(|row| row.task_definition == *arn);
                let running = rows.fold(0, |sum: i32, row| sum.saturating_add(row.running));
                format!(": {running} of {} tasks of {back} run", known.desired)
            });
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
    // Who it was needs no asking where it was done from here: the advice for where that is not known has no place.
    let advice = recalled.here.map(|_| String::new());
    // It has its reason: deeper than what only says that it was given up.
    Some(Candidate { latest: at, advice, ..Candidate::new(finding, bearing, 7, short) })
}

/// The revision that was given up and the one it goes back to, in words where one is not known.
struct Revisions<'a> {
    new: String,
    back: String,
    /// ARN of the latter.
    returns: Option<&'a Text>,
}

fn revisions<'a>(service: &ServiceView<'a>) -> Revisions<'a> {
    let undone =
        service.episodes.iter().find(|episode| episode.role == Role::Undone && episode.task_definition.is_some());
    let current = service.current();
    let given_up = undone.or(current).filter(|_| current.is_some());
    let returns = match (undone, current) {
        (Some(_), Some(current)) => current.task_definition,
        (None, Some(current)) => service.good_revision(current),
        _ => None,
    };
    Revisions {
        new: given_up.map_or("the new revision", |episode| episode.revision()).to_owned(),
        back: returns.map_or("the revision before", |arn| short_name(arn.as_str())).to_owned(),
        returns,
    }
}
