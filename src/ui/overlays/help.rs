//! The keys and what they do, by context, read off the keymap.

use super::{dialog, scrolled};
use crate::app::action::Action;
use crate::app::keymap::Context;
use crate::app::model::Model;
use crate::app::scroll::{Drawn, Scroll};
use crate::ui::role::Role;
use crate::ui::rows::hang;
use crate::ui::theme::Theme;
use crate::ui::wrap::{fit, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// Cells for the keys of an action.
const KEYS: usize = 16;

pub fn draw(buffer: &mut Buffer, area: Rect, model: &Model, theme: &Theme, scroll: Scroll) -> Drawn {
    scrolled::draw(
        buffer,
        area,
        theme,
        ("keys", "Esc close"),
        (&lines(model, theme, dialog::inside(area)), scroll, None),
    )
}

fn lines(model: &Model, theme: &Theme, room: usize) -> Vec<Line<'static>> {
    let indent = KEYS + 3;
    let mut lines = Vec::new();
    for context in Context::ALL {
        let heading = match context {
            Context::Global => "everywhere",
            Context::Logs => "in the logs",
        };
        if !lines.is_empty() {
            lines.push(Line::default());
        }
        lines.push(Line::styled(heading, theme.of(Role::Strong)));
        for action in Action::ALL {
            let keys = model.keys.map.keys_of(context, *action);
            if !keys.is_empty() {
                let keys = Span::styled(format!("  {} ", fit(&keys.join("  "), KEYS)), theme.of(Role::Key));
                let words = wrap(action.help(), room.saturating_sub(indent));
                lines.extend(hang(vec![keys], words, indent, theme.of(Role::Text)));
            }
        }
    }
    lines
}
