//! What was done to the stack and its services from here in the change that runs or ran last, as the journal has it.

use super::model::Model;
use super::old_count::{ONE_STORY, has_happened};
use crate::domain::clock::{Timestamp, seconds_between};
use crate::domain::lever::Lever;
use crate::domain::taken::Taken;

/// Whether something was done in this change of the stack; where it is not known when that began, within a day.
pub fn in_this_change(model: &Model, at: Timestamp) -> bool {
    match model.diagnosis.change_began {
        Some(began) => at >= began,
        None => seconds_between(at, model.now) <= ONE_STORY,
    }
}

/// Writes to the stack and its services in this change that may have happened, oldest first.
pub fn undertaken(model: &Model) -> Vec<&Taken> {
    let stack = model.facts.stack.value().map(|stack| format!("stack {}", stack.id));
    let services: Vec<String> = model.facts.services.keys().map(|id| format!("service {id}")).collect();
    let is_here = |write: &&Taken| {
        let aim = write.aim.raw();
        stack.as_deref() == Some(aim) || services.iter().any(|service| service == aim)
    };
    let of_change = model.taken.iter().filter(|write| in_this_change(model, write.at) && has_happened(write));
    of_change.filter(is_here).collect()
}

/// What was left out of a rollback continued from here: names where they are known, and none of them where whatever
/// failed was. Nothing where none was left out.
pub fn skipped(model: &Model) -> Option<Vec<String>> {
    undertaken(model).into_iter().rev().find_map(|write| match write.lever {
        Some(Lever::ForceRollback) => Some(Vec::new()),
        Some(Lever::ContinueRollback) => Some(named(write.command.as_str())).filter(|names| !names.is_empty()),
        _ => None,
    })
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
