//! Queries to choose from, with the text of the one under the cursor.

use super::dialog::{self, Frame};
use super::input_field;
use crate::app::query_list::QueryList;
use crate::ui::pane_frame::cells;
use crate::ui::role::Role;
use crate::ui::rows::{self, Row, Selection};
use crate::ui::theme::Theme;
use crate::ui::wrap::{clip, fit, wrap_at_most};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

/// Rows shown at a time, and lines of the chosen one's text.
const ROWS: usize = 10;
const TEXT: usize = 5;
/// Cells of a row's kind.
const KIND: usize = 7;

/// Draws the list; gives where the cursor is.
pub fn draw(buffer: &mut Buffer, area: Rect, theme: &Theme, (list, keys): (&QueryList, &str)) -> Option<Position> {
    let shown = list.shown();
    let frame = Frame { title: "queries · type to narrow", keys, role: Role::Dialog };
    let inner = dialog::open(buffer, area, theme, &frame, ROWS + TEXT + 3);
    let cursor = input_field::line(buffer, Rect { height: inner.height.min(1), ..inner }, theme, &list.words);
    let below = cells(TEXT).min(inner.height.saturating_sub(3));
    let height = inner.height.saturating_sub(3 + below);
    let area = Rect { y: inner.y.saturating_add(2), height, ..inner };
    if shown.is_empty() {
        dialog::lines(buffer, area, &[Line::styled("no query has these words", theme.of(Role::Muted))]);
    }
    let room = usize::from(inner.width).saturating_sub(KIND + 3);
    let selection = Selection { at: list.selected, focused: true };
    rows::draw(buffer, area, theme, shown.len(), selection, |n| {
        shown.get(n).map_or_else(Row::default, |row| {
            let kind = Span::styled(format!("{} ", fit(row.kind.as_str(), KIND)), theme.of(Role::Label));
            let name = Span::styled(clip(row.name.as_str(), room), theme.of(Role::Text));
            Row { heading: None, lines: vec![Line::from(vec![kind, name])] }
        })
    });
    let text = list.chosen().map_or("", |row| row.text.as_str());
    let safe = |line: &str| crate::domain::Text::new(line).as_str().to_owned();
    let wide = usize::from(inner.width);
    let lines = text.lines().flat_map(|line| wrap_at_most(&safe(line), wide, wide.saturating_sub(2), TEXT));
    let lines: Vec<Line> = lines.take(TEXT).map(|line| Line::styled(line, theme.of(Role::Muted))).collect();
    dialog::lines(buffer, Rect { y: inner.bottom().saturating_sub(below), height: below, ..inner }, &lines);
    cursor
}
