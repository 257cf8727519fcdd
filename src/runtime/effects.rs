//! Carries out what the core wishes, and refuses what must not be.

use super::clock::Clock;
use super::journal::Journal;
use crate::app::message::Msg;
use crate::aws::connect::Clients;
use crate::aws::write;
use crate::domain::operation::{Operation, Outcome};
use std::sync::Arc;
use tokio::sync::mpsc;

/// Where writes go through.
#[derive(Clone)]
pub struct Writer {
    pub clients: Clients,
    pub clock: Clock,
    pub policy: Policy,
    pub journal: Arc<Journal>,
}

/// Whether writes are sent at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    ReadOnly,
    WithConfirmation,
}

impl Writer {
    /// Carries out a confirmed write and tells how it ended.
    pub async fn write(&self, operation: Operation, inbox: mpsc::Sender<Msg>) {
        let outcome = self.carry_out(&operation).await;
        // The console may be gone; the journal has it.
        let _ = inbox.send(Msg::Done { operation, at: self.clock.now(), outcome }).await;
    }

    /// Refuses, reads the state again, writes the journal, sends once, writes the journal again.
    pub async fn carry_out(&self, operation: &Operation) -> Outcome {
        if self.policy == Policy::ReadOnly {
            return Outcome::Refused("this run is read-only; nothing was sent".to_owned());
        }
        match write::reread(&self.clients, operation).await {
            Ok(Ok(())) => {}
            Ok(Err(moved)) => return Outcome::Moved(moved),
            Err(fault) => {
                return Outcome::Refused(format!(
                    "the state could not be read again ({}); nothing was sent",
                    fault.what()
                ));
            }
        }
        if let Err(error) = self.journal.before(self.clock.now(), operation, self.clients.place()) {
            return Outcome::Refused(format!("{error}; nothing was sent"));
        }
        let outcome = write::send(&self.clients, operation).await;
        // It is done by now: saying otherwise would be worse than a journal that lacks the answer.
        let _ = self.journal.after(self.clock.now(), operation, &outcome);
        outcome
    }
}
