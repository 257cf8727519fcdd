//! What was done to the stack and its services from here in the change that runs or ran last, as the journal has it.

use super::old_count::{ONE_STORY, has_happened};
use crate::domain::Text;
use crate::domain::clock::{Timestamp, seconds_between};
use crate::domain::drift::DriftStage;
use crate::domain::facts::Facts;
use crate::domain::left_out::LeftOut;
use crate::domain::lever::Lever;
use crate::domain::service::ServiceId;
use crate::domain::taken::Taken;
use crate::domain::told_back::ToldBack;
use jiff::SignedDuration;
use std::collections::BTreeMap;

/// So long before the change it begins a write may stand in the journal: AWS has other clocks (our choice).
const LEAD: SignedDuration = SignedDuration::from_secs(60);

/// Whether a lever begins a change of its own.
fn begins(lever: Lever) -> bool {
    matches!(lever, Lever::DeleteKeeping | Lever::ForceDelete | Lever::RollbackStack)
}

/// The journal beside what is known of the stack.
#[derive(Clone, Copy, Debug)]
pub struct Undertaken<'a> {
    /// Writes, oldest first.
    pub taken: &'a [Taken],
    pub facts: &'a Facts,
    /// When the change began, where that is known.
    pub began: Option<Timestamp>,
    pub now: Timestamp,
}

impl<'a> Undertaken<'a> {
    /// Whether something was done in this change of the stack; where it is not known when that began, within a day.
    pub fn in_this_change(&self, at: Timestamp) -> bool {
        match self.began {
            Some(began) => at >= began,
            None => seconds_between(at, self.now) <= ONE_STORY,
        }
    }

    /// Writes to the stack and its services in this change that may have happened, oldest first.
    pub fn writes(&self) -> Vec<&'a Taken> {
        let stack = self.facts.stack.value().map(|stack| format!("stack {}", stack.id));
        let services: Vec<String> = self.facts.services.keys().map(|id| format!("service {id}")).collect();
        // Custom resources, of nested stacks too.
        let inside: Vec<String> = self.facts.nest.keys().map(|id| format!(" of {id}")).collect();
        let is_here = |write: &&Taken| {
            let aim = write.aim.raw();
            let is_answer = matches!(write.lever, Some(Lever::AnswerSuccess | Lever::AnswerFailed));
            stack.as_deref() == Some(aim)
                || services.iter().any(|service| service == aim)
                || is_answer && inside.iter().any(|of| aim.ends_with(of.as_str()))
        };
        let is_of_it = |write: &&Taken| {
            // What begins a change is written down right before it begins.
            let lead = if write.lever.is_some_and(begins) { LEAD } else { SignedDuration::ZERO };
            write.at.checked_add(lead).is_ok_and(|at| self.in_this_change(at)) && has_happened(write)
        };
        let of_change = self.taken.iter().filter(is_of_it);
        of_change.filter(is_here).collect()
    }

    /// When a lever was pulled last in this change.
    pub fn last(&self, lever: Lever) -> Option<Timestamp> {
        self.writes().into_iter().rev().find(|write| write.lever == Some(lever)).map(|write| write.at)
    }

    /// The write that has continued its rollback last, by force or not.
    pub fn continued(&self) -> Option<&'a Taken> {
        let is_it = |lever| matches!(lever, Some(Lever::ContinueRollback | Lever::ForceRollback));
        self.writes().into_iter().rev().find(|write| is_it(write.lever))
    }

    /// What was left out of a rollback continued from here, and when. Nothing where none was left out.
    pub fn skipped(&self) -> Option<LeftOut> {
        self.writes().into_iter().rev().find_map(|write| {
            let names = match write.lever {
                Some(Lever::ForceRollback) => Some(Vec::new()),
                Some(Lever::ContinueRollback) => {
                    Some(write.listed("--resources-to-skip")).filter(|names| !names.is_empty())
                }
                _ => None,
            }?;
            Some(LeftOut { at: write.at, names })
        })
    }

    /// The comparison with the template begun from here last, in this run or an earlier one.
    fn comparison(&self) -> Option<&'a Taken> {
        self.writes().into_iter().rev().find(|write| write.lever == Some(Lever::CheckDrift))
    }

    /// Whether it was told to the end what a comparison has found.
    fn is_told(&self, detection: &Text) -> bool {
        let found = self.facts.drift.value().filter(|found| found.detection == *detection);
        found.is_some_and(|found| found.stage != DriftStage::Running)
    }

    /// Id of the comparison that is still to tell what it finds. None where AWS says that it cannot be read: it keeps
    /// a detection for a time it does not name.
    pub fn comparing(&self) -> Option<&'a Text> {
        let write = self.comparison()?;
        let detection = write.began.as_ref()?;
        let drift = &self.facts.drift;
        let is_lost = drift.fault().is_some_and(|fault| !fault.kind.is_passing())
            && drift.failed_at().is_some_and(|at| at > write.at);
        Some(detection).filter(|id| !is_lost && !self.is_told(id))
    }

    /// Whether the stack was compared with its template since then, to the end. Where no answer came no id is known:
    /// then the stack tells that it was compared later than it was asked for.
    pub fn is_compared(&self, since: Timestamp) -> bool {
        let checked_at = self.facts.stack.value().and_then(|stack| stack.drift_checked_at);
        let is_over = |write: &Taken| match &write.began {
            Some(detection) => self.is_told(detection),
            None => checked_at.is_some_and(|checked| checked > write.at),
        };
        self.comparison().is_some_and(|write| write.at >= since && is_over(write))
    }

    /// What was left out and not compared since: comparing is owed.
    pub fn left_out(&self) -> Option<LeftOut> {
        self.skipped().filter(|left| !self.is_compared(left.at))
    }

    /// Services whose deployment was told to go back, the last time of each.
    pub fn told_back(&self) -> BTreeMap<ServiceId, ToldBack> {
        let last = |id: &ServiceId| {
            let aim = format!("service {id}");
            let mut told = self.writes().into_iter().rev().filter(|write| write.aim.raw() == aim);
            told.find_map(|write| {
                let at_hook = match write.lever? {
                    Lever::RollBackAtHook => true,
                    Lever::StopDeployment => false,
                    _ => return None,
                };
                Some((id.clone(), ToldBack { at: write.at, at_hook }))
            })
        };
        self.facts.services.keys().filter_map(last).collect()
    }
}
