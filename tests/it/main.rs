//! The integration tests: one binary.

mod catalogue;
mod glass;
mod house;
mod journeys;
