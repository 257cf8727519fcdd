//! What is read again right before a write is sent.

use crate::domain::service::ServiceId;
use crate::domain::text::Text;

/// One thing to read again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading<'a> {
    /// A stack, by ARN.
    Stack(&'a Text),
    /// All resources of a stack, by ARN.
    Resources(&'a Text),
    Service(&'a ServiceId),
    /// A service deployment, by ARN.
    Deployment(&'a Text),
    Scaling(&'a ServiceId),
    /// The queries saved in the account.
    SavedQueries,
    /// A task, by ARN.
    Task {
        cluster: &'a Text,
        task: &'a Text,
    },
}
