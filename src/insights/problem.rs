//! What is wrong, or risky, at one place of a query.

use super::span::Span;

/// An error or a lint: where (byte offsets in the query text), what, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
pub struct Problem {
    /// Byte offset of the first byte concerned.
    pub start: usize,
    /// Byte offset behind the last byte concerned; equal to `start` when something is missing there and no blanks follow.
    pub end: usize,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What to write instead, where that is known.
    pub help: Option<String>,
}

impl Problem {
    /// A problem without advice.
    pub fn new(span: Span, message: impl Into<String>) -> Self {
        Self { start: span.start, end: span.end, message: message.into(), help: None }
    }

    /// The same problem with advice.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}
