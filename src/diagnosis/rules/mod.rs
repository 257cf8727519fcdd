//! The rules, one a file: each reads the view and says what it found, with quotes.
//!
//! Never here: the order of findings, the verdict.

mod answered;
pub mod at_zero;
pub mod behind;
pub mod breaker;
pub mod cancelled;
pub mod changed;
pub mod churn;
pub mod controller;
pub mod deletion;
pub mod deployment_said;
mod function_log;
mod health_times;
pub mod holder;
pub mod operation_failed;
mod percents;
mod quotes;
mod recalled;
pub mod remembered;
pub mod rollback_failed;
pub mod service_events;
pub mod stalled;
pub mod tasks;
mod undone;
mod unread;
pub mod usual;
pub mod waiting;
