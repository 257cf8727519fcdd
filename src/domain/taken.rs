//! What was done to an account, as the journal has it.

use super::clock::Timestamp;
use super::lever::Lever;
use super::text::Text;

/// A write that was sent, with how it ended as far as that was written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// When it was sent.
    pub at: Timestamp,
    /// None where an earlier version has written it down.
    pub lever: Option<Lever>,
    /// `ecs:UpdateService`.
    pub action: Text,
    /// What was typed: name of the service, stack, task or resource.
    pub target: Text,
    /// Name of the service or stack it is about.
    pub about: Text,
    /// What it acted on, unlike any other thing: `service prod/checkout`.
    pub aim: Text,
    /// What was there before: `4`.
    pub before: Option<Text>,
    pub region: Text,
    pub profile: Option<Text>,
    /// The same as an `aws` command.
    pub command: Text,
    /// `accepted`, `rejected`, `unknown`, with details; none where the program ended before an answer.
    pub result: Option<Text>,
}
