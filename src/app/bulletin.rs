//! What is worth a line to somebody who reads along: how the stack and the verdict change, each new cause once.

use super::model::Model;
use crate::diagnosis::verdict::{Confidence, Diagnosis, Finding, Serving, Verdict};
use crate::domain::service::ServiceId;
use crate::domain::stack::StackStatus;
use std::collections::{BTreeMap, BTreeSet};

/// What has been said so far.
#[derive(Clone, Debug, Default)]
pub struct Bulletin {
    status: Option<StackStatus>,
    verdict: Option<Verdict>,
    /// Causes that were named, by cause and service, each with how sure it was.
    named: BTreeSet<(&'static str, String, Confidence)>,
    /// How much served when that was last said, by service.
    serving: BTreeMap<ServiceId, Serving>,
    /// What could not be seen.
    unseen: BTreeSet<String>,
}

impl Bulletin {
    /// Lines for what is new since the last time; mostly none.
    pub fn news(&mut self, model: &Model) -> Vec<String> {
        let mut lines = Vec::new();
        let Some(stack) = model.facts.stack.value() else { return lines };
        if self.status.as_ref() != Some(&stack.status) {
            let reason = stack.status_reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
            lines.push(format!("stack {} is {}{reason}", stack.name, stack.status));
            self.status = Some(stack.status.clone());
        }
        let said = &model.diagnosis;
        // Before everything has answered once, nothing is known: that is no news.
        if said.verdict != Verdict::Unknown && self.verdict != Some(said.verdict) {
            lines.push(format!("{}: {}", said.verdict.as_str(), said.headline));
            self.verdict = Some(said.verdict);
        }
        for finding in said.findings.iter().filter(|_| matters(said.verdict)) {
            if self.named.insert(key(finding)) {
                lines.push(cause_line(finding));
                if finding.confidence == Confidence::High {
                    lines.extend(
                        finding.next_steps.first().map(|step| format!("next: {}", model.session.place.completed(step))),
                    );
                }
            }
        }
        for impact in said.impact.iter().filter(|_| matters(said.verdict)) {
            if self.serving.insert(impact.service.clone(), impact.serving) != Some(impact.serving) {
                lines.push(format!("serves {}: {}", impact.service.name, impact.words));
            }
        }
        for gap in &said.not_checked {
            if self.unseen.insert(gap.what.clone()) {
                lines.push(format!("not seen: {}: {}", gap.what, gap.why));
            }
        }
        lines
    }
}

/// Findings about what goes as it should are no news.
fn matters(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Stuck | Verdict::Failed | Verdict::Waiting)
}

fn key(finding: &Finding) -> (&'static str, String, Confidence) {
    let service = finding.service.as_ref().map(ToString::to_string).unwrap_or_default();
    (finding.cause, service, finding.confidence)
}

/// `cause env_missing (app_crash, sure): …`.
pub fn cause_line(finding: &Finding) -> String {
    let (category, sure) = (finding.category.as_str(), finding.confidence.word());
    format!("cause {} ({category}, {sure}): {}", finding.cause, finding.sentence())
}

/// How watching ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The stack settled well and its rollouts are stable.
    Well,
    /// It did not, or cannot without somebody.
    Badly,
    /// It cannot be told: too little may be read.
    Untold,
}

/// Whether there is an end, given that every wanted feed has answered. With `fail_fast` the first sure cause is one.
pub fn outcome(model: &Model, fail_fast: bool) -> Option<Outcome> {
    let said = &model.diagnosis;
    let Some(stack) = model.facts.stack.value() else {
        // What waiting mends is waited for; a name that is none, or no permission, is not mended by it.
        let fault = model.facts.stack.fault()?;
        return (!fault.kind.is_passing()).then_some(Outcome::Untold);
    };
    if fail_fast && is_sure(said) {
        return Some(Outcome::Badly);
    }
    if stack.status.is_moving() {
        return None;
    }
    match said.verdict {
        Verdict::Healthy => Some(Outcome::Well),
        Verdict::Failed | Verdict::Stuck => Some(Outcome::Badly),
        // A change set nobody has executed waits for a person, and a job in CI is none.
        Verdict::Waiting if stack.status == StackStatus::ReviewInProgress => Some(Outcome::Badly),
        // The stack is done and a rollout goes on: it may yet become stable.
        Verdict::Waiting | Verdict::Progressing | Verdict::Slow => None,
        Verdict::Unknown => Some(Outcome::Untold),
    }
}

/// Whether the cause of something that cannot end well is sure.
fn is_sure(said: &Diagnosis) -> bool {
    matches!(said.verdict, Verdict::Stuck | Verdict::Failed)
        && said.findings.first().is_some_and(|finding| finding.confidence == Confidence::High)
}
