//! A stack as a write is aimed at it.

use crate::domain::situation::Situation;
use crate::domain::stack::{Stack, StackStatus};
use crate::domain::text::Text;

/// A stack with the status a person saw, and the token of the confirmation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StackAim {
    /// ARN.
    pub id: Text,
    pub name: Text,
    /// The status the person saw; if it has moved, nothing is sent.
    pub from: StackStatus,
    /// ClientRequestToken: made once a confirmation, reused on retry (the SDK fills in none).
    pub token: Text,
}

impl StackAim {
    /// A stack as it is now. The token stays empty: one is made for each confirmation.
    pub fn at(stack: &Stack) -> Self {
        Self { id: stack.id.clone(), name: stack.name.clone(), from: stack.status.clone(), token: Text::new("") }
    }

    pub(super) fn moved(&self, now: &Situation<'_>) -> Option<String> {
        let stack = now.stack.filter(|stack| stack.status != self.from)?;
        Some(format!("the stack is {} and no longer {}", stack.status, self.from))
    }
}
