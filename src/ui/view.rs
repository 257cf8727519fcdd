//! The screen as a whole: header, body, footer, and what lies over them.

use super::freshness::Freshness;
use super::role::Role;
use super::theme::Theme;
use super::{footer, header, layout, overlays, verdict_style, wrap};
use crate::app::model::{Model, Screen};
use crate::app::overlay::Overlay;
use crate::app::panes::Pane;
use crate::app::scroll::Drawn;
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The smallest screen on which panes make sense.
const SMALLEST: (u16, u16) = (40, 10);

/// Draws the model. It changes nothing and decides nothing; any size is drawn, however small.
/// Gives what was found of a long text over the panes, which the core needs to scroll it.
pub fn view(model: &Model, theme: &Theme, frame: &mut Frame) -> Option<Drawn> {
    let area = frame.area();
    if area.is_empty() {
        return None;
    }
    let buffer = frame.buffer_mut();
    buffer.set_style(area, theme.of(Role::Text));
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        too_small(buffer, area, model, theme);
        return None;
    }
    let freshness = Freshness::of(model);
    let below_header = header::draw(buffer, area, model, theme);
    let (body, mut cursor) = footer::draw(buffer, below_header, model, theme);
    match model.screen {
        Screen::Stacks => layout::one(buffer, body, model, theme, &freshness, Pane::Stacks),
        Screen::Stack(_) => layout::stack(buffer, body, model, theme, &freshness),
    }
    let mut drawn = None;
    if let Some(overlay) = &model.overlay {
        // What somebody types into stands still, whatever the footer tells meanwhile.
        let still = Rect { height: below_header.height.saturating_sub(1), ..below_header };
        let room = if matches!(overlay, Overlay::Confirm(_)) { still } else { body };
        let over = overlays::draw(buffer, room, model, theme, overlay);
        cursor = over.cursor.or(cursor);
        drawn = over.drawn;
    }
    if let Some(cursor) = cursor.filter(|cursor| area.contains(*cursor)) {
        frame.set_cursor_position(cursor);
    }
    drawn
}

/// What fits where no pane does: the verdict.
fn too_small(buffer: &mut Buffer, area: Rect, model: &Model, theme: &Theme) {
    let verdict = model.diagnosis.verdict;
    let mut lines = vec![(verdict_style::of_verdict(verdict), verdict.as_str().to_uppercase())];
    let width = usize::from(area.width);
    lines.extend(wrap::wrap(&model.diagnosis.headline, width).into_iter().map(|line| (Role::Text, line)));
    lines.retain(|(_, line)| !line.is_empty());
    let hint = wrap::wrap("too small: 80x24 shows everything", width);
    let room = usize::from(area.height);
    lines.truncate(room.saturating_sub(hint.len()));
    lines.extend(hint.into_iter().map(|line| (Role::Muted, line)));
    for ((role, line), y) in lines.iter().zip(area.y..area.bottom()) {
        buffer.set_stringn(area.x, y, line, width, theme.of(*role));
    }
}
