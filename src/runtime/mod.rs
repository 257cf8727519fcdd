//! The only place that waits: the loop, effects to tasks, feeds to pollers, the terminal, config files, the
//! journal, lines of files as they grow.
//!
//! Never here: what a key means, what a fact means, how anything looks.

pub mod backoff;
pub mod clock;
pub mod console;
pub mod effects;
pub mod event_rows;
pub mod folders;
pub mod following;
pub mod gather;
pub mod inquiry;
pub mod journal;
mod journal_file;
mod journal_lines;
pub mod keys;
pub mod lines;
pub mod live;
pub mod log_follower;
pub mod log_groups;
pub mod log_look;
pub mod log_reading;
pub mod log_round;
mod log_silence;
pub mod log_told;
pub mod memory;
mod missing_groups;
pub mod past_queries;
pub mod pipe;
pub mod pollers;
mod private_file;
pub mod query_pace;
mod saving;
pub mod signals;
pub mod tail;
pub mod tail_keeper;
pub mod terminal;
pub mod watching;
pub mod window_reading;
