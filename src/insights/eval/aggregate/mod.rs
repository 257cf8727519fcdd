//! `stats`: groups of rows and what is computed of each.

mod groups;
mod state;

pub use groups::{Groups, Statistics};
pub use state::{Measure, percentile};
