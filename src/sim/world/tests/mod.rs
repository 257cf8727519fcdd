//! The account over time, as sentences. Here lives nothing but tests and what they share.

mod opening;
mod passing;
mod scenes;
mod stage;
mod writing;
