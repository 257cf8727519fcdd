//! What each topic asks and remembers. Never here: back-off and waiting between polls.

pub(super) mod alias;
pub(super) mod capacity;
pub(super) mod custom_request;
pub(super) mod definition;
pub(super) mod deployments;
pub(super) mod drift;
pub(super) mod events;
pub(super) mod image;
pub(super) mod log;
pub(super) mod log_around;
pub(super) mod logs;
pub(super) mod revisions;
pub(super) mod scaling;
pub(super) mod services;
pub(super) mod stack;
pub(super) mod targets;
pub(super) mod tasks;
