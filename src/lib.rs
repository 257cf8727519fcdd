//! The rooms of `unstuck`; see `docs/architecture.md` for the map.

pub mod app;
pub mod aws;
pub mod cli;
pub mod commands;
pub mod diagnosis;
pub mod domain;
pub mod insights;
mod misuse;
pub mod runtime;
pub mod sim;
pub mod ui;
