//! What is worth a line to somebody who reads along: how the stack and the verdict change, each new cause once.

use super::model::Model;
use crate::diagnosis::verdict::{Category, Confidence, Diagnosis, Finding, Serving, Verdict};
use crate::domain::Timestamp;
use crate::domain::clock::seconds_between;
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
    /// Services that wanted tasks while they were watched.
    wanted: BTreeSet<ServiceId>,
    /// Those of them that were scaled to zero.
    emptied: BTreeSet<ServiceId>,
    /// When the first look was.
    began: Option<Timestamp>,
}

/// Seconds without an answer about the stack after which nothing can be told (our choice: ten failed polls and more).
const PATIENCE: u64 = 120;

impl Bulletin {
    /// Lines for what is new since the last time; mostly none.
    pub fn news(&mut self, model: &Model) -> Vec<String> {
        let mut lines = Vec::new();
        self.began.get_or_insert(model.now);
        let Some(stack) = model.facts.stack.value() else { return lines };
        for service in model.facts.services.values().filter_map(|known| known.service.value()) {
            if service.desired > 0 {
                self.wanted.insert(service.id.clone());
            } else if self.wanted.contains(&service.id) && self.emptied.insert(service.id.clone()) {
                lines.push(format!("{} was scaled to zero: nothing of it serves", service.id.name));
            }
        }
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

    /// Whether there is an end, given that every wanted feed has answered. With `fail_fast` the first sure cause is
    /// one, and so is a wait for somebody's answer.
    pub fn outcome(&self, model: &Model, fail_fast: bool) -> Option<Outcome> {
        let said = &model.diagnosis;
        let known = &model.facts.stack;
        if let Some(fault) = known.fault() {
            // What waiting mends is waited for, and not for ever; a name that is none is not mended by it.
            let unheard = known.learned_at().or(self.began).map_or(0, |at| seconds_between(at, model.now));
            if unheard >= PATIENCE || (known.value().is_none() && !fault.kind.is_passing()) {
                return Some(Outcome::Untold);
            }
        }
        let stack = known.value()?;
        if fail_fast && is_sure(said) {
            return Some(Outcome::Badly);
        }
        if fail_fast && waits_for_somebody(said).is_some() {
            return Some(Outcome::Asks);
        }
        if stack.status.is_moving() {
            return None;
        }
        match said.verdict {
            // It was got unstuck by taking it down: that is no deploy that went well.
            Verdict::Healthy if self.is_emptied(model) => Some(Outcome::Badly),
            Verdict::Healthy => Some(Outcome::Well),
            Verdict::Failed | Verdict::Stuck => Some(Outcome::Badly),
            // A change set nobody has executed waits for a person, and a job in CI is none.
            Verdict::Waiting if said.findings.iter().any(Finding::owes_a_count) => Some(Outcome::Badly),
            Verdict::Waiting if stack.status == StackStatus::ReviewInProgress => Some(Outcome::Asks),
            // The stack is done and a rollout goes on: it may yet become stable.
            Verdict::Waiting | Verdict::Progressing | Verdict::Slow => None,
            Verdict::Unknown => Some(Outcome::Untold),
        }
    }

    fn is_emptied(&self, model: &Model) -> bool {
        let services = model.facts.services.values().filter_map(|known| known.service.value());
        services.into_iter().any(|service| service.desired == 0 && self.wanted.contains(&service.id))
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

/// `cause env_missing (app_crash, sure): …`; of what goes as it should, `on purpose`.
pub fn cause_line(finding: &Finding) -> String {
    if finding.category == Category::Benign {
        return format!("on purpose ({}): {}", finding.cause, finding.sentence());
    }
    let (category, sure) = (finding.category.as_str(), finding.confidence.word());
    format!("cause {} ({category}, {sure}): {}", finding.cause, finding.sentence())
}

/// How watching ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The stack settled well and its rollouts are stable.
    Well,
    /// It did not, or cannot without a change.
    Badly,
    /// Nothing is wrong; it goes on when a person answers.
    Asks,
    /// It cannot be told: too little may be read.
    Untold,
}

/// What it waits for where it goes on only when somebody answers: a pause hook.
pub fn waits_for_somebody(said: &Diagnosis) -> Option<&Finding> {
    said.findings.iter().find(|finding| said.verdict == Verdict::Waiting && finding.cause == "waiting_for_hook")
}

/// Whether the cause of something that cannot end well is sure.
fn is_sure(said: &Diagnosis) -> bool {
    matches!(said.verdict, Verdict::Stuck | Verdict::Failed) && said.sure().is_some()
}
