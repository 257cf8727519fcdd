//! Text that is kept and not shown before somebody asks for it.

use super::text::Text;
use std::fmt;

/// A value that may be a secret, as those of environment variables: it can be compared, and is written out only
/// where a person has asked to see it.
#[derive(Clone, PartialEq, Eq)]
pub struct Masked(Text);

impl Masked {
    pub fn new(value: impl Into<Text>) -> Self {
        Self(value.into())
    }

    /// The value, for somebody who has asked for it.
    pub fn shown(&self) -> &Text {
        &self.0
    }
}

impl fmt::Debug for Masked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Masked(…)")
    }
}
