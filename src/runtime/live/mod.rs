//! Live queries: one engine for the pane and for pipes, which chooses how an answer is kept fresh and tells what comes.
//!
//! Never here: what is drawn or printed of it.

mod absent;
mod answer;
mod choice;
mod engine;
mod forecast;
mod gauge;
mod record;
mod service;

pub use engine::{Desk, live};
