//! The integration tests: one binary.

mod calls;
mod catalogue;
mod core;
mod drawn;
mod fixtures;
mod glass;
mod hostile;
mod house;
mod incidents;
mod journeys;
mod pages;
mod pty;
mod remembered;
mod reports;
mod screens;
mod verdicts;
mod watched;
