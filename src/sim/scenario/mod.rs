//! Scenarios: an incident as data.
//!
//! Here live the form of a scenario's TOML, its defaults and its checks, and the list of those that come with the
//! program. Never here: what becomes of it over time; that is the world's.

mod book;
mod defaults;
mod error;
mod fate;
mod holding;
mod live_tail;
mod plan;
mod queries;
mod service;
mod stack;

pub use error::ScenarioError;
pub use fate::Fate;
pub use holding::{AlarmPlan, AutoscalingPlan, HookPlan, HookStage, TimeoutAction};
pub use live_tail::{LiveTailPlan, SessionEnd, SessionPlan};
pub use plan::{Expected, Scenario};
pub use queries::{QueriesPlan, RunEnd, RunPlan};
pub use service::{BreakerPlan, InstancesPlan, NewLog, ServicePlan, SidecarPlan};
pub use stack::{OperationPlan, ResourcePlan, StackPlan};
