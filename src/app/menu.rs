//! The levers: what can be done to the stack and its services, and why not where it cannot.

use crate::diagnosis::verdict::Diagnosis;
use crate::domain::Text;
use crate::domain::facts::Facts;
use crate::domain::operation::Operation;
use crate::domain::service::{Controller, Scheduling, Service, ServiceId};
use crate::domain::skip::{Skippable, skippable};
use crate::domain::stack::StackStatus;

/// One row of the menu.
#[derive(Clone, Debug, PartialEq)]
pub struct Lever {
    pub kind: LeverKind,
    pub title: String,
    /// Why it cannot be pulled now; none where it is legal.
    pub why_not: Option<String>,
    /// Its place among the ways out the diagnosis names; none where it names it not.
    pub recommended: Option<usize>,
}

/// What a lever does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeverKind {
    ScaleToZero(ServiceId),
    ContinueRollback,
}

/// Every lever: legal ones first, those the diagnosis names before the others and in its own order, so that the
/// cursor opens on the first way out.
pub fn levers(facts: &Facts, diagnosis: &Diagnosis) -> Vec<Lever> {
    let mut levers: Vec<Lever> = facts
        .services
        .values()
        .filter_map(|s| s.service.value())
        .map(|service| scale_to_zero(service, diagnosis))
        .collect();
    levers.push(continue_rollback(facts, diagnosis));
    levers.sort_by_key(|lever| (lever.why_not.is_some(), lever.recommended.is_none(), lever.recommended));
    levers
}

fn recommends(diagnosis: &Diagnosis, is_it: impl Fn(&Operation) -> bool) -> Option<usize> {
    diagnosis.ways_out().iter().position(|remedy| is_it(&remedy.operation))
}

fn scale_to_zero(service: &Service, diagnosis: &Diagnosis) -> Lever {
    let why_not = if service.scheduling == Scheduling::Daemon {
        Some("a DAEMON service has no desired count".to_owned())
    } else if service.controller == Controller::External {
        Some("its task sets are run by an EXTERNAL controller".to_owned())
    } else if service.status.raw() != "ACTIVE" {
        Some(format!("the service is {}", service.status))
    } else if service.desired == 0 {
        Some("its desired count is 0 already".to_owned())
    } else {
        None
    };
    Lever {
        title: format!("scale {} to zero ({} → 0){}", service.id.name, service.desired, outage(service)),
        why_not,
        recommended: recommends(
            diagnosis,
            |o| matches!(o, Operation::ScaleToZero { service: id, .. } if *id == service.id),
        ),
        kind: LeverKind::ScaleToZero(service.id.clone()),
    }
}

/// What scaling to zero ends that works now.
fn outage(service: &Service) -> String {
    match service.deployments.iter().map(|d| d.running).sum::<i32>() {
        0 => String::new(),
        n => format!(": stops {n} running tasks, the service is down"),
    }
}

fn continue_rollback(facts: &Facts, diagnosis: &Diagnosis) -> Lever {
    let why_not = match facts.stack.value() {
        None => Some("the stack is not known yet".to_owned()),
        Some(stack) if stack.status != StackStatus::UpdateRollbackFailed => {
            Some(format!("only in UPDATE_ROLLBACK_FAILED; the stack is {}", stack.status))
        }
        Some(stack) if stack.parent.is_some() => {
            let root = stack.root.as_ref().map_or(String::new(), |root| format!(": open {root}"));
            Some(format!("only on the root stack; this one is nested{root}"))
        }
        Some(_) => None,
    };
    Lever {
        kind: LeverKind::ContinueRollback,
        title: "continue the update rollback".to_owned(),
        why_not,
        recommended: recommends(diagnosis, |o| matches!(o, Operation::ContinueRollback { .. })),
    }
}

/// Choosing the resources a rollback leaves out.
#[derive(Clone, Debug, PartialEq)]
pub struct SkipChoice {
    pub resources: Vec<(Skippable, bool)>,
    pub cursor: usize,
}

impl SkipChoice {
    /// Nothing is chosen beforehand: a rollback may go on without skipping once its cause is mended, and what
    /// is skipped differs from its template afterwards.
    pub fn new(facts: &Facts) -> Self {
        Self { resources: skippable(facts).into_iter().map(|resource| (resource, false)).collect(), cursor: 0 }
    }

    /// Moves the cursor, staying inside.
    pub fn go(&mut self, down: bool) {
        let last = self.resources.len().saturating_sub(1);
        self.cursor = if down { (self.cursor + 1).min(last) } else { self.cursor.saturating_sub(1) };
    }

    /// Takes the row under the cursor in or out.
    pub fn toggle(&mut self) {
        if let Some((_, chosen)) = self.resources.get_mut(self.cursor) {
            *chosen = !*chosen;
        }
    }

    /// The names chosen.
    pub fn chosen(&self) -> Vec<Text> {
        self.resources.iter().filter(|(_, chosen)| *chosen).map(|(resource, _)| resource.name.clone()).collect()
    }
}
