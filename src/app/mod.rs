//! The core: model, messages, actions, effects, feeds, and how one becomes the other.
//!
//! Everything here is pure. Never here: I/O, waiting, a clock, drawing. Time comes in as a message, wishes go
//! out as effects and feeds.

pub mod action;
pub mod advice;
pub mod after;
pub mod aim;
pub mod aimed;
mod beside_wanted;
pub mod bulletin;
pub mod choice;
pub mod command;
pub mod config;
pub mod confirm;
mod custom_wanted;
pub mod detail;
pub mod drift_wanted;
pub mod editor;
pub mod effect;
pub mod evidence;
pub mod feed;
mod follows;
pub mod hunt;
pub mod in_question;
pub mod input;
pub mod key;
pub mod keymap;
pub mod logs_wanted;
pub mod menu;
pub mod message;
pub mod model;
pub mod old_count;
pub mod overlay;
pub mod panes;
pub mod parting;
pub mod picked;
pub mod place;
mod plain_way;
pub mod plan;
pub mod presets;
pub mod pull;
pub mod queries;
pub mod query_list;
pub mod query_wanted;
pub mod save_query;
pub mod saved;
pub mod scroll;
pub mod session;
pub mod situated;
pub mod step;
pub mod timeline;
pub mod tracker;
pub mod traffic;
pub mod trail;
mod undertaken;
pub mod update;
pub mod way;
