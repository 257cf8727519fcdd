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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::drift::{Drift, DriftStage};
    use crate::domain::stack::{Stack, StackStatus};

    const STACK: &str = "arn:aws:cloudformation:eu-west-1:1:stack/shop/0a";
    const NESTED: &str = "arn:aws:cloudformation:eu-west-1:1:stack/shop-Orders-9Z/0b";
    const BEGAN: i64 = 1_000;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("valid")
    }

    fn facts(checked: Option<i64>) -> Facts {
        let text = Text::new;
        let mut facts = Facts::default();
        let stack = Stack {
            id: text(STACK),
            name: text("shop"),
            status: StackStatus::UpdateRollbackComplete,
            status_reason: None,
            created_at: None,
            updated_at: None,
            deleted_at: None,
            parent: None,
            root: None,
            role: None,
            rollback_disabled: false,
            drift_checked_at: checked.map(at),
        };
        facts.stack.learn(at(2_000), stack);
        facts.services.entry(ServiceId { cluster: text("prod"), name: text("orders") }).or_default();
        [STACK, NESTED].map(|id| facts.nest.entry(text(id)).or_default().clone());
        facts
    }

    fn write((second, lever, aim, result): (i64, Lever, &str, &str)) -> Taken {
        let text = Text::new;
        Taken {
            at: at(second),
            lever: Some(lever),
            action: text(""),
            target: text(""),
            about: text("shop"),
            aim: text(aim),
            before: None,
            account: None,
            region: text("eu-west-1"),
            profile: None,
            command: text("aws x --resources-to-skip Db"),
            result: Some(text(result)),
            began: None,
        }
    }

    fn undertaken<'a>(taken: &'a [Taken], facts: &'a Facts, began: Option<i64>) -> Undertaken<'a> {
        Undertaken { taken, facts, began: began.map(at), now: at(200_000) }
    }

    #[test]
    fn only_what_may_have_happened_to_this_stack_in_this_change_counts() {
        use Lever::{AnswerFailed, CancelUpdate, DeleteKeeping, RollbackStack, StopDeployment, StopTask};
        let (stack, nested) = (&format!("stack {STACK}"), &format!("stack {NESTED}"));
        let (of_it, of_nested) = (&format!("resource M of {STACK}"), &format!("resource M of {NESTED}"));
        for (one, began, counts) in [
            ((1_000, CancelUpdate, stack.as_str(), "accepted: request r"), Some(BEGAN), true),
            ((1_500, CancelUpdate, stack, "unknown: no answer"), Some(BEGAN), true),
            ((1_500, CancelUpdate, stack, "rejected: no"), Some(BEGAN), false),
            ((1_500, CancelUpdate, stack, "refused: read-only"), Some(BEGAN), false),
            ((1_500, CancelUpdate, stack, "moved: it is gone"), Some(BEGAN), false),
            // Of the change before.
            ((999, CancelUpdate, stack, "accepted"), Some(BEGAN), false),
            // What begins a change stands in the journal right before it, and not long before.
            ((990, DeleteKeeping, stack, "accepted"), Some(BEGAN), true),
            ((990, RollbackStack, stack, "accepted"), Some(BEGAN), true),
            ((900, DeleteKeeping, stack, "accepted"), Some(BEGAN), false),
            // Where nobody knows when it began, within a day.
            ((200_000 - 80_000, CancelUpdate, stack, "accepted"), None, true),
            ((200_000 - 90_000, CancelUpdate, stack, "accepted"), None, false),
            // Of other things.
            ((1_500, CancelUpdate, nested, "accepted"), Some(BEGAN), false),
            (
                (1_500, CancelUpdate, "stack arn:aws:cloudformation:eu-west-1:1:stack/shop/0c", "accepted"),
                Some(BEGAN),
                false,
            ),
            ((1_500, StopDeployment, "service prod/orders", "accepted"), Some(BEGAN), true),
            ((1_500, StopDeployment, "service test/orders", "accepted"), Some(BEGAN), false),
            ((1_500, StopTask, "task 9f", "accepted"), Some(BEGAN), false),
            ((1_500, AnswerFailed, of_it, "accepted"), Some(BEGAN), true),
            ((1_500, AnswerFailed, of_nested, "accepted"), Some(BEGAN), true),
            (
                (1_500, AnswerFailed, "resource M of arn:aws:cloudformation:eu-west-1:1:stack/b/0d", "accepted"),
                Some(BEGAN),
                false,
            ),
        ] {
            let (taken, facts) = ([write(one)], facts(None));
            assert_eq!(undertaken(&taken, &facts, began).writes().len(), usize::from(counts), "{one:?}");
        }
    }

    #[test]
    fn a_comparison_counts_once_it_is_told_and_only_for_what_was_left_out_before_it() {
        let drift = |id: &str, stage| Drift { detection: Text::new(id), stage, resources: vec![] };
        let stack = format!("stack {STACK}");
        let skip = write((1_100, Lever::ContinueRollback, &stack, "accepted"));
        let compare = |second, began: Option<&str>| Taken {
            began: began.map(Text::new),
            ..write((second, Lever::CheckDrift, &stack, "accepted"))
        };
        let (running, complete) = (DriftStage::Running, DriftStage::Complete);
        for (compared, checked, found, owed, runs) in [
            (None, None, None, true, false),
            (Some(compare(1_200, Some("d"))), None, None, true, true),
            (Some(compare(1_200, Some("d"))), Some(1_201), Some(drift("d", running)), true, true),
            (Some(compare(1_200, Some("d"))), None, Some(drift("d", complete.clone())), false, false),
            (Some(compare(1_200, Some("d"))), None, Some(drift("d", DriftStage::Failed(None))), false, false),
            // What another one has found.
            (Some(compare(1_200, Some("d"))), None, Some(drift("e", complete.clone())), true, true),
            // Before it was left out.
            (Some(compare(1_050, Some("d"))), None, Some(drift("d", complete)), true, false),
            // No answer came: the stack tells.
            (Some(compare(1_200, None)), None, None, true, false),
            (Some(compare(1_200, None)), Some(1_199), None, true, false),
            (Some(compare(1_200, None)), Some(1_201), None, false, false),
        ] {
            let mut facts = facts(checked);
            let told = format!("{compared:?} {checked:?} {found:?}");
            if let Some(found) = found {
                facts.drift.learn(at(1_300), found);
            }
            let mut taken = vec![skip.clone()];
            taken.extend(compared);
            taken.sort_by_key(|write| write.at);
            let past = undertaken(&taken, &facts, Some(BEGAN));
            assert_eq!(past.skipped().map(|left| left.names), Some(vec!["Db".to_owned()]), "{told}");
            assert_eq!((past.left_out().is_some(), past.comparing().is_some()), (owed, runs), "{told}");
        }
    }
}
