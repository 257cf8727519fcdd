//! A saved query as the account keeps it.

use crate::domain::Timestamp;

/// A query saved in the account.
#[derive(Clone, Debug)]
pub struct Definition {
    pub id: String,
    pub name: String,
    pub text: String,
    pub groups: Vec<String>,
    /// Of the request that made it.
    pub token: Option<String>,
    /// When it was changed last.
    pub at: Timestamp,
}
