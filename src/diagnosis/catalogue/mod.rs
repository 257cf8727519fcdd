//! The message catalogue: what the words of ECS, CloudFormation, Docker and programs mean.
//!
//! Here live the normal form of a message, the small language of conditions, the tables of causes (one file a
//! family, under `families/`), and what names the thing to change. Never here: facts about one service, ranking of
//! findings, I/O. A new cause costs one row in a table and one row in `tests/diagnosis/messages.jsonl`.

mod cause;
mod condition;
mod exit;
mod exit_words;
mod explain;
mod explanation;
mod families;
mod kind;
mod level;
mod names;
mod nought;
mod plain;
mod policy;
mod quote;
mod sniff;
mod subject;

pub use explain::{causes, depth, explain, in_general};
pub use explanation::Explanation;
pub use kind::MessageKind;
