//! A service this program has scaled to zero and nobody has given its old count back since.

use super::clock::Timestamp;

/// By the journal: until it is restored the service is down on our account, or has fewer tasks where its count came back
/// by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Emptied {
    /// When it was scaled to zero, the first time.
    pub at: Timestamp,
    /// The count before.
    pub from: i32,
}
