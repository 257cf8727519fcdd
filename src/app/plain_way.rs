//! The steps of a way out that leads over no count of zero: what was done, what is recommended now, and what is waited
//! for.

use super::model::Model;
use super::situated::{Target, target};
use super::step::{Does, Standing, Step, step};
use super::undertaken::{skipped, undertaken};
use crate::domain::lever::Lever;
use crate::domain::shell::shell_word;
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
    let done = undertaken(model).into_iter().filter_map(|write| {
        let lever = write.lever.filter(|lever| SET_OUT.contains(lever))?;
        let words = format!("{}: {}", lever.name(), write.about);
        Some(Step { standing: Standing::Done, words, does: Does::Pull(lever, Target::Stack) })
    });
    let mut steps: Vec<Step> = done.collect();
    let ways = model.diagnosis.ways_out();
    let first = ways.first().map(|remedy| &remedy.operation);
    let first = first.filter(|operation| operation.lever() != Lever::ContinueRollback);
    steps.extend(first.map(|operation| {
        let does = Does::Pull(operation.lever(), target(operation));
        step(false, true, lowered(&operation.title()), does)
    }));
    let failed = stack.status == StackStatus::UpdateRollbackFailed;
    let was_skipped = skipped(model);
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
    if let Some(names) = &was_skipped {
        let place = model.session.place.arguments();
        let command = format!("aws cloudformation detect-stack-drift --stack-name {}{place}", shell_word(&stack.name));
        let words = format!("see what differs from the template: {} was skipped: {command}", listed(names));
        steps.push(step(false, true, words, Does::Run(command)));
    }
    steps
}

/// Continuing the rollback: where it has failed, done where that was done.
pub fn continuing(model: &Model, stack: &Stack) -> Step {
    let failed = stack.status == StackStatus::UpdateRollbackFailed;
    let was_done = undertaken(model).iter().any(|write| write.lever == Some(Lever::ContinueRollback));
    let without = skipped(model).filter(|_| was_done).map(|names| format!(", without {}", listed(&names)));
    let words = format!("continue the update rollback of {}{}", stack.name, without.unwrap_or_default());
    step(was_done && !failed, failed, words, Does::Pull(Lever::ContinueRollback, Target::Stack))
}

/// `A, B and C`; words for what is not known by name.
pub fn listed(names: &[String]) -> String {
    match names {
        [] => "whatever failed".to_owned(),
        [one] => one.clone(),
        [before @ .., last] => format!("{} and {last}", before.join(", ")),
    }
}

fn lowered(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}
