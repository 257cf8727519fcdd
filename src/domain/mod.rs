//! The nouns of the field and what has been learned about them.
//!
//! Here live stack, event, service, deployment, task, target, image, capacity, log record, operation, fault, facts,
//! and text made safe to show. Never here: I/O, asking for the time, drawing, opinions about what is wrong.

pub mod calls;
pub mod capacity;
pub mod clock;
pub mod custom_request;
pub mod deployment;
pub mod drift;
pub mod emptied;
pub mod facts;
pub mod fault;
pub mod guard;
pub mod identity;
pub mod image;
pub mod known;
pub mod left_out;
pub mod lever;
pub mod lever_table;
pub mod line_page;
pub mod line_store;
pub mod live;
pub mod log;
pub mod log_cost;
pub mod log_counts;
pub mod log_gap;
pub mod log_joint;
pub mod log_scope;
pub mod log_store;
pub mod look_back;
pub mod masked;
pub mod memory;
pub mod missing_image;
pub mod nearest;
pub mod need;
pub mod news;
pub mod older;
pub mod operation;
pub mod query;
pub mod redact;
pub mod response_url;
pub mod revision;
pub mod saved_query;
pub mod scaling;
pub mod service;
pub mod service_token;
pub mod severity;
pub mod shell;
pub mod sighting;
pub mod situation;
pub mod skip;
pub mod stack;
pub mod taken;
pub mod target;
pub mod task;
pub mod task_definition;
pub mod text;
pub mod told_back;
pub mod topic;
pub mod unstarted;
pub mod wire;

pub use clock::Timestamp;
pub use text::Text;
