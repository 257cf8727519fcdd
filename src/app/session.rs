//! What is fixed for as long as the program runs.

use crate::domain::identity::Place;

/// Where we are and what we may.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub place: Place,
    /// Shown on screen. The refusal itself is where effects run.
    pub read_only: bool,
    /// A number no other run has, for request tokens.
    pub run: u64,
}
