//! The account over time: a small discrete simulation of ECS and CloudFormation.
//!
//! Here live the agenda of what happens when, and one room for each who acts: the ECS scheduler, a task's life, the
//! stack's operations, the writes. Never here: HTTP, paging, a clock.

mod state;
mod writes;

pub use state::World;
