//! What has been found.

use crate::insights::problem::Problem;
use crate::insights::span::Span;

/// Errors and lints in the order they were found.
#[derive(Debug, Default)]
pub struct Findings {
    /// What the service refuses.
    pub errors: Vec<Problem>,
    /// What it accepts.
    pub lints: Vec<Problem>,
}

impl Findings {
    /// Notes an error.
    pub fn error(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.errors.push(Problem::new(span, message).help(help));
    }

    /// Notes a lint.
    pub fn lint(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.lints.push(Problem::new(span, message).help(help));
    }
}
