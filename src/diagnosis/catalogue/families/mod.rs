//! The tables, one file a family of messages. Rows only: no code that reads a message lives here.

mod benign;
mod calm;
mod crash;
mod custom;
mod deployment;
mod general;
mod health;
mod init;
mod logs;
mod order;
mod place;
mod pull;
mod rollout;
mod serve;
mod stack;
mod start;
mod storage;
mod sure;
mod task;
mod template;
mod wrapper;

pub use order::{FAMILIES, Reach};
pub use sure::ERROR_LOGGED;
