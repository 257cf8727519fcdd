//! The frame of a dialog, in the middle of the panes.

use crate::domain::Timestamp;
use crate::domain::clock::time_of_day;
use crate::domain::lever::Lever;
use crate::ui::pane_frame::{cells, edge_line};
use crate::ui::role::Role;
use crate::ui::rows::Hidden;
use crate::ui::theme::Theme;
use crate::ui::wrap::{clip, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Borders, Clear, Widget};

/// Before the lever that is recommended.
pub const RECOMMENDED_MARK: &str = "★ ";
/// Widest a dialog gets: longer lines are hard to read.
const WIDEST: u16 = 96;
/// Screens lower than this have no room under a dialog that grows (our choice).
const LOW: u16 = 32;

/// Words on the frame of a dialog.
pub struct Frame<'a> {
    pub title: &'a str,
    /// The keys that work in it, at the bottom.
    pub keys: &'a str,
    /// Its border's role: a dialog, or a danger.
    pub role: Role,
}

/// The width inside a dialog over this area.
pub fn inside(area: Rect) -> usize {
    inside_of(area, WIDEST)
}

/// The width inside a dialog that takes at most so many cells.
pub fn inside_of(area: Rect, widest: u16) -> usize {
    usize::from(area.width.min(widest).saturating_sub(4))
}

/// Clears room for `lines` lines and frames it; gives the area inside, which may be lower than asked.
pub fn open(buffer: &mut Buffer, area: Rect, theme: &Theme, frame: &Frame, lines: usize) -> Rect {
    open_of(buffer, area, theme, frame, (lines, WIDEST))
}

/// The same, standing on a line that stays where it is while lines are added: somebody types at its bottom.
pub fn open_on(buffer: &mut Buffer, area: Rect, theme: &Theme, frame: &Frame, lines: usize) -> Rect {
    let height = cells(lines).saturating_add(2).min(area.height);
    let floor = if area.height < LOW { area.height } else { area.height / 4 * 3 };
    let floor = floor.max(height);
    let stands = Rect { y: area.y + floor - height, height, ..area };
    open_of(buffer, stands, theme, frame, (lines, WIDEST))
}

/// The same, at most so many cells wide.
pub fn open_of(buffer: &mut Buffer, area: Rect, theme: &Theme, frame: &Frame, (lines, widest): (usize, u16)) -> Rect {
    let width = area.width.min(widest);
    let height = cells(lines).saturating_add(2).min(area.height);
    let x = area.x + (area.width - width) / 2;
    let outer = Rect { x, y: area.y + (area.height - height) / 3, width, height };
    Clear.render(outer, buffer);
    buffer.set_style(outer, theme.of(Role::Text));
    let block = Block::new().borders(Borders::ALL).border_type(BorderType::Thick).border_style(theme.of(frame.role));
    let inner = block.inner(outer);
    block.render(outer, buffer);
    let room = usize::from(width.saturating_sub(6));
    let title = Span::styled(format!(" {} ", clip(frame.title, room)), theme.of(Role::TitleFocus));
    edge_line(buffer, outer, outer.y, Line::from(title), Line::default());
    let keys = Span::styled(format!(" {} ", clip(frame.keys, room)), theme.of(Role::Muted));
    edge_line(buffer, outer, outer.bottom().saturating_sub(1), Line::from(keys), Line::default());
    Rect { x: inner.x.saturating_add(1), width: inner.width.saturating_sub(2), ..inner }
}

/// Says on the upper border of the dialog around an area what of its rows is not on the screen.
pub fn hidden(buffer: &mut Buffer, inner: Rect, theme: &Theme, hidden: Hidden) {
    let words = hidden.words();
    if words.is_empty() {
        return;
    }
    let words = Span::styled(format!(" {words} "), theme.of(Role::Key));
    let wide = cells(words.width()).min(inner.width);
    let (x, y) = (inner.right().saturating_sub(wide), inner.y.saturating_sub(1));
    // A title that reached as far is cut there, and says so.
    let is_title = |x| buffer.cell((x, y)).is_some_and(|cell| !matches!(cell.symbol(), " " | "━"));
    if (x..inner.right()).any(is_title) {
        buffer.set_string(x.saturating_sub(1), y, "…", theme.of(Role::TitleFocus));
    }
    buffer.set_line(x, y, &Line::from(words), wide);
}

/// Lines from the top of an area, as many as fit.
pub fn lines(buffer: &mut Buffer, area: Rect, lines: &[Line<'_>]) {
    for (line, y) in lines.iter().zip(area.y..area.bottom()) {
        buffer.set_line(area.x, y, line, area.width);
    }
}

/// That this run was refused a lever for want of a permission, under its words.
pub fn denied(lever: Lever, at: Timestamp, theme: &Theme, room: usize, indent: usize) -> Vec<Line<'static>> {
    let words = format!("permission {} was refused at {} UTC; Enter tries it again", lever.action(), time_of_day(at));
    let style = theme.of(Role::Problem);
    let lines = wrap(&words, room.saturating_sub(indent)).into_iter();
    lines.map(|line| Line::styled(format!("{:indent$}{line}", ""), style)).collect()
}
