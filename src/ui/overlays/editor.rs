//! The query editor: coloured text, what is wrong underlined where it is with its help below, and what could stand at
//! the cursor.

use super::dialog::{self, Frame};
use super::input_field::scrolled;
use crate::app::editor::{Editor, Popup};
use crate::insights::{Ink, Problem, inks};
use crate::ui::pane_frame::cells;
use crate::ui::role::Role;
use crate::ui::rows::{self, Row, Selection};
use crate::ui::theme::Theme;
use crate::ui::wrap::{clip, fit, width, wrap_at_most};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget};

/// Lines the editor has at least.
const LINES: usize = 6;
/// Lines of what is wrong.
const PROBLEM_LINES: usize = 2;
/// Offers shown at a time.
const OFFERS: usize = 6;
/// Cells of an offer's name and of how it goes on.
const NAME: usize = 20;
const WIDEST: u16 = 72;

/// Draws the editor over the lower part of the panes, where the rows will be; gives where the cursor is.
pub fn draw(
    buffer: &mut Buffer,
    area: Rect,
    theme: &Theme,
    (editor, keys): (&Editor, &str),
    scope: &str,
) -> Option<Position> {
    let text = editor.input.area().lines();
    let said = said(editor, dialog::inside(area), theme);
    let frame = Frame { title: &format!("query · {scope}"), keys, role: Role::Dialog };
    let low = Rect { y: area.y + area.height / 3, height: area.height - area.height / 3, ..area };
    let inner = dialog::open(buffer, low, theme, &frame, text.len().max(LINES) + PROBLEM_LINES);
    let below = cells(PROBLEM_LINES).min(inner.height.saturating_sub(1));
    let field = Rect { height: inner.height - below, ..inner };
    let place = typed(buffer, field, theme, editor);
    dialog::lines(buffer, Rect { y: field.bottom(), height: below, ..inner }, &said);
    if let (Some(popup), Some(place)) = (&editor.popup, place) {
        offers(buffer, Rect { y: area.y, height: area.height, ..inner }, theme, popup, place);
    }
    place
}

/// The lines that fit, the cursor's among them.
fn typed(buffer: &mut Buffer, field: Rect, theme: &Theme, editor: &Editor) -> Option<Position> {
    let text = editor.input.text();
    let styles = styles(&text, &editor.errors, &editor.lints, theme);
    let cursor = editor.input.area().cursor();
    let (row, column) = (cursor.0, cursor.1);
    let first = (row + 1).saturating_sub(usize::from(field.height));
    let (mut place, mut start) = (None, 0);
    for (number, line) in editor.input.area().lines().iter().enumerate() {
        let shown_at = number.checked_sub(first).map(|n| field.y.saturating_add(cells(n)));
        if let Some(y) = shown_at.filter(|y| *y < field.bottom()) {
            let before: String = line.chars().take(column).collect();
            let at = if number == row { width(&before) } else { 0 };
            let (shown, x) = scrolled(line, at, usize::from(field.width));
            let offset = start + (line.len() - shown.len());
            let spans = pieces(shown, offset, &styles, theme.of(Role::Input));
            buffer.set_line(field.x, y, &Line::from(spans), field.width);
            if width(shown) > usize::from(field.width) {
                buffer.set_stringn(field.right().saturating_sub(1), y, "…", 1, theme.of(Role::Muted));
            }
            if number == row {
                place = Some(Position { x: field.x.saturating_add(cells(x)), y });
            }
        }
        start += line.len() + 1;
    }
    place
}

/// The style of each byte that has one.
fn styles(text: &str, errors: &[Problem], lints: &[Problem], theme: &Theme) -> Vec<Style> {
    let mut styles = vec![theme.of(Role::Input); text.len() + 1];
    let mut paint = |start: usize, end: usize, style: Style| {
        styles.iter_mut().take(end).skip(start).for_each(|cell| *cell = cell.patch(style));
    };
    for (span, ink) in inks(text) {
        paint(span.start, span.end, theme.of(role(ink)));
    }
    for (problems, role) in [(lints, Role::QueryLint), (errors, Role::QueryError)] {
        for problem in problems {
            // Where something is missing the blank behind it is marked.
            paint(problem.start, problem.end.max(problem.start + 1), theme.of(role));
        }
    }
    styles
}

fn role(ink: Ink) -> Role {
    match ink {
        Ink::Command => Role::QueryCommand,
        Ink::Keyword => Role::QueryKeyword,
        Ink::Function => Role::QueryFunction,
        Ink::Builtin | Ink::Field => Role::QueryField,
        Ink::Text => Role::QueryText,
        Ink::Number => Role::QueryNumber,
        Ink::Sign => Role::Input,
        Ink::Comment => Role::QueryComment,
        Ink::Strange => Role::QueryError,
    }
}

/// A line in pieces of one style each, with one blank behind it where something may be missing.
fn pieces(line: &str, offset: usize, styles: &[Style], usual: Style) -> Vec<Span<'static>> {
    let style = |at: usize| styles.get(offset + at).copied().unwrap_or(usual);
    let mut spans: Vec<Span<'static>> = Vec::new();
    for (at, c) in line.char_indices().chain([(line.len(), ' ')]) {
        match spans.last_mut().filter(|span| span.style == style(at)) {
            Some(span) => span.content.to_mut().push(c),
            None => spans.push(Span::styled(c.to_string(), style(at))),
        }
    }
    spans
}

fn said(editor: &Editor, room: usize, theme: &Theme) -> Vec<Line<'static>> {
    let problem = editor.said().map(|problem| {
        let help = problem.help.as_ref().map_or(String::new(), |help| format!("; {help}"));
        let text = editor.input.text();
        let line = text.get(..problem.start).map_or(0, |before| before.matches('\n').count()) + 1;
        let at = if text.contains('\n') { format!("line {line}: ") } else { String::new() };
        format!("{at}{}{help}", problem.message)
    });
    let words = match (&editor.refused, problem) {
        (Some(refused), Some(problem)) => format!("{refused}: {problem}"),
        (Some(refused), None) => refused.clone(),
        (None, Some(problem)) => problem,
        (None, None) => return Vec::new(),
    };
    let role = if editor.errors.is_empty() && editor.refused.is_none() { Role::Muted } else { Role::Problem };
    let lines = wrap_at_most(&words, room, room, PROBLEM_LINES);
    lines.into_iter().map(|line| Line::styled(line, theme.of(role))).collect()
}

/// The offers, under the cursor or over it where there is more room.
fn offers(buffer: &mut Buffer, area: Rect, theme: &Theme, popup: &Popup, place: Position) {
    let offers = &popup.offers.offers;
    let width = area.width.min(WIDEST);
    let (under, over) = (area.bottom().saturating_sub(place.y + 1), place.y.saturating_sub(area.y));
    let wanted = cells(offers.len().min(OFFERS));
    let height = wanted.min(under.max(over));
    let y = if under >= height { place.y + 1 } else { place.y - height };
    let typed = cells(popup.offers.span.end - popup.offers.span.start);
    let x = place.x.saturating_sub(typed).min(area.right().saturating_sub(width));
    let list = Rect { x, y, width, height };
    Clear.render(list, buffer);
    buffer.set_style(list, theme.of(Role::Header));
    let room = usize::from(width).saturating_sub(NAME + 2);
    let selection = Selection { at: popup.selected, focused: true };
    rows::draw(buffer, list, theme, offers.len(), selection, |n| {
        offers.get(n).map_or_else(Row::default, |offer| {
            let name = Span::styled(fit(&offer.text, NAME), theme.of(role(offer.kind)));
            let usage = Span::styled(format!(" {}", clip(offer.usage, room)), theme.of(Role::Text));
            let left = room.saturating_sub(usage.width());
            let does = Span::styled(format!("  {}", clip(offer.does, left.saturating_sub(2))), theme.of(Role::Muted));
            Row { heading: None, lines: vec![Line::from(vec![name, usage, does])] }
        })
    });
}
