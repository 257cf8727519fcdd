//! A deployment this program has told to go back.

use super::clock::Timestamp;

/// By the journal: the deployment its service had then goes back since somebody here wanted it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToldBack {
    pub at: Timestamp,
    /// By an answer to its pause hook, not by StopServiceDeployment.
    pub at_hook: bool,
}
