//! The integration tests: one binary.

mod glass;
mod house;
mod journeys;
