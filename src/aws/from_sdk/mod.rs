//! SDK types to domain types, one noun a file. Any member may be missing and any word unknown; a row is left out
//! only where it lacks what names it. Never here: calls.

pub(super) mod capacity;
pub(super) mod deployment;
pub(super) mod drift;
pub(super) mod log;
pub(super) mod member;
pub(super) mod revision;
pub(super) mod scaling;
pub(super) mod service;
pub(super) mod stack;
pub(super) mod target;
pub(super) mod task;
pub(super) mod task_definition;
