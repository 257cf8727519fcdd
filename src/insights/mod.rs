//! Logs Insights QL: reading, checking and running queries.
//!
//! Texts become trees with a place on every node; a half-typed query still gives a tree. Never here: I/O, the
//! clock, AWS; what only the service can compute is named, not guessed.

#[cfg(test)]
mod cases;
mod check;
mod commands;
mod complete;
#[cfg(test)]
mod corpus;
mod discover;
mod eval;
mod event;
mod fetch;
mod formats;
mod function;
mod hoist;
mod ink;
mod lambda;
mod lex;
mod lines;
mod literal;
mod moment;
mod nearest;
mod order;
mod parse;
mod parsed;
mod pattern;
mod print;
mod problem;
mod pushdown;
mod record;
mod seen;
mod span;
mod token;
pub mod tree;
mod value;
mod words;

pub use complete::{Known, Offer, Offers, offers};
pub use eval::{NeedsService, Plan, QueryClock, Row, run};
pub use event::Event;
pub use fetch::{EVENT_FIELDS, fetch_query, names_source, narrowed_query};
pub use ink::{Ink, inks};
pub use moment::{TimeFields, iso};
pub use parsed::{LONGEST, Parsed, parse};
pub use problem::Problem;
pub use pushdown::Pushdown;
pub use record::Record;
pub use seen::{field_names, pretty};
pub use span::Span;
pub use tree::Query;
pub use value::Value;
