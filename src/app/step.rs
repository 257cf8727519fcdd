//! The steps of the guided way out.

use super::situated::Target;
use crate::domain::lever::Lever;
use crate::domain::service::ServiceId;

/// The way with one of its steps as the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// The service whose count it is about, where it leads over zero.
    pub service: Option<ServiceId>,
    pub steps: Vec<Step>,
    /// Why there is no way to go, where there is none.
    pub why_none: Option<String>,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub standing: Standing,
    pub words: String,
    pub does: Does,
}

/// How a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Done,
    /// It is not needed.
    Spared,
    /// It is the next.
    Now,
    Later,
}

/// What a person does for a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Does {
    /// Pull a lever.
    Pull(Lever, Target),
    /// Wait; it is seen when it is over.
    Wait,
}

impl Way {
    /// The step that is next.
    pub fn now(&self) -> Option<&Step> {
        self.steps.iter().find(|step| step.standing == Standing::Now)
    }

    /// Whether somebody has set out on it.
    pub fn is_begun(&self) -> bool {
        self.steps.iter().any(|step| step.standing == Standing::Done && matches!(step.does, Does::Pull(..)))
    }
}

/// A step, the next where it is neither done nor needless.
pub fn step(done: bool, is_needed: bool, words: String, does: Does) -> Step {
    let standing = match (done, is_needed) {
        (true, _) => Standing::Done,
        (false, true) => Standing::Now,
        (false, false) => Standing::Spared,
    };
    Step { standing, words, does }
}
