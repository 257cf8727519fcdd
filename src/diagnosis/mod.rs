//! Facts to findings: one rule a file, the message catalogue, the ranking.
//!
//! Never here: I/O, asking for the time, knowledge of the simulator. Every finding quotes its evidence.

pub mod catalogue;
pub mod verdict;
