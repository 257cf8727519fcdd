//! Whole situations as facts, and what must be said about them.

mod behind;
mod beside;
mod broken;
mod calm;
mod clocks;
mod fixtures;
mod forms;
mod impact;
mod remembered;
mod rollout;
mod stack;
mod steps;
mod timeline;
mod undone;
