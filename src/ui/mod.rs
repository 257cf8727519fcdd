//! How it looks: themes, the frame of the screen, panes, and what lies over them.
//!
//! Here lives drawing, as a pure function of the model. Never here: deciding anything, changing the model, reading
//! files, the environment or the clock, colours outside themes.

mod footer;
mod freshness;
mod header;
mod layout;
mod overlays;
mod pane_frame;
mod panes;
mod role;
mod rows;
mod style_words;
mod theme;
mod verdict_style;
mod view;
mod wrap;

pub use role::Role;
pub use theme::{EMBEDDED, Theme, ThemeError};
pub use view::view;
pub use wrap::wrap;
