//! A field of one line for typing.

use crate::app::input::Input;
use crate::ui::pane_frame::cells;
use crate::ui::role::Role;
use crate::ui::theme::Theme;
use crate::ui::wrap::width;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Draws a field that is compared byte by byte: a blank is seen.
pub fn exact(buffer: &mut Buffer, area: Rect, theme: &Theme, input: &Input) -> Option<Position> {
    typed(buffer, area, theme, input, &input.text().replace(' ', "␣"))
}

/// Draws a field of one line, scrolled so that the cursor is in it; gives where the cursor is.
pub fn line(buffer: &mut Buffer, area: Rect, theme: &Theme, input: &Input) -> Option<Position> {
    typed(buffer, area, theme, input, &input.text())
}

fn typed(buffer: &mut Buffer, area: Rect, theme: &Theme, input: &Input, text: &str) -> Option<Position> {
    if area.is_empty() {
        return None;
    }
    let before: String = text.chars().take(input.area().cursor().1).collect();
    let (shown, x) = scrolled(text, width(&before), usize::from(area.width));
    buffer.set_stringn(area.x, area.y, shown, usize::from(area.width), theme.of(Role::Input));
    Some(Position { x: area.x.saturating_add(cells(x)), y: area.y })
}

/// The part of a line that shows the cursor, and the cursor's place in it.
pub fn scrolled(text: &str, cursor: usize, room: usize) -> (&str, usize) {
    let hidden = (cursor + 1).saturating_sub(room);
    let mut gone = 0;
    for (at, c) in text.char_indices() {
        if gone >= hidden {
            return (text.get(at..).unwrap_or_default(), cursor - gone);
        }
        gone += width(c.encode_utf8(&mut [0; 4]));
    }
    if hidden == 0 { (text, cursor) } else { ("", cursor.saturating_sub(gone)) }
}
