//! The one folder that changes an account: one file a service. State is read again right before; nothing is ever sent
//! twice.
//!
//! Never here: deciding what is legal (the table is `domain::lever_table`), the journal (it is `runtime`'s).

mod autoscaling;
mod cloudformation;
mod custom_resource;
mod ecs;
mod logs;
mod outcome;
mod reread;
mod send;

pub use reread::reread;
pub use send::send;
