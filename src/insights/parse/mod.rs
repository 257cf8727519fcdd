//! From tokens to a tree, with recovery at pipes. Never here: opinions about a query that reads well; those are
//! in `check`.

mod cursor;
mod expr;
mod extract;
mod operand;
mod query;
mod reshape;
mod rows;
mod service;

pub use query::query;
