//! Facts to findings: one rule a file, the message catalogue, the ranking.
//!
//! Never here: I/O, asking for the time, knowledge of the simulator. Every finding quotes its evidence.

pub mod beside;
mod candidate;
pub mod catalogue;
pub mod changed;
pub mod changes;
mod clocks;
mod diagnose;
mod failures;
mod gap;
mod headline;
mod impact;
mod judge;
mod not_checked;
mod ports;
mod rank;
mod reading;
mod remedies;
pub mod render;
pub mod repeat;
mod rules;
pub mod sightings;
#[cfg(test)]
mod stories;
mod takes;
pub mod task_stage;
pub mod task_why;
pub mod timeline;
pub mod verdict;
mod view;
mod words;

pub use diagnose::diagnose;
pub use takes::Takes;
