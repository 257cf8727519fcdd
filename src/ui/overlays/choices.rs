//! What a lever has to be told first: a count, resources, a hook.

use super::dialog::{self, Frame};
use super::input_field;
use crate::app::choice::{Choice, CountChoice, Eligible, HookChoice, ResourceChoice};
use crate::domain::clock::date_time;
use crate::domain::deployment::HookWait;
use crate::domain::lever::Lever;
use crate::ui::role::Role;
use crate::ui::rows::{self, Row, Selection, hang};
use crate::ui::theme::Theme;
use crate::ui::wrap::{clip, width, wrap, wrap_around};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

/// Lines of a resource's reason.
const REASON_LINES: usize = 3;

/// Draws a choice; gives where the cursor is, where there is a field.
pub fn draw(buffer: &mut Buffer, area: Rect, theme: &Theme, (choice, keys): (&Choice, &str)) -> Option<Position> {
    match choice {
        Choice::Count(choice) => return count(buffer, area, theme, (choice, keys)),
        Choice::Resources(choice) => resources(buffer, area, theme, (choice, keys)),
        Choice::Hook(choice) => hooks(buffer, area, theme, (choice, keys)),
    }
    None
}

fn count(buffer: &mut Buffer, area: Rect, theme: &Theme, (choice, keys): (&CountChoice, &str)) -> Option<Position> {
    let title = format!("the count of {}", choice.service.name);
    let frame = Frame { title: &title, keys, role: Role::Dialog };
    let inner = dialog::open(buffer, area, theme, &frame, 4);
    let told = match choice.old {
        Some(old) => format!("now {}; {old} before it was scaled to zero from here", choice.from),
        None => format!("now {}", choice.from),
    };
    dialog::lines(buffer, inner, &[Line::styled(clip(&told, usize::from(inner.width)), theme.of(Role::Text))]);
    let y = inner.y.saturating_add(2).min(inner.bottom().saturating_sub(1));
    let label = "new count: ";
    buffer.set_stringn(inner.x, y, label, usize::from(inner.width), theme.of(Role::Label));
    let start = u16::try_from(label.len()).unwrap_or(0).min(inner.width);
    let field = Rect { x: inner.x + start, y, width: inner.width - start, height: 1 };
    input_field::exact(buffer, field, theme, &choice.input)
}

/// Resources with a box each, why each failed, and what choosing it means.
fn resources(buffer: &mut Buffer, area: Rect, theme: &Theme, (choice, keys): (&ResourceChoice, &str)) {
    let room = dialog::inside(area).saturating_sub(1);
    let row = |(resource, on): &(Eligible, bool)| resource_row(choice.lever, resource, *on, theme, room);
    let made: Vec<Row> = choice.resources.iter().map(row).collect();
    let keeps = choice.lever == Lever::DeleteKeeping;
    let intro = match (keeps, made.is_empty()) {
        (false, true) => {
            "no resource may be skipped: none is UPDATE_FAILED because of the rollback. Enter goes on without skipping."
        }
        (false, false) => {
            "The rollback tries everything again but what is marked; marked beforehand is what it failed at. Take out \
             what is mended: it is tried again."
        }
        (true, true) => "no resource may be kept: none is DELETE_FAILED.",
        (true, false) => "The stack is deleted without what is marked; marked beforehand is what could not be deleted.",
    };
    let mut heading: Vec<Line> =
        wrap(intro, room).into_iter().map(|line| Line::styled(line, theme.of(Role::Text))).collect();
    heading.push(Line::default());
    let height = heading.len() + made.iter().map(|row| row.lines.len()).sum::<usize>();
    let title = if keeps { "delete the stack: keep what?" } else { "continue the rollback: skip which resources?" };
    let frame = Frame { title, keys, role: Role::Dialog };
    let inner = dialog::open(buffer, area, theme, &frame, height);
    dialog::lines(buffer, inner, &heading);
    let above = u16::try_from(heading.len()).unwrap_or(u16::MAX).min(inner.height);
    let list = Rect { y: inner.y + above, height: inner.height - above, ..inner };
    let selection = Selection { at: choice.cursor, focused: true };
    let make = |n: usize| choice.resources.get(n).map_or_else(Row::default, row);
    let hidden = rows::draw(buffer, list, theme, made.len(), selection, make);
    dialog::hidden(buffer, inner, theme, hidden);
}

fn resource_row(lever: Lever, resource: &Eligible, on: bool, theme: &Theme, room: usize) -> Row {
    let mark = if on { "[x] " } else { "[ ] " };
    let columns = room.saturating_sub(4);
    // On one line where both fit.
    let beside = width(resource.name.as_str()) + 2 + width(resource.kind.as_str()) <= columns;
    let name = wrap(resource.name.as_str(), columns);
    let mut lines = hang(vec![Span::styled(mark, theme.of(Role::Key))], name, 4, theme.of(Role::Strong));
    match lines.last_mut().filter(|_| beside) {
        Some(line) => line.push_span(Span::styled(format!("  {}", resource.kind), theme.of(Role::Muted))),
        None => {
            let kind = wrap(resource.kind.as_str(), columns);
            lines.extend(hang(vec![Span::raw("    ")], kind, 4, theme.of(Role::Muted)));
        }
    }
    if let Some(reason) = &resource.reason {
        let reason = wrap_around(reason.as_str(), columns, REASON_LINES);
        lines.extend(hang(vec![Span::raw("    ")], reason, 4, theme.of(Role::Quote)));
    }
    let (words, role) = match (lever, on) {
        (Lever::DeleteKeeping, true) => ("kept: it stays where it is and belongs to no stack", Role::Problem),
        (Lever::DeleteKeeping, false) => ("deleted, if that can be done by now", Role::Muted),
        (_, true) => ("skipped: marked UPDATE_COMPLETE as it is; template and reality differ", Role::Problem),
        (_, false) => ("tried again: it fails again unless its cause is mended", Role::Muted),
    };
    lines.extend(hang(vec![Span::raw("    ")], wrap(words, columns), 4, theme.of(role)));
    Row { heading: None, lines }
}

fn hooks(buffer: &mut Buffer, area: Rect, theme: &Theme, (choice, keys): (&HookChoice, &str)) {
    let frame = Frame { title: "answer which hook?", keys, role: Role::Dialog };
    let room = dialog::inside(area).saturating_sub(1);
    let make = |n: usize| choice.hooks.get(n).map_or_else(Row::default, |hook| hook_row(hook, theme, room));
    let height = (0..choice.hooks.len()).map(|n| make(n).lines.len()).sum();
    let inner = dialog::open(buffer, area, theme, &frame, height);
    let selection = Selection { at: choice.cursor, focused: true };
    let hidden = rows::draw(buffer, inner, theme, choice.hooks.len(), selection, make);
    dialog::hidden(buffer, inner, theme, hidden);
}

fn hook_row(hook: &HookWait, theme: &Theme, room: usize) -> Row {
    let until = hook.expires_at.map_or(String::new(), |at| format!("  until {}", date_time(at)));
    let then = hook.timeout_action.as_ref().map_or(String::new(), |action| format!(", then {action}"));
    let name = wrap(hook.id.as_str(), room);
    let mut lines = hang(Vec::new(), name, 4, theme.of(Role::Strong));
    let when = format!("{until}{then}");
    match lines.last_mut().filter(|line| line.width() + width(&when) <= room) {
        Some(line) => line.push_span(Span::styled(when, theme.of(Role::Muted))),
        None => lines.push(Line::styled(format!("  {when}"), theme.of(Role::Muted))),
    }
    Row { heading: None, lines }
}
