//! Which overlay is drawn how.

use super::{choices, choose, confirm, editor, help, keys, name_query, palette, queries, scrolled, timeline, way};
use crate::app::model::Model;
use crate::app::overlay::Overlay;
use crate::app::scroll::Drawn;
use crate::app::update::query_scope;
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// What drawing an overlay has found.
#[derive(Default)]
pub struct Over {
    /// Where the cursor is, where there is a field.
    pub cursor: Option<Position>,
    /// How long a text is and how much of it fits, where it is scrolled.
    pub drawn: Option<Drawn>,
}

/// Draws an overlay over `area`.
pub fn draw(buffer: &mut Buffer, area: Rect, model: &Model, theme: &Theme, overlay: &Overlay) -> Over {
    let keys = keys::of(overlay, model);
    let (mut cursor, mut drawn) = (None, None);
    match overlay {
        Overlay::Help { scroll } => drawn = Some(help::draw(buffer, area, model, theme, *scroll)),
        Overlay::Detail(detail) => drawn = Some(scrolled::detail(buffer, area, theme, detail)),
        Overlay::Timeline(shown) => drawn = Some(timeline::draw(buffer, area, theme, (shown, &keys), model.now)),
        Overlay::Menu { at } => choose::menu(buffer, area, model, theme, (at, &keys)),
        Overlay::Choose(choice) => cursor = choices::draw(buffer, area, theme, (choice, &keys)),
        Overlay::Way => way::draw(buffer, area, model, theme, &keys),
        Overlay::Palette { input, selected } => {
            cursor = palette::draw(buffer, area, model, theme, (input, *selected, &keys));
        }
        Overlay::Confirm(confirm) => {
            let is_too_small = model.size.is_too_small_to_confirm();
            let (at, told) = confirm::draw(buffer, area, theme, (confirm, &keys), is_too_small);
            (cursor, drawn) = (at, Some(told));
        }
        Overlay::Editor(editor) => {
            cursor = editor::draw(buffer, area, theme, (editor, &keys), &query_scope(model, &editor.input.text()));
        }
        Overlay::NameQuery(asked) => {
            cursor = name_query::draw(buffer, area, theme, (asked, &keys), model);
        }
        Overlay::Queries(list) => cursor = queries::draw(buffer, area, theme, (list, &keys)),
        // Typed in the footer, beside the rows they change.
        Overlay::Filter(_) | Overlay::Search(_) => {}
    }
    Over { cursor, drawn }
}
