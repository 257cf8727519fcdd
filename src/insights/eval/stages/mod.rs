//! The stages of a query: some see one row at a time, some need all rows before they can give any.

pub mod dedup;
pub mod extract;
pub mod fill;
pub mod ordering;
pub mod outlier;
pub mod running;
pub mod session;
pub mod single;
pub mod spread;
pub mod stage;
pub mod totals;
