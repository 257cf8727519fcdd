//! Scenarios: an incident as data.
//!
//! Here live the form of a scenario's TOML, its defaults and its checks, and the list of those that come with the
//! program. Never here: what becomes of it over time; that is the world's.

mod book;
mod error;
mod fate;
mod plan;

pub use error::ScenarioError;
pub use fate::Fate;
pub use plan::{BreakerPlan, Expected, OperationPlan, ResourcePlan, Scenario, ServicePlan, StackPlan};
