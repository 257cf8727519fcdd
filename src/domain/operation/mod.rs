//! What can be done to an account: the writes, described before they are sent.
//!
//! Here live one file for what each group of levers needs to be sent, shown and compared with what is read right
//! before, and how a write ended. Never here: sending.

mod any;
mod change;
mod count;
mod custom;
mod deployment;
mod outcome;
mod reading;
mod save_query;
mod scaling;
mod stack;
mod stack_aim;
mod task;

pub use any::Operation;
pub use change::Change;
pub use count::SetCount;
pub use custom::{Answer, AnswerCustomResource};
pub use deployment::{ContinueDeployment, ForceDeployment, HookAnswer, StopDeployment};
pub use outcome::Outcome;
pub use reading::Reading;
pub use save_query::SaveQuery;
pub use scaling::SetScaling;
pub use stack::{CancelUpdate, CheckDrift, ContinueRollback, DeleteStack, Keep, RollbackStack, Skip};
pub use stack_aim::StackAim;
pub use task::StopTask;

#[cfg(test)]
mod tests;
