//! What was done to an account, as the journal has it.

use super::clock::Timestamp;
use super::text::Text;

/// A write that was sent, with how it ended as far as that was written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// When it was sent.
    pub at: Timestamp,
    /// `ecs:UpdateService`.
    pub action: Text,
    /// Name of the service or stack.
    pub target: Text,
    /// The same as an `aws` command.
    pub command: Text,
    /// `accepted`, `rejected`, `unknown`, with details; none where the program ended before an answer.
    pub result: Option<Text>,
}
