//! The simulated account: scenarios, and their state over time.
//!
//! Here live the nouns of an account as the simulator holds them, the scenarios as data, and the small discrete
//! simulation that moves them. Deterministic by seed, and never asking for the time: `now` is always given. Never
//! here: anything of `aws/` or `diagnosis/`; the simulator is held against them, so it must not know them.

pub mod account;
pub mod answer_body;
pub mod door;
pub mod refusal;
pub mod scenario;
pub mod server;
pub mod wire;
pub mod world;
