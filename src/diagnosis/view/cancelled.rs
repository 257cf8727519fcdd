//! An update that goes back, or has gone back, since somebody cancelled it.

use super::whole::View;
use crate::diagnosis::words::minute_or_day;
use crate::domain::Timestamp;
use crate::domain::stack::StackEvent;

/// That the update was cancelled, and by whom as far as that is known.
#[derive(Clone, Copy, Debug)]
pub struct Cancelled<'a> {
    pub at: Timestamp,
    /// By this program, as its journal has it.
    pub is_here: bool,
    /// The row the rollback began with.
    pub row: Option<&'a StackEvent>,
}

impl<'a> Cancelled<'a> {
    /// By the stack's history, else by the journal: a cancellation without an answer is one where the stack went back
    /// and nothing in it had failed.
    pub fn of(view: &View<'a>) -> Option<Self> {
        let operation = &view.operation;
        let turned = operation.rollback_began?;
        let here = view.facts.cancelled.filter(|at| operation.change_began.is_none_or(|began| *at >= began));
        let is_it = operation.cancelled_by.is_some() || here.is_some() && operation.first_failure().is_none();
        is_it.then(|| Self { at: here.unwrap_or(turned), is_here: here.is_some(), row: operation.cancelled_by })
    }

    /// `cancelled from here at 01:46 UTC`.
    pub fn words(&self, now: Timestamp) -> String {
        let by = if self.is_here { "from here" } else { "by a user" };
        format!("cancelled {by} at {} UTC", minute_or_day(self.at, now))
    }
}
