//! What is tested from outside, one file a matter.

mod fixtures;
mod screens;
