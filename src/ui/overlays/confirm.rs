//! The last step before a write: everything a person must know, and the name to type.

use super::dialog::{self, Frame};
use super::input_field;
use crate::app::confirm::Confirm;
use crate::ui::pane_frame::cells;
use crate::ui::role::Role;
use crate::ui::theme::Theme;
use crate::ui::wrap::{clip, width, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

/// Cells of the names at the left.
const LABEL: usize = 8;
/// The field's own line, one above and one below it.
const FIELD_LINES: u16 = 3;
/// Said instead of the field where not everything can be read.
const TOO_SMALL: &str = "window too small to confirm: 80x24 at least";

pub fn draw(
    buffer: &mut Buffer,
    area: Rect,
    theme: &Theme,
    (confirm, keys): (&Confirm, &str),
    is_too_small: bool,
) -> Option<Position> {
    let told = told(confirm, theme, dialog::inside(area));
    let title = confirm.operation.title();
    let frame = Frame { title: &title, keys, role: Role::Danger };
    let inner = dialog::open(buffer, area, theme, &frame, told.len() + usize::from(FIELD_LINES));
    let below = FIELD_LINES.min(inner.height);
    let top = Rect { height: inner.height - below, ..inner };
    dialog::lines(buffer, top, &told);
    if told.len() > usize::from(top.height)
        && let Some(last) = top.rows().next_back()
    {
        let more = Line::styled("… more: make the window higher", theme.of(Role::Problem));
        buffer.set_stringn(
            last.x,
            last.y,
            " ".repeat(usize::from(last.width)),
            usize::from(last.width),
            theme.of(Role::Text),
        );
        buffer.set_line(last.x, last.y, &more, last.width);
    }
    let under = Rect { y: top.bottom() + 1.min(below), height: below.saturating_sub(1), ..inner };
    if is_too_small && confirm.is_open() {
        for (line, y) in wrap(TOO_SMALL, usize::from(under.width)).iter().zip(under.y..under.bottom()) {
            buffer.set_stringn(under.x, y, line, usize::from(under.width), theme.of(Role::Problem));
        }
        return None;
    }
    field(buffer, under, theme, confirm)
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
        part("", refusal, Role::Problem);
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
    let phrase = if confirm.phrase() == confirm.operation.target_name().raw() {
        confirm.operation.target_name().as_str()
    } else {
        confirm.phrase()
    };
    let name = clip(phrase, usize::from(area.width) / 3);
    let line = Line::from(vec![
        Span::styled("Type  ", theme.of(Role::Text)),
        Span::styled(name, theme.of(Role::Strong)),
        Span::styled("  to go on: ", theme.of(Role::Text)),
    ]);
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
