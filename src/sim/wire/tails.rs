//! What the wire remembers of logs that are followed: how the scenario wants sessions and history to go.

use crate::domain::Timestamp;
use crate::sim::account::SimLogEvent;
use crate::sim::refusal::Refusal;
use crate::sim::scenario::{LiveTailPlan, SessionPlan};
use jiff::SignedDuration;

/// The plan, and how far it is.
#[derive(Debug, Default)]
pub struct Tails {
    plan: LiveTailPlan,
    sessions: usize,
    histories: u64,
}

impl Tails {
    pub fn new(plan: LiveTailPlan) -> Self {
        Self { plan, ..Self::default() }
    }

    /// What becomes of the next session.
    pub fn next_session(&mut self) -> SessionPlan {
        self.sessions += 1;
        self.plan.sessions.get(self.sessions - 1).cloned().unwrap_or_default()
    }

    /// Counts a call of FilterLogEvents; refuses it where it is to be throttled.
    pub fn ask_history(&mut self) -> Result<(), Refusal> {
        self.histories += 1;
        match self.plan.history_throttled.contains(&self.histories) {
            true => Err(Refusal::bad_request("ThrottlingException", "Rate exceeded")),
            false => Ok(()),
        }
    }

    /// Whether FilterLogEvents finds a line yet. Without a delay it does as soon as the line is written: our choice.
    pub fn history_has(&self, event: &SimLogEvent, now: Timestamp) -> bool {
        let behind = SignedDuration::from_millis(self.plan.history_behind);
        behind.is_zero() || event.ingested_at.checked_add(behind).is_ok_and(|found| found <= now)
    }
}
