//! Which overlay is drawn how.

use super::{choose, confirm, help, input_field, palette, scrolled, timeline};
use crate::app::model::Model;
use crate::app::overlay::Overlay;
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Draws an overlay over `area`; gives the cursor where it has a field.
pub fn draw(buffer: &mut Buffer, area: Rect, model: &Model, theme: &Theme, overlay: &Overlay) -> Option<Position> {
    match overlay {
        Overlay::Help { scroll } => help::draw(buffer, area, model, theme, *scroll),
        Overlay::Detail { title, lines, scroll } => scrolled::detail(buffer, area, theme, title, (lines, *scroll)),
        Overlay::Timeline(shown) => timeline::draw(buffer, area, theme, shown, model.now),
        Overlay::Menu { selected } => choose::menu(buffer, area, model, theme, *selected),
        Overlay::Skip(choice) => choose::skip(buffer, area, theme, choice),
        Overlay::Palette { input, selected } => return palette::draw(buffer, area, model, theme, (input, *selected)),
        Overlay::Confirm(confirm) => return confirm::draw(buffer, area, theme, confirm),
        Overlay::Query { input, problem } => {
            return input_field::query(buffer, area, theme, (input, problem.as_deref()));
        }
        // A filter is typed in the footer, beside the rows it changes.
        Overlay::Filter(_) => {}
    }
    None
}
