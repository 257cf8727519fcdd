//! Where a diagnosis was made: which account and region, as whom.

use crate::domain::identity::{Identity, Place};
use crate::domain::operation::Operation;

/// What was looked at, and by whom: a verdict without it cannot be told from that of another account.
#[derive(Clone, Copy, Debug)]
pub struct SeenFrom<'a> {
    pub place: &'a Place,
    /// None where STS did not answer.
    pub identity: Option<&'a Identity>,
}

impl SeenFrom<'_> {
    /// `account 123456789012 as oncall-admin, region eu-west-1`, with the profile and the endpoint if there is one.
    pub fn words(&self) -> String {
        let who = self.identity.map_or_else(
            || "an account that is not known".to_owned(),
            |who| format!("account {} as {}", who.account, who.principal()),
        );
        let profile = self.place.profile.as_ref().map_or(String::new(), |name| format!(", profile {name}"));
        let endpoint = self.place.endpoint.as_ref().map_or(String::new(), |word| format!(", at {word}"));
        format!("{who}, region {}{profile}{endpoint}", self.place.region)
    }

    /// The command of an operation as it goes to this place from any shell.
    pub fn command(&self, operation: &Operation) -> String {
        operation.command_at(self.place)
    }

    /// A next step with its commands as they go to this place.
    pub fn step(&self, step: &str) -> String {
        self.place.completed(step)
    }
}
