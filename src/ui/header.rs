//! The first lines: which stack, how it stands, who we are and where.

use super::role::Role;
use super::theme::Theme;
use super::{verdict_style, wrap};
use crate::app::model::{Model, Screen};
use crate::app::panes::events::stack_name;
use crate::domain::clock::{age, time_of_day};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// Draws the header, on one line where it fits and on two where not; gives what is left below it.
pub fn draw(buffer: &mut Buffer, area: Rect, model: &Model, theme: &Theme) -> Rect {
    let width = usize::from(area.width);
    let (subject, who, badges) = (subject(model, theme), who(model, theme), badges(model, theme));
    let (who_width, badges_width) = (columns(&who), columns(&badges));
    buffer.set_style(Rect { height: 1, ..area }, theme.of(Role::Header));
    let one_line = 9 + columns(&subject) + who_width + badges_width + 5 <= width;
    let named = one_line || 9 + columns(&subject) + badges_width < width;
    let name = if named { vec![Span::styled(" unstuck ", theme.of(Role::Muted))] } else { Vec::new() };
    let mut right = if one_line { who.clone() } else { Vec::new() };
    right.extend(badges);
    let left: Vec<Span> = name.into_iter().chain(subject).collect();
    let right_width = columns(&right).min(width);
    let left_room = width.saturating_sub(right_width + 1);
    buffer.set_line(area.x, area.y, &Line::from(left), u16::try_from(left_room).unwrap_or(u16::MAX));
    let x = area.right().saturating_sub(u16::try_from(right_width).unwrap_or(area.width));
    buffer.set_line(x, area.y, &Line::from(right), area.right() - x);
    let mut height = 1;
    if !one_line {
        buffer.set_line(area.x, area.y + 1, &Line::from(who), area.width);
        height = 2;
    }
    Rect { y: area.y + height, height: area.height.saturating_sub(height), ..area }
}

fn columns(spans: &[Span<'_>]) -> usize {
    spans.iter().map(Span::width).sum()
}

fn subject(model: &Model, theme: &Theme) -> Vec<Span<'static>> {
    let Screen::Stack(asked) = &model.screen else {
        let count = model.facts.stacks.value().map_or(String::new(), |stacks| format!("  {} there", stacks.len()));
        return vec![
            Span::styled(" stacks of the region", theme.of(Role::Strong)),
            Span::styled(count, theme.of(Role::Muted)),
        ];
    };
    let Some(stack) = model.facts.stack.value() else {
        let name = if asked.raw().starts_with("arn:") { stack_name(asked) } else { asked.as_str().to_owned() };
        let state = match model.facts.stack.fault() {
            Some(fault) => Span::styled(format!("  {}", fault.what()), theme.of(Role::Bad)),
            None => Span::styled("  asking for the stack …", theme.of(Role::Muted)),
        };
        return vec![Span::styled(format!(" {}", wrap::clip(&name, 40)), theme.of(Role::Strong)), state];
    };
    let since = model.diagnosis.stack.as_ref().and_then(|line| line.since).or_else(|| stack.operation_began());
    let since = since.map_or(String::new(), |at| format!(" {}", age(at, model.now)));
    let role = verdict_style::of_stack_status(&stack.status);
    vec![
        Span::styled(format!(" {}", wrap::clip(stack.name.as_str(), 48)), theme.of(Role::Strong)),
        Span::styled(format!("  {}", stack.status), theme.of(role)),
        Span::styled(since, theme.of(role)),
    ]
}

fn who(model: &Model, theme: &Theme) -> Vec<Span<'static>> {
    let known = &model.facts.identity;
    let who = match (known.value(), known.fault()) {
        (Some(identity), _) => {
            let words = format!(" {} · {}", identity.account, identity.principal());
            Span::styled(words, theme.of(Role::Header))
        }
        (None, Some(fault)) => Span::styled(format!(" {}: {}", fault.what(), fault.what_to_do()), theme.of(Role::Bad)),
        (None, None) => Span::styled(" asking AWS who we are …", theme.of(Role::Muted)),
    };
    let place = &model.session.place;
    let mut words = format!(" · {}", place.region);
    if let Some(profile) = &place.profile {
        words.push_str(&format!(" · profile {profile}"));
    }
    vec![who, Span::styled(words, theme.of(Role::Header))]
}

fn badges(model: &Model, theme: &Theme) -> Vec<Span<'static>> {
    let mut spans = Vec::new();
    let words = model.session.place.endpoint.iter().map(|endpoint| endpoint.as_str());
    for word in words.chain(model.session.read_only.then_some("READ-ONLY")) {
        spans.push(Span::raw("  "));
        spans.push(Span::styled(format!(" {} ", wrap::clip(word, 30)), theme.of(Role::Badge)));
    }
    spans.push(Span::styled(format!("  {}Z ", time_of_day(model.now)), theme.of(Role::Muted)));
    spans
}
