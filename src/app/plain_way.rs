//! The steps of a way out that leads over no count of zero: what was done, what is recommended now, and what is waited
//! for.

use super::model::Model;
use super::situated::{Target, target};
use super::step::{Does, Standing, Step, step};
use crate::domain::Timestamp;
use crate::domain::left_out::LeftOut;
use crate::domain::lever::Lever;
use crate::domain::operation::{Operation, Skip};
use crate::domain::stack::{Stack, StackStatus};
use crate::domain::taken::Taken;

/// Every step, the open ones all as the next. None where nothing was done and nothing is recommended.
pub fn plain(model: &Model, stack: &Stack) -> Vec<Step> {
    let past = model.undertaken();
    let done = past.writes().into_iter().filter_map(|write| {
        // Where it stands again as it stood before, the try has failed.
        let stood = write.before.as_ref().is_some_and(|before| before.raw() == stack.status.as_str());
        let (lever, words) = (write.lever.filter(|_| !(stood && stack.status.is_failed()))?, undertaken(write)?);
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
    let was_continued = past.continued().is_some();
    if steps.is_empty() && !failed && !was_continued && was_skipped.is_none() {
        return steps;
    }
    let is_moving = stack.status.is_moving();
    if !steps.is_empty() {
        // What is still to be done moves it first; a rollback that was continued had settled before, at another status.
        let status = if was_continued { String::new() } else { format!(": it is {}", stack.status) };
        let words = format!("{} settles{status}", stack.name);
        // What is done to a service does not move a stack that stands still.
        let moves = first.is_some_and(|first| is_moving || first.service().is_none());
        let has_settled = (!is_moving || was_continued) && !moves;
        steps.push(step(has_settled, true, words, Does::Wait));
    }
    // What is deleted has no rollback.
    if !stack.status.as_str().starts_with("DELETE_") {
        steps.push(continuing(model, stack, is_moving || first.is_some()));
    }
    if failed || was_continued {
        let waits = if is_moving { waiting(model, stack) } else { String::new() };
        let words = format!("{} settles again{waits}", stack.name);
        steps.push(step(!failed && !is_moving, true, words, Does::Wait));
    }
    let will_skip = ways.first().is_some_and(|remedy| skips(&remedy.operation));
    if was_skipped.is_some() || will_skip {
        steps.push(compare(model, stack, (will_skip, None)));
    }
    steps
}

/// What was done, in the words of the menu, where it sets out on such a way.
fn undertaken(write: &Taken) -> Option<String> {
    let (about, target) = (&write.about, &write.target);
    let is_from = |status: StackStatus| write.before.as_ref().is_some_and(|before| before.raw() == status.as_str());
    let words = match write.lever? {
        Lever::ContinueDeployment => format!("answer the pause hook of {about}: continue"),
        Lever::RollBackAtHook => format!("answer the pause hook of {about}: roll back"),
        Lever::StopDeployment => format!("stop the deployment of {about} and roll back"),
        Lever::CancelUpdate => format!("cancel the update of {about}"),
        Lever::RollbackStack if is_from(StackStatus::CreateFailed) => {
            format!("roll {about} back: it has never been stable, so it is deleted")
        }
        Lever::RollbackStack => format!("roll {about} back to its last stable state"),
        Lever::DeleteKeeping => match write.listed("--retain-resources") {
            names if names.is_empty() => format!("delete {about} again, keeping nothing"),
            names => format!("delete {about}, keeping {}", LeftOut::listed(&names)),
        },
        Lever::ForceDelete => format!("force the deletion of {about}: leave whatever cannot be deleted"),
        Lever::AnswerSuccess => format!("answer SUCCESS for {target}"),
        Lever::AnswerFailed => format!("answer FAILED for {target}"),
        // These have steps of their own, here or on the way over zero, or lead nowhere by themselves.
        Lever::ContinueRollback
        | Lever::ForceRollback
        | Lever::CheckDrift
        | Lever::ScaleToZero
        | Lever::SetCount
        | Lever::SuspendScaling
        | Lever::ResumeScaling
        | Lever::ForceDeployment
        | Lever::StopTask
        | Lever::SaveQuery => return None,
    };
    Some(words)
}

/// Whether a write leaves resources out of a rollback.
fn skips(operation: &Operation) -> bool {
    match operation {
        Operation::ContinueRollback(change) => match &change.skip {
            Skip::Only(names) => !names.is_empty(),
            Skip::WhateverFails => true,
        },
        _ => false,
    }
}

/// How a stack that moves stands, and which of its resources it waits for.
fn waiting(model: &Model, stack: &Stack) -> String {
    let all = model.facts.nest.get(&stack.id).and_then(|insides| insides.resources.value());
    let busy = all.into_iter().flatten().filter(|one| one.status.is_in_progress());
    let busy: Vec<String> = busy.map(|one| one.logical_id.to_string()).collect();
    let words = format!(": it is {}", stack.status);
    if busy.is_empty() { words } else { format!("{words} and waits for {}", LeftOut::listed(&busy)) }
}

/// Continuing the rollback: next where it has failed, done where that was done and it has not failed again. As long as
/// something is still open nobody knows whether it will be needed.
pub fn continuing(model: &Model, stack: &Stack, is_open: bool) -> Step {
    let failed = stack.status == StackStatus::UpdateRollbackFailed;
    let past = model.undertaken();
    let write = past.continued().filter(|_| !failed);
    let does = Does::Pull(Lever::ContinueRollback, Target::Stack);
    let words = match write {
        Some(write) if write.lever == Some(Lever::ForceRollback) => {
            format!("force the update rollback of {}: skip whatever fails", stack.name)
        }
        write => {
            let names = write.map_or(Vec::new(), |write| write.listed("--resources-to-skip"));
            let without =
                if names.is_empty() { String::new() } else { format!(", without {}", LeftOut::listed(&names)) };
            format!("continue the update rollback of {}{without}", stack.name)
        }
    };
    if write.is_none() && !failed && is_open {
        return Step { standing: Standing::Later, words: format!("{words}, if it fails"), does };
    }
    step(write.is_some(), failed, words, does)
}

/// Comparing the stack with its template, since what was skipped or counted by hand differs from it: done where that was
/// done after the count was restored and the rollback continued.
pub fn compare(model: &Model, stack: &Stack, (is_wanted, restored_at): (bool, Option<Timestamp>)) -> Step {
    let past = model.undertaken();
    let is_asked = model.trackers.iter().any(|one| one.operation.lever() == Lever::CheckDrift && one.is_open());
    if is_asked || past.comparing().is_some() {
        return step(false, true, format!("{} is compared with its template", stack.name), Does::Wait);
    }
    let was_skipped = past.skipped();
    let since = restored_at.max(was_skipped.as_ref().map(|left| left.at));
    let done = since.is_some_and(|since| past.is_compared(since));
    // What was found before that is no longer so.
    let found = model.facts.drift.value().filter(|_| done || since.is_none());
    let all = model.facts.nest.get(&stack.id).and_then(|insides| insides.resources.value());
    let found = found.map_or(String::new(), |drift| format!(": {}", drift.words(all.map_or(&[], Vec::as_slice))));
    let left =
        was_skipped.as_ref().map_or(String::new(), |left| format!("; {} was skipped", LeftOut::listed(&left.names)));
    let words = format!("see what differs from the template of {}{found}{left}", stack.name);
    step(done, is_wanted || was_skipped.is_some(), words, Does::Pull(Lever::CheckDrift, Target::Stack))
}

fn lowered(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}
