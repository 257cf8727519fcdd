//! The last step before a write: everything a person must know, and the name to type.

use super::dialog::{self, Frame};
use super::input_field;
use crate::app::confirm::Confirm;
use crate::app::scroll::Drawn;
use crate::ui::pane_frame::cells;
use crate::ui::role::Role;
use crate::ui::rows::Hidden;
use crate::ui::theme::Theme;
use crate::ui::wrap::{broken, clip, width, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

/// Cells of the names at the left.
const LABEL: usize = 8;
/// The field's own line, one above and one below it.
const FIELD_LINES: usize = 3;
/// Lines of what is told that stay in sight over a long name, so that it can be scrolled.
const TOLD_LINES: usize = 3;
/// Said instead of the field where not everything can be read.
const TOO_SMALL: &str = "window too small to confirm: 80x24 at least";

/// Draws a confirmation; gives where the cursor is, and how much of what it tells was shown.
pub fn draw(
    buffer: &mut Buffer,
    area: Rect,
    theme: &Theme,
    (confirm, keys): (&Confirm, &str),
    is_too_small: bool,
) -> (Option<Position>, Drawn) {
    let room = dialog::inside(area);
    let told = told(confirm, theme, room);
    let asked = if confirm.is_open() { asked(confirm, theme, room) } else { Vec::new() };
    let title = confirm.operation.title();
    let frame = Frame { title: &title, keys, role: Role::Danger };
    let inner = dialog::open_on(buffer, area, theme, &frame, told.len() + asked.len() + FIELD_LINES);
    let below = cells(asked.len() + FIELD_LINES).min(inner.height.saturating_sub(cells(TOLD_LINES.min(told.len()))));
    let top = Rect { height: inner.height - below, ..inner };
    let drawn = Drawn { lines: told.len(), room: usize::from(top.height), marked: None };
    let first = confirm.scroll.first(drawn);
    dialog::lines(buffer, top, told.get(first..).unwrap_or_default());
    let hidden = Hidden { above: first, below: told.len().saturating_sub(first + drawn.room) };
    dialog::hidden(buffer, inner, theme, hidden);
    let under = Rect { y: top.bottom() + 1.min(below), height: below.saturating_sub(1), ..inner };
    if is_too_small && confirm.is_open() {
        for (line, y) in wrap(TOO_SMALL, usize::from(under.width)).iter().zip(under.y..under.bottom()) {
            buffer.set_stringn(under.x, y, line, usize::from(under.width), theme.of(Role::Problem));
        }
        return (None, drawn);
    }
    dialog::lines(buffer, under, &asked);
    let above = cells(asked.len()).min(under.height);
    let under = Rect { y: under.y + above, height: under.height - above, ..under };
    (field(buffer, under, theme, confirm), drawn)
}

fn told(confirm: &Confirm, theme: &Theme, room: usize) -> Vec<Line<'static>> {
    let plan = &confirm.plan;
    let mut lines = Vec::new();
    let mut part = |label: &str, words: &str, role: Role| {
        let mut label = label;
        for line in wrap(words, room.saturating_sub(LABEL)) {
            lines.push(Line::from(vec![
                Span::styled(format!("{label:<LABEL$}"), theme.of(Role::Label)),
                Span::styled(line, theme.of(role)),
            ]));
            label = "";
        }
    };
    if let Some(refusal) = &plan.refusal {
        let words = format!("{refusal}: this program will not send it; the command below is for you");
        part("", &words, Role::Problem);
    }
    if let Some(warning) = &plan.warning {
        part("beware", warning, Role::Problem);
    }
    if let Some(moved) = confirm.obstacle() {
        part("moved", &format!("{moved}: nothing is sent; close this and look again"), Role::Problem);
    }
    part("call", &plan.call, Role::Strong);
    if let Some(arn) = &plan.arn {
        part("on", arn.as_str(), Role::Text);
    }
    part("where", &plan.place, Role::Strong);
    part("alias", &plan.alias, Role::Strong);
    for (number, then) in plan.then.iter().enumerate() {
        part(if number == 0 { "then" } else { "" }, then, Role::Text);
    }
    part("undo", &plan.undo, Role::Text);
    part("same as", &plan.command, Role::Muted);
    if confirm.operation.target_name().is_altered() {
        part(
            "",
            "the name holds characters that are not what they look like: be sure it is the right one",
            Role::Problem,
        );
    }
    lines
}

/// What has to be typed, as it is shown.
fn phrase(confirm: &Confirm) -> &str {
    let name = confirm.operation.target_name();
    if confirm.phrase() == name.raw() { name.as_str() } else { confirm.phrase() }
}

/// Whether what has to be typed leaves no room for typing it on the same line.
fn is_long(phrase: &str, room: usize) -> bool {
    width(phrase) > room / 3
}

/// A long name on lines of its own over the field: whole, since it is compared byte by byte.
fn asked(confirm: &Confirm, theme: &Theme, room: usize) -> Vec<Line<'static>> {
    let phrase = phrase(confirm);
    if !is_long(phrase, room) {
        return Vec::new();
    }
    let mut lines = vec![Line::styled("Type this name, on one line, to go on:", theme.of(Role::Text))];
    lines.extend(broken(phrase, room).into_iter().map(|line| Line::styled(line, theme.of(Role::Strong))));
    lines
}

/// The name to type, and what Enter would do now.
fn field(buffer: &mut Buffer, area: Rect, theme: &Theme, confirm: &Confirm) -> Option<Position> {
    if area.is_empty() {
        return None;
    }
    if !confirm.is_open() {
        buffer.set_stringn(area.x, area.y, "[ Close ]", usize::from(area.width), theme.of(Role::Selected));
        return None;
    }
    let (button, role) = if confirm.is_confirmed() {
        ("[ Enter sends it ]", Role::Danger)
    } else if confirm.typed.is_empty() {
        ("[ Cancel ]", Role::Selected)
    } else {
        ("[ Cancel ]", Role::Muted)
    };
    let phrase = phrase(confirm);
    let line = if is_long(phrase, usize::from(area.width)) {
        Line::styled("> ", theme.of(Role::Text))
    } else {
        Line::from(vec![
            Span::styled("Type  ", theme.of(Role::Text)),
            Span::styled(phrase, theme.of(Role::Strong)),
            Span::styled("  to go on: ", theme.of(Role::Text)),
        ])
    };
    let start = cells(line.width()).min(area.width);
    buffer.set_line(area.x, area.y, &line, area.width);
    let button_width = cells(width(button));
    let room = area.width.saturating_sub(start + button_width + 1);
    let cursor =
        input_field::exact(buffer, Rect { x: area.x + start, width: room, height: 1, ..area }, theme, &confirm.typed);
    let x = area.right().saturating_sub(button_width);
    buffer.set_stringn(x, area.y, button, usize::from(button_width), theme.of(role));
    let (words, role) = if confirm.mismatch {
        (format!("that is not {}: nothing was sent", confirm.wanted()), Role::Problem)
    } else {
        (confirm.rule().to_owned(), Role::Muted)
    };
    if area.height > 1 {
        let words = clip(&words, usize::from(area.width));
        buffer.set_stringn(area.x, area.y + 1, words, usize::from(area.width), theme.of(role));
    }
    cursor
}
