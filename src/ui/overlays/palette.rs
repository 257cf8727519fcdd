//! Any action by name.

use super::dialog::{self, Frame, RECOMMENDED_MARK};
use super::input_field;
use crate::app::command::{Command, matching};
use crate::app::input::Input;
use crate::app::keymap::Context;
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
    let selection = Selection { at: selected, focused: true };
    let room = usize::from(list.width.saturating_sub(rows::MARK));
    let hidden = rows::draw(buffer, list, theme, found.len(), selection, |n| {
        found.get(n).map_or_else(Row::default, |command| row(*command, model, theme, room))
    });
    dialog::hidden(buffer, inner, theme, hidden);
    cursor
}

/// Cells of the name and the key.
const BEFORE: usize = 30;

fn row(command: Command, model: &Model, theme: &Theme, room: usize) -> Row {
    let contexts = [model.context(), Context::Global].into_iter().chain(Context::ALL);
    let keys = contexts.into_iter().find_map(|context| match command {
        Command::Action(action) => model.keys.map.keys_of(context, action).into_iter().next(),
        Command::Lever(_) => None,
    });
    let ways = model.diagnosis.ways_out();
    let first = ways.first().map(|remedy| Command::Lever(remedy.operation.lever()));
    let star = if first == Some(command) { RECOMMENDED_MARK } else { "" };
    let help = format!("{star}{}", command.help());
    let spans = vec![
        Span::styled(fit(command.name(), 19), theme.of(Role::Strong)),
        Span::styled(format!(" {} ", fit(&keys.unwrap_or_default(), 9)), theme.of(Role::Key)),
        Span::styled(clip(&help, room.saturating_sub(BEFORE)), theme.of(Role::Text)),
    ];
    Row { heading: None, lines: vec![Line::from(spans)] }
}
