//! The writes: each checks AWS's own legality and answers with AWS's own error code and words.
//!
//! Here live one room for each call. Never here: reading a request (it is the wire's), and what follows later of a
//! write: that is put on the agenda.

mod cancel;
mod count;
mod custom;
mod delete;
mod deployment;
mod drift;
mod requests;
mod rollback;
mod scaling;
mod task;

pub use custom::CustomAnswer;
pub use scaling::Registration;
