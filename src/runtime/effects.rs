//! Carries out what the core wishes, and refuses what must not be.

use super::clock::Clock;
use super::journal::Journal;
use crate::app::message::Msg;
use crate::aws::connect::Clients;
use crate::aws::watch;
use crate::aws::write;
use crate::domain::Text;
use crate::domain::guard::Guard;
use crate::domain::operation::{Operation, Outcome};
use std::sync::Arc;
use tokio::sync::mpsc;

/// Where writes go through.
#[derive(Clone)]
pub struct Writer {
    pub clients: Clients,
    pub clock: Clock,
    pub policy: Policy,
    /// Profiles and accounts the config says are only read.
    pub guard: Guard,
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
    pub async fn write(&self, operation: Operation, account: Option<Text>, inbox: mpsc::Sender<Msg>) {
        let outcome = self.carry_out(&operation, account.as_ref()).await;
        // The console may be gone; the journal has it.
        let _ = inbox.send(Msg::Done { operation, at: self.clock.now(), outcome }).await;
    }

    /// Refuses, reads the state again, writes the journal, sends once, writes the journal again. The account is that
    /// of the confirmation, where it was known.
    pub async fn carry_out(&self, operation: &Operation, account: Option<&Text>) -> Outcome {
        let asked = match self.permitted().await {
            Ok(asked) => asked,
            Err(why) => return Outcome::Refused(format!("{why}; nothing was sent")),
        };
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
        let to = (self.clients.place(), asked.as_ref().or(account));
        if let Err(error) = self.journal.before(self.clock.now(), operation, to) {
            return Outcome::Refused(format!("{error}; nothing was sent"));
        }
        let outcome = write::send(&self.clients, operation).await;
        // It is done by now: saying otherwise would be worse than a journal that lacks the answer.
        let _ = self.journal.after(self.clock.now(), operation, to, &outcome);
        outcome
    }

    /// The account, where it had to be asked: where the config names something that is done anew for each write, since
    /// it is what the write would go to.
    ///
    /// # Errors
    /// Why nothing may be sent at all.
    async fn permitted(&self) -> Result<Option<Text>, String> {
        if self.policy == Policy::ReadOnly {
            return Err("this run is read-only".to_owned());
        }
        if self.guard.is_empty() {
            return Ok(None);
        }
        let account = match watch::identity(&self.clients).await {
            Ok(who) => who.account,
            Err(fault) => {
                let what = fault.what();
                return Err(format!(
                    "config.toml says what is read-only, and which account this is is not known ({what})"
                ));
            }
        };
        match self.guard.forbids(self.clients.place().profile.as_ref(), Some(&account)) {
            Some(pattern) => Err(format!("config.toml names {pattern:?} read-only")),
            None => Ok(Some(account)),
        }
    }
}
