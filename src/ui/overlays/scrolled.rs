//! A long text in a dialog, wrapped, from a line on.

use super::dialog::{self, Frame};
use super::keys::leaving;
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
    let (mut lines, mut marked, mark) = (Vec::new(), None, detail.mark());
    for (number, line) in detail.lines.iter().enumerate() {
        // A line's own indent is kept by what it goes on with.
        let own = line.as_str().len() - line.as_str().trim_start_matches(' ').len();
        let indent = (own + CONTINUED).min(room / 2);
        let mut wrapped = wrap_hanging(line.as_str(), room, room.saturating_sub(indent)).into_iter();
        let is_marked = mark == Some(number);
        if is_marked {
            marked = Some(lines.len());
        }
        let role = theme.of(if is_marked { Role::Selected } else { Role::Text });
        lines.extend(wrapped.next().map(|first| Line::styled(first, role)));
        lines.extend(wrapped.map(|rest| Line::styled(format!("{:indent$}{rest}", ""), role)));
    }
    draw(buffer, area, theme, (&title, leaving(detail)), (&lines, detail.scroll, marked))
}

/// Lines cut to size already.
pub fn draw(
    buffer: &mut Buffer,
    area: Rect,
    theme: &Theme,
    (title, leaving): (&str, &str),
    (lines, scroll, marked): (&[Line<'_>], Scroll, Option<usize>),
) -> Drawn {
    let drawn = Drawn { lines: lines.len(), room: usize::from(area.height.saturating_sub(2)), marked };
    let first = scroll.first(drawn);
    let last = (first + drawn.room).min(drawn.lines);
    let arrows = match (first > 0, last < drawn.lines) {
        (false, false) => leaving.to_owned(),
        (false, true) => format!("↓ more, {last} of {} · {leaving}", drawn.lines),
        (true, true) => format!("↑↓ more, {last} of {} · {leaving}", drawn.lines),
        (true, false) => format!("↑ more · {leaving}"),
    };
    let frame = Frame { title, keys: &arrows, role: Role::Dialog };
    let inner = dialog::open(buffer, area, theme, &frame, drawn.lines);
    dialog::lines(buffer, inner, lines.get(first..).unwrap_or_default());
    drawn
}
