//! What can be done now, and which resources a rollback leaves out.

use super::dialog::{self, Frame};
use crate::app::menu::{Lever, SkipChoice, levers};
use crate::app::model::Model;
use crate::domain::skip::Skippable;
use crate::ui::role::Role;
use crate::ui::rows::{self, Row, Selection, hang};
use crate::ui::theme::Theme;
use crate::ui::wrap::{wrap, wrap_around};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// Before a lever the findings name.
const RECOMMENDED_MARK: &str = "★ ";
const RECOMMENDED: &str = "the findings name this as a way out";
/// Cells of the menu where there is room: why a lever does not work now is read at once.
const MENU_WIDEST: u16 = 140;
/// Lines of a resource's reason.
const REASON_LINES: usize = 3;

/// The levers: legal ones can be chosen, the others say why not.
pub fn menu(buffer: &mut Buffer, area: Rect, model: &Model, theme: &Theme, (selected, keys): (usize, &str)) {
    let levers = levers(&model.facts, &model.diagnosis);
    let legal = levers.iter().filter(|lever| lever.why_not.is_none()).count();
    let room = dialog::inside_of(area, MENU_WIDEST).saturating_sub(1);
    let mut heading = Vec::new();
    if legal == 0 {
        heading.push(Line::styled("nothing can be done from here now; why, below", theme.of(Role::Strong)));
        heading.push(Line::default());
    }
    let refusal = model.session.refusal(model.facts.identity.value());
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
    let selection = Selection { at: selected, focused: legal > 0 };
    rows::draw(buffer, list, theme, levers.len(), selection, |n| {
        levers.get(n).map_or_else(Row::default, |lever| lever_row(lever, theme, room))
    });
}

fn lever_row(lever: &Lever, theme: &Theme, room: usize) -> Row {
    let Some(why_not) = &lever.why_not else {
        let title = Span::styled(lever.title.clone(), theme.of(Role::Strong));
        if lever.recommended.is_none() {
            return Row { heading: None, lines: vec![Line::from(title)] };
        }
        let mark = Span::styled(RECOMMENDED_MARK, theme.of(Role::Remedy));
        let words = Span::styled(RECOMMENDED, theme.of(Role::Remedy));
        let fits = mark.width() + title.width() + 2 + words.width() <= room;
        let lines = match fits {
            true => vec![Line::from(vec![mark, title, Span::raw("  "), words])],
            false => vec![Line::from(vec![mark, title]), Line::from(vec![Span::raw("    "), words])],
        };
        return Row { heading: None, lines };
    };
    let muted = theme.of(Role::Muted);
    let mut lines = vec![Line::styled(lever.title.clone(), muted)];
    let why = wrap(&format!("not now: {why_not}"), room.saturating_sub(4));
    lines.extend(why.into_iter().map(|line| Line::styled(format!("    {line}"), muted)));
    Row { heading: None, lines }
}

/// Resources with a box each, why each failed, and what skipping means.
pub fn skip(buffer: &mut Buffer, area: Rect, theme: &Theme, (choice, keys): (&SkipChoice, &str)) {
    let room = dialog::inside(area).saturating_sub(1);
    let rows: Vec<Row> = choice.resources.iter().map(|(resource, on)| skip_row(resource, *on, theme, room)).collect();
    let intro = if rows.is_empty() {
        "no resource may be skipped: none is UPDATE_FAILED because of the rollback. Enter goes on without skipping."
    } else {
        "The rollback tries everything again but what you mark. A marked one is set to UPDATE_COMPLETE as it is; \
         template and reality differ there afterwards. Mark none if the cause is mended."
    };
    let mut heading: Vec<Line> =
        wrap(intro, room).into_iter().map(|line| Line::styled(line, theme.of(Role::Text))).collect();
    heading.push(Line::default());
    let height = heading.len() + rows.iter().map(|row| row.lines.len()).sum::<usize>();
    let frame = Frame { title: "continue the rollback: skip which resources?", keys, role: Role::Dialog };
    let inner = dialog::open(buffer, area, theme, &frame, height);
    dialog::lines(buffer, inner, &heading);
    let above = u16::try_from(heading.len()).unwrap_or(u16::MAX).min(inner.height);
    let list = Rect { y: inner.y + above, height: inner.height - above, ..inner };
    let selection = Selection { at: choice.cursor, focused: true };
    rows::draw(buffer, list, theme, rows.len(), selection, |n| {
        let resource = choice.resources.get(n);
        resource.map_or_else(Row::default, |(resource, on)| skip_row(resource, *on, theme, room))
    });
}

fn skip_row(resource: &Skippable, on: bool, theme: &Theme, room: usize) -> Row {
    let mark = if on { "[x] " } else { "[ ] " };
    let mut lines = vec![Line::from(vec![
        Span::styled(mark, theme.of(Role::Key)),
        Span::styled(resource.name.to_string(), theme.of(Role::Strong)),
        Span::styled(format!("  {}", resource.kind), theme.of(Role::Muted)),
    ])];
    if let Some(reason) = &resource.reason {
        let columns = room.saturating_sub(4);
        let reason = wrap_around(reason.as_str(), columns, REASON_LINES);
        lines.extend(hang(vec![Span::raw("    ")], reason, 4, theme.of(Role::Quote)));
    }
    if on {
        let words = "skipped: marked UPDATE_COMPLETE as it is; template and reality differ";
        let words = wrap(words, room.saturating_sub(4));
        lines.extend(hang(vec![Span::raw("    ")], words, 4, theme.of(Role::Problem)));
    }
    Row { heading: None, lines }
}
