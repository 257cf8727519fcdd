//! Logs Insights QL: reading, checking and running queries.
//!
//! Texts become trees with a place on every node; a half-typed query still gives a tree. Never here: I/O, the
//! clock, AWS; what only the service can compute is named, not guessed.

mod commands;
mod lex;
mod literal;
mod nearest;
mod parse;
mod parsed;
mod problem;
mod span;
mod token;
pub mod tree;

pub use parsed::{LONGEST, Parsed, parse};
pub use problem::Problem;
pub use span::Span;
pub use tree::Query;
