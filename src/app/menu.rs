//! The levers: what can be done to the stack and its services, and why not where it cannot.

use crate::diagnosis::verdict::Diagnosis;
use crate::domain::Text;
use crate::domain::facts::Facts;
use crate::domain::lever::Lever as Pull;
use crate::domain::lever_table::why_not;
use crate::domain::operation::Operation;
use crate::domain::service::{Service, ServiceId};
use crate::domain::situation::Situation;
use crate::domain::skip::{Skippable, skippable};

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
    let why_not = why_not(Pull::ScaleToZero, &Situation { service: Some(service), ..Situation::default() });
    Lever {
        title: format!("scale {} to zero ({} → 0){}", service.id.name, service.desired, outage(service)),
        why_not,
        recommended: recommends(diagnosis, |o| o.lever() == Pull::ScaleToZero && o.service() == Some(&service.id)),
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
    let situation = Situation { stack: facts.stack.value(), ..Situation::default() };
    let why_not = why_not(Pull::ContinueRollback, &situation);
    Lever {
        kind: LeverKind::ContinueRollback,
        title: "continue the update rollback".to_owned(),
        why_not,
        recommended: recommends(diagnosis, |o| matches!(o, Operation::ContinueRollback(_))),
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
