//! Whole situations as facts, and what must be said about them.

mod broken;
mod calm;
mod fixtures;
mod forms;
mod stack;
mod timeline;
