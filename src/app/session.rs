//! What is fixed for as long as the program runs.

use crate::domain::Text;
use crate::domain::facts::Facts;
use crate::domain::guard::Guard;
use crate::domain::identity::{Identity, Place};

/// Where we are and what we may.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub place: Place,
    /// Shown on screen. The refusal itself is where effects run.
    pub read_only: bool,
    /// What the config says is only read; the account of it is known once STS has answered.
    pub guard: Guard,
    /// A number no other run has, for request tokens.
    pub run: u64,
}

impl Session {
    /// Why nothing is sent from here, as far as is known; none where it is.
    pub fn refusal(&self, facts: &Facts) -> Option<Text> {
        self.read_only_for(facts.identity.value()).or_else(|| facts.no_journal.clone())
    }

    /// Why this run, this profile or this account is only read; none where it is not.
    pub fn read_only_for(&self, identity: Option<&Identity>) -> Option<Text> {
        let account = identity.map(|who| &who.account);
        match self.guard.forbids(self.place.profile.as_ref(), account) {
            Some(pattern) => Some(Text::from(format!("read-only: config.toml names {pattern:?}"))),
            None => self.read_only.then(|| Text::new("read-only")),
        }
    }
}
