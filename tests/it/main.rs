//! The integration tests: one binary.

mod beside;
mod calls;
mod catalogue;
mod core;
mod drawn;
mod fixtures;
mod followed;
mod glass;
mod handbook;
mod hostile;
mod house;
mod incidents;
mod journeys;
mod levers;
mod logs;
mod narrow;
mod pages;
mod pty;
mod query;
mod remembered;
mod reports;
mod screens;
mod steps;
mod told;
mod verdicts;
mod watched;
