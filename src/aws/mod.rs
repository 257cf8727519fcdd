//! Everything between us and AWS: clients, credentials' source, paging, SDK types to domain types, SDK errors
//! to faults. [`write`] is the one folder that changes anything in an account.
//!
//! Never here: opinions about what is wrong, waiting between polls (that is `runtime`'s), asking for the time.

pub mod clients;
pub mod connect;
pub mod connect_error;
pub mod live_tail;
pub mod log_groups;
pub mod log_history;
pub mod log_stream;
pub mod query;
pub mod watch;
pub mod write;

mod ask;
mod chain;
mod choice;
mod credentials;
mod doubted;
mod fault;
mod from_sdk;
pub mod meter;
mod options;
mod pages;
mod region;
mod watches;

#[cfg(test)]
mod fake_http;
#[cfg(test)]
mod tests;
