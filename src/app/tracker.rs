//! Follows a write to its end, by what is read afterwards.

use super::advice::advice;
use crate::domain::clock::{Timestamp, age, seconds_between};
use crate::domain::facts::Facts;
use crate::domain::operation::{Operation, Outcome, SaveQuery};
use crate::domain::service::ServiceId;
use crate::domain::stack::StackStatus;

/// A write on its way.
#[derive(Clone, Debug, PartialEq)]
pub struct Tracker {
    pub operation: Operation,
    pub sent_at: Timestamp,
    pub progress: Progress,
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

impl Tracker {
    pub fn new(operation: Operation, sent_at: Timestamp) -> Self {
        Self { operation, sent_at, progress: Progress::Sending, settled_at: None }
    }

    /// Takes the answer to the write itself.
    pub fn answered(&mut self, outcome: &Outcome, at: Timestamp) {
        let over = |words: String| Progress::Settled { well: false, words };
        self.progress = match outcome {
            Outcome::Accepted { .. } => Progress::Following { steps: vec!["accepted".to_owned()], unknown: false },
            Outcome::Unknown(fault) => Progress::Following {
                steps: vec![format!("no answer ({}); reading what happened, not sending again", fault.what())],
                unknown: true,
            },
            Outcome::Moved(what) => over(format!("not sent, the state has moved: {what}")),
            Outcome::Refused(why) => over(format!("not sent: {why}")),
            Outcome::Rejected(fault) => over(format!("{}; {}", fault.what(), advice(self.operation.lever(), fault))),
        };
        self.settled_at = (!self.is_open()).then_some(at);
    }

    /// Whether it has been over for that long.
    pub fn is_over_for(&self, seconds: u64, now: Timestamp) -> bool {
        self.settled_at.is_some_and(|at| seconds_between(at, now) >= seconds)
    }

    /// Whether the write may still be on its way: no second one for the same target meanwhile.
    pub fn is_open(&self) -> bool {
        !matches!(self.progress, Progress::Settled { .. })
    }

    /// Reads the facts learned since.
    pub fn follow(&mut self, facts: &Facts, now: Timestamp) {
        let Progress::Following { steps, unknown } = &mut self.progress else { return };
        let end = match &self.operation {
            Operation::SetCount(change) => after_scaling(facts, &change.service, self.sent_at, steps),
            Operation::SaveQuery(change) => after_saving(facts, change, self.sent_at),
            Operation::ContinueRollback(_) => after_continuing(facts, self.sent_at, steps),
            _ => None,
        };
        let waited = seconds_between(self.sent_at, now);
        if let Some((well, last)) = end {
            let mut words = steps.join(" → ");
            words.push_str(&format!(" → {last} in {}", age(self.sent_at, now)));
            if !well {
                words.insert_str(0, "failed: ");
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

const COUNT_IS_ZERO: &str = "desired count is 0";
const GOES_ON: &str = "the rollback goes on";

/// The end of scaling to zero: the count, then the tasks, then the stack that waited for them.
fn after_scaling(facts: &Facts, id: &ServiceId, sent_at: Timestamp, steps: &mut Vec<String>) -> Option<(bool, String)> {
    let known = &facts.services.get(id)?.service;
    let service = known.value().filter(|_| known.learned_at().is_some_and(|at| at > sent_at))?;
    if service.desired > 0 {
        let came_back = steps.iter().any(|s| s == COUNT_IS_ZERO);
        return came_back
            .then(|| (false, format!("the count came back to {}: autoscaling or somebody else", service.desired)));
    }
    step(steps, COUNT_IS_ZERO);
    if service.running > 0 || service.pending > 0 {
        return None;
    }
    step(steps, "no task runs");
    stack_end(facts, sent_at, steps)
}

/// The end of a continued rollback: it was seen to go on, or is seen complete.
fn after_continuing(facts: &Facts, sent_at: Timestamp, steps: &mut Vec<String>) -> Option<(bool, String)> {
    let stack = facts.stack.value()?;
    if stack.status == StackStatus::UpdateRollbackInProgress {
        step(steps, GOES_ON);
    }
    let began = steps.iter().any(|s| s == GOES_ON);
    (began || stack.status == StackStatus::UpdateRollbackComplete).then(|| stack_end(facts, sent_at, steps))?
}

/// The end of saving a query: it is read among the saved ones.
fn after_saving(facts: &Facts, change: &SaveQuery, sent_at: Timestamp) -> Option<(bool, String)> {
    let known = &facts.saved_queries;
    let saved = known.value().filter(|_| known.learned_at().is_some_and(|at| at > sent_at))?;
    change.is_in(saved).then(|| (true, "it is among the saved queries".to_owned()))
}

fn step(steps: &mut Vec<String>, words: &str) {
    if !steps.iter().any(|s| s == words) {
        steps.push(words.to_owned());
    }
}

/// How the stack ended, once it has, told by an answer that is newer than the write.
fn stack_end(facts: &Facts, sent_at: Timestamp, steps: &mut Vec<String>) -> Option<(bool, String)> {
    let stack = facts.stack.value()?;
    if facts.stack.learned_at().is_none_or(|at| at <= sent_at) {
        return None;
    }
    if stack.status.is_moving() {
        step(steps, &format!("stack {}", stack.status));
        return None;
    }
    Some((!stack.status.is_failed(), format!("stack {}", stack.status)))
}
