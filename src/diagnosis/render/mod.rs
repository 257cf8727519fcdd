//! A diagnosis as JSON, as text for a terminal, and as Markdown for a ticket. All of it passes through redaction.
//!
//! Never here: judgement, colours, writing to anything.

mod json;
mod markdown;
mod report;
mod seen_from;
mod text;

pub use json::json;
pub use markdown::markdown;
pub use report::Report;
pub use seen_from::SeenFrom;
pub use text::{beside_cause, text};
