//! One pane a file: what a row of it looks like, and what it says where there are no rows.
//!
//! Never here: which rows there are (that is `app::panes`), frames.

mod draw;
mod events;
mod finding;
pub mod findings;
mod log_edge;
mod log_histogram;
mod log_line;
mod logs;
mod query_results;
mod rollouts;
mod section;
mod stacks;
mod task_row;
mod way_out;
mod when;

pub use draw::{captions, draw};
