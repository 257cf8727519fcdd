//! One file a subcommand: its options, choose the world, run, print why it ended.
//!
//! Never here: what a fact means, how anything looks.

pub mod args;
pub mod console;
pub mod demo;
pub mod diagnose;
pub mod exit;
pub mod explain;
pub mod journal;
pub mod logs;
pub mod look;
pub mod query;
pub mod report;
pub mod sim;
pub mod watch;
