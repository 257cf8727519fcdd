//! One-shot wishes of the core, carried out by the runtime.

use crate::domain::operation::Operation;

/// Something to be done once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// A confirmed write. The runtime refuses it in read-only mode and without a journal, reads the state
    /// again, sends it once.
    Write(Operation),
    /// Text for the clipboard; safe text only.
    Copy(String),
    /// Poll every feed now.
    Refresh,
}
