//! A long text in a dialog, wrapped, from a line on.

use super::dialog::{self, Frame};
use crate::app::detail::Detail;
use crate::app::scroll::{Drawn, Scroll};
use crate::domain::clock::time_of_day;
use crate::ui::role::Role;
use crate::ui::theme::Theme;
use crate::ui::wrap::wrap_hanging;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

/// Cells a continued line is indented by, so that lines can be told from their continuations.
const CONTINUED: usize = 2;

/// One row whole.
pub fn detail(buffer: &mut Buffer, area: Rect, theme: &Theme, detail: &Detail) -> Drawn {
    let gone = detail.gone.map_or(String::new(), |at| format!(" · gone since {}", time_of_day(at)));
    let title = format!("{}{gone}", detail.title);
    let room = dialog::inside(area);
    let mut lines = Vec::new();
    for line in &detail.lines {
        // A line's own indent is kept by what it goes on with.
        let own = line.as_str().len() - line.as_str().trim_start_matches(' ').len();
        let indent = (own + CONTINUED).min(room / 2);
        let mut wrapped = wrap_hanging(line.as_str(), room, room.saturating_sub(indent)).into_iter();
        lines.extend(wrapped.next().map(|first| Line::styled(first, theme.of(Role::Text))));
        lines.extend(wrapped.map(|rest| Line::styled(format!("{:indent$}{rest}", ""), theme.of(Role::Text))));
    }
    draw(buffer, area, theme, &title, (&lines, detail.scroll))
}

/// Lines cut to size already.
pub fn draw(
    buffer: &mut Buffer,
    area: Rect,
    theme: &Theme,
    title: &str,
    (lines, scroll): (&[Line<'_>], Scroll),
) -> Drawn {
    let drawn = Drawn { lines: lines.len(), room: usize::from(area.height.saturating_sub(2)) };
    let first = scroll.first(drawn);
    let last = (first + drawn.room).min(drawn.lines);
    let arrows = match (first > 0, last < drawn.lines) {
        (false, false) => "Esc close".to_owned(),
        (false, true) => format!("↓ more, {last} of {} · Esc close", drawn.lines),
        (true, true) => format!("↑↓ more, {last} of {} · Esc close", drawn.lines),
        (true, false) => "↑ more · Esc close".to_owned(),
    };
    let frame = Frame { title, keys: &arrows, role: Role::Dialog };
    let inner = dialog::open(buffer, area, theme, &frame, drawn.lines);
    dialog::lines(buffer, inner, lines.get(first..).unwrap_or_default());
    drawn
}
