//! The integration tests: one binary.

mod catalogue;
mod drawn;
mod fixtures;
mod glass;
mod hostile;
mod house;
mod incidents;
mod journeys;
mod screens;
