//! What can be done now: every lever, and why not.

use super::dialog::{self, Frame, RECOMMENDED_MARK};
use crate::app::menu::{Entry, levers};
use crate::app::model::Model;
use crate::app::situated::Target;
use crate::domain::lever::Lever;
use crate::ui::role::Role;
use crate::ui::rows::{self, Row, Selection, hang};
use crate::ui::theme::Theme;
use crate::ui::wrap::{width, wrap, wrap_at_most, wrap_hanging};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// Cells of the menu where there is room: why a lever does not work now is read at once.
const MENU_WIDEST: u16 = 140;
/// Lines of what the findings say for a lever.
const REASON_LINES: usize = 2;

/// The levers: legal ones can be chosen, the others say why not.
pub fn menu(buffer: &mut Buffer, area: Rect, model: &Model, theme: &Theme, (at, keys): (&(Lever, Target), &str)) {
    let levers = levers(model);
    let legal = levers.iter().filter(|lever| lever.why_not.is_none()).count();
    let room = dialog::inside_of(area, MENU_WIDEST).saturating_sub(1);
    let mut heading = Vec::new();
    if legal == 0 {
        heading.push(Line::styled("nothing can be done from here now; why, below", theme.of(Role::Strong)));
        heading.push(Line::default());
    }
    // Where nothing is starred, why.
    if let Some(why) = model.diagnosis.why_none().filter(|_| legal > 0) {
        heading.extend(
            wrap(&format!("recommended: {why}"), room).into_iter().map(|l| Line::styled(l, theme.of(Role::Remedy))),
        );
        heading.push(Line::default());
    }
    let refusal = model.session.refusal(&model.facts);
    if let Some(why) = refusal.filter(|_| legal > 0) {
        let words = format!("{why}: nothing is sent from here, but you see what would be, and its command");
        heading.extend(wrap(&words, room).into_iter().map(|line| Line::styled(line, theme.of(Role::Problem))));
        heading.push(Line::default());
    }
    let made: Vec<Row> = levers.iter().map(|lever| lever_row(lever, theme, room)).collect();
    let height = heading.len() + made.iter().map(|row| row.lines.len()).sum::<usize>();
    let frame = Frame { title: "what can be done now", keys, role: Role::Dialog };
    let inner = dialog::open_of(buffer, area, theme, &frame, (height, MENU_WIDEST));
    dialog::lines(buffer, inner, &heading);
    let above = u16::try_from(heading.len()).unwrap_or(u16::MAX).min(inner.height);
    let list = Rect { y: inner.y + above, height: inner.height - above, ..inner };
    let selected = levers.iter().position(|lever| lever.is(at)).unwrap_or(0);
    let selection = Selection { at: selected, focused: true };
    let hidden = rows::draw(buffer, list, theme, levers.len(), selection, |n| {
        levers.get(n).map_or_else(Row::default, |lever| lever_row(lever, theme, room))
    });
    dialog::hidden(buffer, inner, theme, hidden);
}

fn lever_row(lever: &Entry, theme: &Theme, room: usize) -> Row {
    let Some(why_not) = &lever.why_not else {
        let titled = |mark: &'static str| {
            let words = wrap_hanging(&lever.title, room.saturating_sub(width(mark)), room.saturating_sub(4));
            hang(vec![Span::styled(mark, theme.of(Role::Remedy))], words, 4, theme.of(Role::Strong))
        };
        let denied = lever.denied_at.map(|at| dialog::denied(lever.lever, at, theme, room, 4));
        let Some(named) = &lever.recommended else {
            return Row { heading: None, lines: titled("").into_iter().chain(denied.into_iter().flatten()).collect() };
        };
        let is_first = named.place == 0;
        let mut lines = titled(if is_first { RECOMMENDED_MARK } else { "" });
        lines.extend(denied.into_iter().flatten());
        let columns = room.saturating_sub(4);
        let part = |words: String, role: Role| {
            let words = wrap_at_most(&words, columns, columns, REASON_LINES);
            hang(vec![Span::raw("    ")], words, 4, theme.of(role))
        };
        if is_first {
            lines.extend(part(format!("because {}", named.because), Role::Remedy));
        }
        lines.extend(part(named.effect.clone(), Role::Text));
        return Row { heading: None, lines };
    };
    let muted = theme.of(Role::Muted);
    let title = wrap_hanging(&lever.title, room, room.saturating_sub(4));
    let mut lines = hang(Vec::new(), title, 4, muted);
    let why = wrap(&format!("not now: {why_not}"), room.saturating_sub(4));
    lines.extend(why.into_iter().map(|line| Line::styled(format!("    {line}"), muted)));
    Row { heading: None, lines }
}
