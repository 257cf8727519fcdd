//! How a write ended.

use crate::domain::fault::Fault;
use crate::domain::text::Text;

/// How a write ended, as far as is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// AWS took it; the request id it answered with, and the id of what it has begun where that has one (a drift
    /// detection).
    Accepted { request_id: Option<Text>, began: Option<Text> },
    /// Not sent: the state is no longer what was confirmed. The words say what moved.
    Moved(String),
    /// Not sent: refused by this program (read-only, no journal). The words say why.
    Refused(String),
    /// AWS said no.
    Rejected(Fault),
    /// Sent, and no answer came: it may or may not have happened. Settled by reading, never by sending again.
    Unknown(Fault),
}
