//! What is wrong or risky about a query that could be read. Errors are what the service refuses; lints what it
//! accepts though a person probably means something else. Never here: reading or running.

mod calls;
mod checker;
mod expressions;
mod extraction;
mod findings;
mod lists;
mod names;
mod order;
mod spelling;

pub use checker::check;
