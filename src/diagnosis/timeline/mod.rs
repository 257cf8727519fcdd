//! What happened when: one order of everything told about the operation, and its resources and deployments as bars.
//!
//! Here live moments and bars, from facts alone. Never here: what is to blame for it (that is the rules'), drawing.

mod bars;
mod moment;
mod order;
mod tasks;

pub use bars::{Bar, BarKind, Span, bars};
pub use moment::{Moment, Weight};
pub use order::timeline;
