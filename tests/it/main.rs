//! The integration tests: one binary.

mod catalogue;
mod core;
mod fixtures;
mod glass;
mod house;
mod journeys;
mod pty;
mod screens;
mod verdicts;
