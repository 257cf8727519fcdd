//! Each lever with the real SDK against the simulated account: legal ones do what they say, illegal ones are refused.

mod bench;
mod counting;
mod drift;
mod effects;
mod guide;
mod interleavings;
mod journeys;
mod refused;
mod service_states;
mod spoiled;
mod states;
mod story;
mod trackers;

pub use bench::operation;
