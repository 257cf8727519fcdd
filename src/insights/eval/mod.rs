//! Running queries over events at hand. What only the service can compute is named, never guessed.

mod aggregate;
mod assemble;
mod clock;
mod code;
mod collect;
mod columns;
mod compile;
mod expr;
mod functions;
mod key;
mod load;
mod names;
mod needs;
mod plan;
mod plan_extract;
mod plan_fill;
mod plan_stats;
mod planner;
mod prefilter;
mod row;
mod stages;

pub use clock::QueryClock;
pub use needs::NeedsService;
pub use plan::{Plan, run};
pub use row::Row;
