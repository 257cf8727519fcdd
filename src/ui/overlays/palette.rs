//! Any action by name.

use super::dialog::{self, Frame, RECOMMENDED_MARK};
use super::input_field;
use crate::app::command::{Command, matching};
use crate::app::input::Input;
use crate::app::keymap::Context;
use crate::app::menu::{Entry, levers};
use crate::app::model::Model;
use crate::ui::role::Role;
use crate::ui::rows::{self, Row, Selection};
use crate::ui::theme::Theme;
use crate::ui::wrap::{clip, fit};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

/// Rows of actions shown at a time.
const ROWS: usize = 12;

pub fn draw(
    buffer: &mut Buffer,
    area: Rect,
    model: &Model,
    theme: &Theme,
    (input, selected, keys): (&Input, usize, &str),
) -> Option<Position> {
    let found = matching(&input.text());
    let frame = Frame { title: "command", keys, role: Role::Dialog };
    let inner = dialog::open(buffer, area, theme, &frame, ROWS + 2);
    let field = Rect { height: inner.height.min(1), ..inner };
    let cursor = input_field::line(buffer, field, theme, input);
    let list = Rect { y: inner.y.saturating_add(2), height: inner.height.saturating_sub(2), ..inner };
    if found.is_empty() {
        dialog::lines(buffer, list, &[Line::styled("no action has these words", theme.of(Role::Muted))]);
    }
    let levers = levers(model);
    let selection = Selection { at: selected, focused: true };
    let room = usize::from(list.width.saturating_sub(rows::MARK));
    let hidden = rows::draw(buffer, list, theme, found.len(), selection, |n| {
        found.get(n).map_or_else(Row::default, |command| row(*command, (model, &levers), theme, room))
    });
    dialog::hidden(buffer, inner, theme, hidden);
    cursor
}

/// Cells of the name and the key.
const BEFORE: usize = 30;

/// Why a lever cannot be pulled now, at nothing there is; none where it can, and for what is no lever.
fn why_not(command: Command, levers: &[Entry]) -> Option<String> {
    let Command::Lever(lever) = command else { return None };
    let mut of = levers.iter().filter(|entry| entry.lever == lever).peekable();
    let first = of.peek().map(|entry| entry.why_not.clone().unwrap_or_default());
    let is_legal = of.any(|entry| entry.why_not.is_none());
    (!is_legal).then(|| first.unwrap_or_else(|| "there is nothing to pull it at".to_owned()))
}

fn row(command: Command, (model, levers): (&Model, &[Entry]), theme: &Theme, room: usize) -> Row {
    let contexts = [model.context(), Context::Global].into_iter().chain(Context::ALL);
    let keys = contexts.into_iter().find_map(|context| match command {
        Command::Action(action) => model.keys.map.keys_of(context, action).into_iter().next(),
        Command::Lever(_) => None,
    });
    let ways = model.diagnosis.ways_out();
    let first = ways.first().map(|remedy| Command::Lever(remedy.operation.lever()));
    let star = if first == Some(command) { RECOMMENDED_MARK } else { "" };
    let why_not = why_not(command, levers);
    let help = match &why_not {
        Some(why) => format!("not now: {why}"),
        None => format!("{star}{}", command.help()),
    };
    let role = |legal: Role| if why_not.is_some() { Role::Muted } else { legal };
    let spans = vec![
        Span::styled(fit(command.name(), 19), theme.of(role(Role::Strong))),
        Span::styled(format!(" {} ", fit(&keys.unwrap_or_default(), 9)), theme.of(Role::Key)),
        Span::styled(clip(&help, room.saturating_sub(BEFORE)), theme.of(role(Role::Text))),
    ];
    Row { heading: None, lines: vec![Line::from(spans)] }
}
