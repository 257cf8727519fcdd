//! Fields for typing: one line, and the query editor.

use super::dialog::{self, Frame};
use crate::app::input::Input;
use crate::ui::pane_frame::cells;
use crate::ui::role::Role;
use crate::ui::theme::Theme;
use crate::ui::wrap::{width, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;

/// Lines the query editor has at least.
const QUERY_LINES: usize = 6;

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
fn scrolled(text: &str, cursor: usize, room: usize) -> (&str, usize) {
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

/// The query editor, on its border what it is run over, with what is wrong with the query under it.
pub fn query(
    buffer: &mut Buffer,
    area: Rect,
    theme: &Theme,
    (input, problem, keys): (&Input, Option<&str>, &str),
    scope: &str,
) -> Option<Position> {
    let room = dialog::inside(area);
    let problem = problem.map_or_else(Vec::new, |problem| wrap(problem, room));
    let text = input.area().lines();
    let height = text.len().max(QUERY_LINES) + problem.len().max(1);
    let frame = Frame { title: &format!("Logs Insights query · {scope}"), keys, role: Role::Dialog };
    // Over the logs, where its rows will be.
    let low = Rect { y: area.y + area.height / 3, height: area.height - area.height / 3, ..area };
    let inner = dialog::open(buffer, low, theme, &frame, height);
    let below = cells(problem.len()).min(inner.height.saturating_sub(1));
    let field = Rect { height: inner.height - below, ..inner };
    let cursor = input.area().cursor();
    let (row, column) = (cursor.0, cursor.1);
    let first = (row + 1).saturating_sub(usize::from(field.height));
    let mut place = None;
    for ((number, line), y) in text.iter().enumerate().skip(first).zip(field.y..field.bottom()) {
        let before: String = line.chars().take(column).collect();
        let at = if number == row { width(&before) } else { 0 };
        let (shown, x) = scrolled(line, at, usize::from(field.width));
        buffer.set_stringn(field.x, y, shown, usize::from(field.width), theme.of(Role::Input));
        if number == row {
            place = Some(Position { x: field.x.saturating_add(cells(x)), y });
        }
    }
    let lines: Vec<Line> = problem.into_iter().map(|line| Line::styled(line, theme.of(Role::Problem))).collect();
    dialog::lines(buffer, Rect { y: field.bottom(), height: below, ..inner }, &lines);
    place
}
