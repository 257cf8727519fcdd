//! What was done to the stack and its services from here in the change that runs or ran last, as the journal has it.

use super::old_count::{ONE_STORY, has_happened};
use crate::domain::clock::{Timestamp, seconds_between};
use crate::domain::facts::Facts;
use crate::domain::left_out::LeftOut;
use crate::domain::lever::Lever;
use crate::domain::service::ServiceId;
use crate::domain::taken::Taken;
use crate::domain::told_back::ToldBack;
use std::collections::BTreeMap;

/// The journal beside what is known of the stack.
#[derive(Clone, Copy, Debug)]
pub struct Undertaken<'a> {
    /// Writes, oldest first.
    pub taken: &'a [Taken],
    pub facts: &'a Facts,
    /// When the change began, where that is known.
    pub began: Option<Timestamp>,
    pub now: Timestamp,
    /// The stack is being compared with its template: what differs is not told yet, or could not be.
    pub is_comparing: bool,
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
        let is_here = |write: &&Taken| {
            let aim = write.aim.raw();
            stack.as_deref() == Some(aim) || services.iter().any(|service| service == aim)
        };
        let of_change = self.taken.iter().filter(|write| self.in_this_change(write.at) && has_happened(write));
        of_change.filter(is_here).collect()
    }

    /// When a lever was pulled last in this change.
    pub fn last(&self, lever: Lever) -> Option<Timestamp> {
        self.writes().into_iter().rev().find(|write| write.lever == Some(lever)).map(|write| write.at)
    }

    /// What was left out of a rollback continued from here, and when. Nothing where none was left out.
    pub fn skipped(&self) -> Option<LeftOut> {
        self.writes().into_iter().rev().find_map(|write| {
            let names = match write.lever {
                Some(Lever::ForceRollback) => Some(Vec::new()),
                Some(Lever::ContinueRollback) => Some(named(write.command.as_str())).filter(|names| !names.is_empty()),
                _ => None,
            }?;
            Some(LeftOut { at: write.at, names })
        })
    }

    /// Whether the stack was compared with its template since then, to the end.
    pub fn is_compared(&self, since: Timestamp) -> bool {
        !self.is_comparing
            && self.facts.drift.fault().is_none()
            && self.last(Lever::CheckDrift).is_some_and(|at| at >= since)
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

/// The words after `--resources-to-skip`.
fn named(command: &str) -> Vec<String> {
    let Some((_, rest)) = command.split_once(" --resources-to-skip ") else { return Vec::new() };
    let words = rest.split(' ').take_while(|word| !word.starts_with("--"));
    words.map(|word| word.trim_matches('\'').to_owned()).filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_were_skipped_are_read_from_the_command() {
        for (command, names) in [
            ("aws cloudformation continue-update-rollback --stack-name shop", &[][..]),
            (
                "aws x --stack-name shop --resources-to-skip Db 'shop-Api-1.Web' --region eu-west-1",
                &["Db", "shop-Api-1.Web"],
            ),
        ] {
            assert_eq!(named(command), names, "{command}");
        }
    }
}
