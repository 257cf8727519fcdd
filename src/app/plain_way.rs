//! The steps of a way out that leads over no count of zero: what was done, what is recommended now, and what is waited
//! for.

use super::model::Model;
use super::situated::{Target, target};
use super::step::{Does, Standing, Step, step};
use crate::domain::Timestamp;
use crate::domain::drift::DriftStage;
use crate::domain::left_out::LeftOut;
use crate::domain::lever::Lever;
use crate::domain::stack::{Stack, StackStatus};

/// Levers that set out on such a way.
const SET_OUT: [Lever; 8] = [
    Lever::ContinueDeployment,
    Lever::RollBackAtHook,
    Lever::StopDeployment,
    Lever::CancelUpdate,
    Lever::RollbackStack,
    Lever::ForceRollback,
    Lever::AnswerSuccess,
    Lever::AnswerFailed,
];

/// Every step, the open ones all as the next. None where nothing was done and nothing is recommended.
pub fn plain(model: &Model, stack: &Stack) -> Vec<Step> {
    let past = model.undertaken();
    let done = past.writes().into_iter().filter_map(|write| {
        let lever = write.lever.filter(|lever| SET_OUT.contains(lever))?;
        let words = format!("{}: {}", lever.name(), write.about);
        Some(Step { standing: Standing::Done, words, does: Does::Pull(lever, Target::Stack) })
    });
    let mut steps: Vec<Step> = done.collect();
    let ways = model.diagnosis.ways_out();
    let first = ways.first().map(|remedy| &remedy.operation);
    // These two have steps of their own below.
    let first = first.filter(|operation| !matches!(operation.lever(), Lever::ContinueRollback | Lever::CheckDrift));
    steps.extend(first.map(|operation| {
        let does = Does::Pull(operation.lever(), target(operation));
        step(false, true, lowered(&operation.title()), does)
    }));
    let failed = stack.status == StackStatus::UpdateRollbackFailed;
    let was_skipped = past.skipped();
    if steps.is_empty() && !failed && was_skipped.is_none() {
        return steps;
    }
    if !steps.is_empty() {
        let words = format!("{} settles: it is {}", stack.name, stack.status);
        // What is still to be done moves it first.
        let has_settled = !stack.status.is_moving() && first.is_none();
        steps.push(step(has_settled, true, words, Does::Wait));
    }
    steps.push(continuing(model, stack));
    if failed {
        let words = format!("{} settles again", stack.name);
        steps.push(step(false, true, words, Does::Wait));
    }
    if was_skipped.is_some() {
        steps.push(compare(model, stack, (false, None)));
    }
    steps
}

/// Continuing the rollback: where it has failed, done where that was done.
pub fn continuing(model: &Model, stack: &Stack) -> Step {
    let failed = stack.status == StackStatus::UpdateRollbackFailed;
    let past = model.undertaken();
    let was_done = past.last(Lever::ContinueRollback).is_some();
    let without = past.skipped().filter(|_| was_done);
    let without = without.map(|left| format!(", without {}", LeftOut::listed(&left.names)));
    let words = format!("continue the update rollback of {}{}", stack.name, without.unwrap_or_default());
    step(was_done && !failed, failed, words, Does::Pull(Lever::ContinueRollback, Target::Stack))
}

/// Comparing the stack with its template, since what was skipped or counted by hand differs from it: done where that was
/// done after the count was restored and the rollback continued.
pub fn compare(model: &Model, stack: &Stack, (is_wanted, restored_at): (bool, Option<Timestamp>)) -> Step {
    let past = model.undertaken();
    let was_skipped = past.skipped();
    let found = model.facts.drift.value().filter(|drift| drift.stage != DriftStage::Running);
    let all = model.facts.nest.get(&stack.id).and_then(|insides| insides.resources.value());
    let found = found.map_or(String::new(), |drift| format!(": {}", drift.words(all.map_or(&[], Vec::as_slice))));
    let left =
        was_skipped.as_ref().map_or(String::new(), |left| format!("; {} was skipped", LeftOut::listed(&left.names)));
    let words = format!("see what differs from the template of {}{found}{left}", stack.name);
    let since = restored_at.max(was_skipped.as_ref().map(|left| left.at));
    let done = since.is_some_and(|since| past.is_compared(since));
    step(done, is_wanted || was_skipped.is_some(), words, Does::Pull(Lever::CheckDrift, Target::Stack))
}

fn lowered(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}
