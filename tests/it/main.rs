//! The integration tests: one binary.

mod catalogue;
mod fixtures;
mod glass;
mod house;
mod journeys;
mod screens;
