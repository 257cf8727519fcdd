//! A long text in a dialog, wrapped, from a line on.

use super::dialog::{self, Frame};
use crate::domain::Text;
use crate::ui::role::Role;
use crate::ui::theme::Theme;
use crate::ui::wrap::wrap;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

/// Cells a continued line is indented by, so that lines can be told from their continuations.
const CONTINUED: usize = 2;

/// One row whole.
pub fn detail(buffer: &mut Buffer, area: Rect, theme: &Theme, title: &str, (text, scroll): (&[Text], usize)) {
    let room = dialog::inside(area);
    // The scroll position counts lines of the text, so wrapping starts at the first line shown.
    let mut lines = Vec::new();
    let scroll = scroll.min(text.len().saturating_sub(1));
    for line in text.iter().skip(scroll) {
        if lines.len() > usize::from(area.height) {
            break;
        }
        let mut wrapped = wrap(line.as_str(), room.saturating_sub(CONTINUED)).into_iter();
        lines.extend(wrapped.next().map(|first| Line::styled(first, theme.of(Role::Text))));
        lines.extend(wrapped.map(|rest| Line::styled(format!("{:CONTINUED$}{rest}", ""), theme.of(Role::Text))));
    }
    draw(buffer, area, theme, title, (&lines, scroll));
}

/// Lines cut to size already, the first shown at the top.
pub fn draw(buffer: &mut Buffer, area: Rect, theme: &Theme, title: &str, (lines, above): (&[Line<'_>], usize)) {
    let more = lines.len() > usize::from(area.height.saturating_sub(2));
    let keys = match (above > 0, more) {
        (false, false) => "Esc close".to_owned(),
        (false, true) => "↓ more · Esc close".to_owned(),
        (true, true) => "↑↓ more · Esc close".to_owned(),
        (true, false) => "↑ more · Esc close".to_owned(),
    };
    // Scrolled, it keeps its height.
    let height = if above > 0 { usize::from(area.height) } else { lines.len() };
    let inner = dialog::open(buffer, area, theme, &Frame { title, keys: &keys, role: Role::Dialog }, height);
    dialog::lines(buffer, inner, lines);
}
