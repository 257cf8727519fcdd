//! What a lever has to be told before it can be confirmed: a count, resources, a hook.

use super::input::{Input, Lines};
use super::key::{Code, Key};
use crate::domain::Text;
use crate::domain::deployment::HookWait;
use crate::domain::facts::Facts;
use crate::domain::lever::Lever;
use crate::domain::service::ServiceId;
use crate::domain::skip::skippable;
use crate::domain::stack::{ResourceStatus, StackResource};
use std::num::IntErrorKind;

/// A choice being made.
#[derive(Clone, Debug)]
pub enum Choice {
    Count(Box<CountChoice>),
    Resources(ResourceChoice),
    Hook(HookChoice),
}

/// A desired count.
#[derive(Clone, Debug)]
pub struct CountChoice {
    pub service: ServiceId,
    /// The count now.
    pub from: i32,
    /// The count it had before it was scaled to zero from here.
    pub old: Option<i32>,
    pub input: Input,
    /// Nothing was typed so far: the first digit takes the place of the count that is offered, and is not put behind it.
    is_offered: bool,
}

impl CountChoice {
    /// The old count is offered, else the one that is.
    pub fn new(service: ServiceId, from: i32, old: Option<i32>) -> Self {
        let offered = old.unwrap_or(from).to_string();
        Self { service, from, old, input: Input::new(Lines::One, &offered), is_offered: true }
    }

    /// Takes a key that types or moves.
    pub fn key(&mut self, key: Key) {
        let types = matches!(key.code, Code::Char(_)) && !key.ctrl && !key.alt;
        if std::mem::take(&mut self.is_offered) && types {
            self.input = Input::new(Lines::One, "");
        }
        self.input.key(key);
    }

    /// The count typed, where it is one and another than the one that is.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn count(&self) -> Result<i32, &'static str> {
        match self.input.text().parse::<i32>() {
            Ok(count) if count == self.from => Err("that is the count it has"),
            Ok(count) if count >= 0 => Ok(count),
            Err(error) if *error.kind() == IntErrorKind::PosOverflow => {
                Err("that is more than AWS can be told: 2147483647 is the largest count there is")
            }
            _ => Err("a count is a whole number, 0 or more"),
        }
    }
}

/// Resources to leave out of a rollback, or to keep in a deletion.
#[derive(Clone, Debug, PartialEq)]
pub struct ResourceChoice {
    /// [`Lever::ContinueRollback`] or [`Lever::DeleteKeeping`].
    pub lever: Lever,
    pub resources: Vec<(Eligible, bool)>,
    pub cursor: usize,
}

/// A resource that may be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Eligible {
    /// `LogicalId`, or `NestedStackName.LogicalId`.
    pub name: Text,
    pub kind: Text,
    pub reason: Option<Text>,
}

impl ResourceChoice {
    /// What failed is chosen beforehand, and only that may be chosen: it is the smallest set with which it goes on as
    /// far as is known. Who has mended a cause takes its resource out.
    pub fn new(facts: &Facts, lever: Lever) -> Self {
        let all = if lever == Lever::DeleteKeeping { unremoved(facts) } else { unrolled(facts) };
        Self { lever, resources: all.into_iter().map(|resource| (resource, true)).collect(), cursor: 0 }
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

fn unrolled(facts: &Facts) -> Vec<Eligible> {
    let all = skippable(facts).into_iter();
    all.map(|resource| Eligible { name: resource.name, kind: resource.kind, reason: resource.reason }).collect()
}

fn unremoved(facts: &Facts) -> Vec<Eligible> {
    let eligible = undeleted(facts).into_iter().map(|resource| Eligible {
        name: resource.logical_id.clone(),
        kind: resource.kind.clone(),
        reason: resource.status_reason.clone(),
    });
    eligible.collect()
}

/// What of the stack could not be deleted.
pub fn undeleted(facts: &Facts) -> Vec<&StackResource> {
    let insides = facts.stack.value().and_then(|stack| facts.nest.get(&stack.id)?.resources.value());
    insides.into_iter().flatten().filter(|resource| resource.status == ResourceStatus::DeleteFailed).collect()
}

/// Which of several waiting hooks is answered.
#[derive(Clone, Debug)]
pub struct HookChoice {
    pub lever: Lever,
    pub service: ServiceId,
    /// ARN of the service deployment.
    pub deployment: Text,
    pub hooks: Vec<HookWait>,
    pub cursor: usize,
}

impl Choice {
    /// Takes a key; true where it ends the choice.
    pub fn key(&mut self, key: Key) -> bool {
        match (self, key.code) {
            (_, Code::Enter) => return true,
            (Self::Count(choice), _) => choice.key(key),
            (Self::Resources(choice), Code::Up | Code::Char('k')) => choice.go(false),
            (Self::Resources(choice), Code::Down | Code::Char('j')) => choice.go(true),
            (Self::Resources(choice), Code::Char(' ')) => choice.toggle(),
            (Self::Hook(choice), Code::Up | Code::Char('k')) => choice.cursor = choice.cursor.saturating_sub(1),
            (Self::Hook(choice), Code::Down | Code::Char('j')) => {
                choice.cursor = (choice.cursor + 1).min(choice.hooks.len().saturating_sub(1));
            }
            _ => {}
        }
        false
    }
}
