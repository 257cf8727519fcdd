//! Follows a write to its end, by what is read afterwards.

use super::advice::advice;
use super::after::{End, Sent, after};
use crate::domain::Text;
use crate::domain::clock::{Timestamp, age, seconds_between};
use crate::domain::facts::Facts;
use crate::domain::fault::FaultKind;
use crate::domain::lever::Lever;
use crate::domain::operation::{Operation, Outcome};

/// A write on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Tracker {
    pub operation: Operation,
    pub sent_at: Timestamp,
    pub progress: Progress,
    /// The deployment the service had when it was sent.
    pub before: Option<Text>,
    /// Id of what it has begun, where AWS has told one.
    pub began: Option<Text>,
    /// What it was to make safe: that is what comes next.
    pub leads_to: Option<Operation>,
    /// Since when it is over.
    pub settled_at: Option<Timestamp>,
}

/// How far a write is.
#[derive(Clone, Debug, PartialEq)]
pub enum Progress {
    /// Given to the runtime; no answer yet.
    Sending,
    /// Accepted, or sent without an answer; settled by reading.
    Following { steps: Vec<String>, unknown: bool },
    /// Over, with how it ended.
    Settled { well: bool, words: String },
}

/// With no effect seen for this long after a write without an answer, it is said not to have happened.
const GIVE_UP_SECONDS: u64 = 120;
/// How it begins where AWS has taken a write and it ended badly.
const FAILED: &str = "failed: ";

impl Tracker {
    pub fn new(operation: Operation, facts: &Facts, sent_at: Timestamp) -> Self {
        let service = operation.service().and_then(|id| facts.services.get(id)?.service.value());
        let before = service.and_then(|service| service.primary()).map(|deployment| deployment.id.clone());
        Self { operation, sent_at, progress: Progress::Sending, before, began: None, leads_to: None, settled_at: None }
    }

    /// Takes the answer to the write itself.
    pub fn answered(&mut self, outcome: &Outcome, at: Timestamp) {
        if let Outcome::Accepted { began, .. } = outcome {
            self.began = began.clone();
        }
        let over = |words: String| Progress::Settled { well: false, words };
        self.progress = match outcome {
            Outcome::Accepted { .. } => Progress::Following { steps: vec!["accepted".to_owned()], unknown: false },
            Outcome::Unknown(fault) => Progress::Following {
                steps: vec![format!("no answer ({}); reading what happened, not sending again", fault.what())],
                unknown: true,
            },
            Outcome::Moved(what) => over(format!("not sent, the state has moved: {what}")),
            Outcome::Refused(why) => over(why.clone()),
            // Said once, and short: its words are cut in the middle where there is little room.
            Outcome::Rejected(fault) if fault.kind == FaultKind::AccessDenied && self.operation.lever().is_by_api() => {
                over(format!("no permission: allow {} for this principal, or use another profile", fault.action))
            }
            Outcome::Rejected(fault) => {
                let what = fault.what();
                over(format!("{}; {}", what.trim_end_matches('.'), advice(self.operation.lever(), fault)))
            }
        };
        self.settled_at = (!self.is_open()).then_some(at);
    }

    /// Whether it has been over for that long.
    pub fn is_over_for(&self, seconds: u64, now: Timestamp) -> bool {
        self.settled_at.is_some_and(|at| seconds_between(at, now) >= seconds)
    }

    /// Whether its end is not seen yet.
    pub fn is_open(&self) -> bool {
        !matches!(self.progress, Progress::Settled { .. })
    }

    /// Whether its end was seen and is a good one.
    pub fn has_ended_well(&self) -> bool {
        matches!(self.progress, Progress::Settled { well: true, .. })
    }

    /// Whether AWS has taken it, and what it began ended badly.
    pub fn has_failed(&self) -> bool {
        matches!(&self.progress, Progress::Settled { well: false, words } if words.starts_with(FAILED))
    }

    /// Whether the write may still be on its way: no second one to the same target meanwhile.
    pub fn is_in_flight(&self) -> bool {
        match &self.progress {
            Progress::Sending => true,
            Progress::Following { steps, unknown } => *unknown && steps.len() == 1,
            Progress::Settled { .. } => false,
        }
    }

    /// Reads the facts learned since.
    pub fn follow(&mut self, facts: &Facts, now: Timestamp) {
        let Progress::Following { steps, unknown } = &mut self.progress else { return };
        let sent = Sent { at: self.sent_at, before: self.before.as_ref(), began: self.began.as_ref() };
        let end = after(&self.operation, facts, sent, steps);
        let waited = seconds_between(self.sent_at, now);
        if let Some(End { well, words: last }) = end {
            let mut words = steps.join(" → ");
            // Behind a list of names it would read as one of them.
            let join = if self.operation.lever() == Lever::CheckDrift { "; told in" } else { " in" };
            words.push_str(&format!(" → {last}{join} {}", age(self.sent_at, now)));
            if !well {
                words.insert_str(0, FAILED);
            }
            self.progress = Progress::Settled { well, words };
            self.settled_at = Some(now);
        } else if *unknown && steps.len() == 1 && waited > GIVE_UP_SECONDS {
            let words = "no answer came and no effect was seen: it seems not to have happened".to_owned();
            self.progress = Progress::Settled { well: false, words };
            self.settled_at = Some(now);
        }
    }
}
