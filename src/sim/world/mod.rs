//! The account over time: a small discrete simulation of ECS and CloudFormation.
//!
//! Here live the agenda of what happens when, and one room for each who acts: the ECS scheduler, a task's life, the
//! stack's operations, the writes. Each acts on the shared state and reaches the others only through the agenda, or
//! through methods of the state. Never here: HTTP, paging, a clock.

mod agenda;
mod beside;
mod breaker;
mod create;
mod custom;
mod definitions;
mod delete;
mod dice;
mod ends;
mod engine;
mod hold;
mod life;
mod logbook;
mod names;
mod nested;
mod open;
mod resources;
mod rollback;
mod scheduler;
mod service_book;
mod stack_book;
mod state;
mod task_form;
mod told;
mod update;
mod waits;
mod writes;

#[cfg(test)]
mod tests;

pub use state::World;
pub use writes::{CustomAnswer, Registration};
