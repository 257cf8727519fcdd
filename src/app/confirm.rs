//! The last step before a write: what exactly will be sent, where, and the words that send it.

use super::input::{Input, Lines};
use super::plan::Plan;
use super::scroll::Scroll;
use super::session::Session;
use crate::domain::clock::{Timestamp, seconds_between};
use crate::domain::facts::Facts;
use crate::domain::lever::{Danger, Lever};
use crate::domain::operation::Operation;

/// A write waiting for its words to be typed.
#[derive(Clone, Debug)]
pub struct Confirm {
    pub operation: Operation,
    pub plan: Plan,
    pub typed: Input,
    /// Something else was typed and Enter pressed.
    pub mismatch: bool,
    /// It was on the screen: what was typed before that was not meant for it.
    pub was_drawn: bool,
    /// Where what is told is read from, where there is no room for all of it.
    pub scroll: Scroll,
    /// What the look right before sending found moved.
    pub moved: Option<String>,
    /// Where it cannot be sent, since when, or when Enter came last: a key that is held since before is not meant to
    /// close it.
    pub closed_at: Option<Timestamp>,
}

/// An Enter this soon after it was said that nothing can be sent was not pressed for that (our choice; time passes in
/// whole seconds here).
const ECHO_SECONDS: u64 = 1;

/// Typed where little can go wrong.
const YES: &str = "yes";

impl Confirm {
    pub fn new(operation: Operation, facts: &Facts, session: &Session) -> Self {
        let plan = Plan::of(&operation, facts, session);
        let typed = Input::new(Lines::One, "");
        let scroll = Scroll::default();
        Self { operation, plan, typed, mismatch: false, was_drawn: false, scroll, moved: None, closed_at: None }
    }

    /// Says anew what follows: facts may have come in since it was opened.
    pub fn refresh(&mut self, facts: &Facts, session: &Session) {
        self.plan = Plan::of(&self.operation, facts, session);
    }

    /// Notes since when it cannot be sent.
    pub fn note(&mut self, now: Timestamp) {
        if self.is_open() {
            self.closed_at = None;
        } else {
            self.closed_at.get_or_insert(now);
        }
    }

    /// Whether Enter leaves a confirmation that cannot be sent; one that is held only keeps it open.
    pub fn leaves(&mut self, now: Timestamp) -> bool {
        let is_fresh = self.closed_at.is_some_and(|at| seconds_between(at, now) > ECHO_SECONDS);
        self.closed_at = Some(now);
        is_fresh && !self.is_open()
    }

    /// How much harm it can do: a count that is lowered stops tasks.
    fn danger(&self) -> Danger {
        match &self.operation {
            Operation::SetCount(change) if change.to < change.from => Danger::Great,
            other => other.lever().danger(),
        }
    }

    /// What has to be typed: the target's name where something that works may stop, else `yes`.
    pub fn phrase(&self) -> &str {
        match self.danger() {
            Danger::Great => self.operation.target_name().raw(),
            Danger::Small => YES,
        }
    }

    /// What has to be typed, in words.
    pub fn wanted(&self) -> &'static str {
        match self.danger() {
            Danger::Great => "its name",
            Danger::Small => "the word yes",
        }
    }

    /// Why that: one rule for every lever.
    pub fn rule(&self) -> &'static str {
        match self.danger() {
            _ if self.operation.lever() == Lever::CheckDrift => "yes is enough: nothing is changed",
            // Once the deployment has ended, the old tasks are gone.
            _ if self.operation.lever() == Lever::ContinueDeployment => {
                "yes is enough: until the deployment ends it can still be stopped and rolled back"
            }
            Danger::Great => "its name: what works may stop by it, or it cannot be taken back",
            Danger::Small => "yes is enough: nothing that works stops, and it can be taken back",
        }
    }

    /// Why it cannot be sent as it stands.
    pub fn obstacle(&self) -> Option<&String> {
        self.moved.as_ref().or(self.plan.moved.as_ref())
    }

    /// Whether it can be sent at all, and so whether there is anything to type.
    pub fn is_open(&self) -> bool {
        self.plan.refusal.is_none() && self.obstacle().is_none()
    }

    /// Whether what was typed is the phrase, byte by byte, and nothing stands against it.
    pub fn is_confirmed(&self) -> bool {
        self.obstacle().is_none() && self.typed.text() == self.phrase()
    }
}
