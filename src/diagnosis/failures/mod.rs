//! Tasks that ended badly: what each says, which container is to blame, its last telling log line, the groups.
//!
//! Never here: which deployment matters, what it means for the stack.

mod culprit;
mod group;
mod lack;
mod log_line;
mod tale;
mod tally;

pub use culprit::failure_of;
pub use group::{Group, groups_of};
pub use lack::lacking;
pub use log_line::{LogWord, last_word, ready_after};
pub use tale::names_error;
pub use tally::Tally;
