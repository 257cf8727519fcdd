//! Why a query cannot be run here.

use crate::insights::span::Span;
use std::fmt;

/// What of a query has to be left to the service, or cannot be run at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NeedsService {
    /// Only the service can do this.
    Service {
        /// The command or function.
        what: String,
        /// Where it stands.
        span: Span,
    },
    /// This program cannot evaluate it; the service can.
    Unsupported {
        /// The command or form.
        what: String,
        /// Where it stands.
        span: Span,
    },
    /// The query has errors; neither can run it.
    Invalid {
        /// What is wrong.
        what: String,
        /// Where.
        span: Span,
    },
}

impl NeedsService {
    /// The command, function or fault in question.
    pub fn what(&self) -> &str {
        match self {
            NeedsService::Service { what, .. }
            | NeedsService::Unsupported { what, .. }
            | NeedsService::Invalid { what, .. } => what,
        }
    }

    /// Where it stands in the query.
    pub fn span(&self) -> Span {
        match self {
            NeedsService::Service { span, .. }
            | NeedsService::Unsupported { span, .. }
            | NeedsService::Invalid { span, .. } => *span,
        }
    }
}

impl fmt::Display for NeedsService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NeedsService::Service { what, .. } => {
                write!(f, "{what} can only be run by CloudWatch Logs: it needs more than the rows at hand")
            }
            NeedsService::Unsupported { what, .. } => {
                write!(f, "{what} is not evaluated here yet; CloudWatch Logs can run it")
            }
            NeedsService::Invalid { what, .. } => write!(f, "the query cannot run: {what}"),
        }
    }
}

impl std::error::Error for NeedsService {}
