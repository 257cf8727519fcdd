//! What lies over the panes: help, palette, menu, choices, the last step before a write.
//!
//! Never here: what a key does in them (that is `app::update`).

mod choices;
mod choose;
mod confirm;
mod dialog;
mod draw;
mod editor;
mod help;
mod input_field;
mod keys;
mod name_query;
mod palette;
mod queries;
mod scrolled;
mod timeline;
mod way;

pub use draw::draw;
pub use input_field::line as input_line;
pub use keys::of as keys;
