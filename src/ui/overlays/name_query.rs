//! The name a query is saved under, with what is sent where and what follows.

use super::dialog::{self, Frame};
use super::input_field;
use crate::app::model::Model;
use crate::app::plan::alias;
use crate::app::save_query::NameQuery;
use crate::domain::lever::Lever;
use crate::domain::lever_table::row;
use crate::ui::role::Role;
use crate::ui::theme::Theme;
use crate::ui::wrap::wrap;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

/// Cells of the names at the left.
const LABEL: usize = 8;

/// Draws the dialog; gives where the cursor is.
pub fn draw(
    buffer: &mut Buffer,
    area: Rect,
    theme: &Theme,
    (asked, keys): (&NameQuery, &str),
    model: &Model,
) -> Option<Position> {
    let saved = model.facts.saved_queries.value().map_or(&[][..], Vec::as_slice);
    let room = dialog::inside(area).saturating_sub(LABEL);
    let mut lines = Vec::new();
    let mut part = |label: &str, words: &str, role: Role| {
        for (n, line) in wrap(words, room).into_iter().enumerate() {
            let label = if n == 0 { label } else { "" };
            let label = Span::styled(format!("{label:<LABEL$}"), theme.of(Role::Label));
            lines.push(Line::from(vec![label, Span::styled(line, theme.of(role))]));
        }
    };
    part("call", "logs:PutQueryDefinition", Role::Strong);
    part("where", &asked.place, Role::Strong);
    part("alias", &alias(&model.facts), Role::Strong);
    let groups: Vec<&str> = asked.groups.iter().map(|group| group.as_str()).collect();
    let groups = if groups.is_empty() { "any log group".to_owned() } else { groups.join(", ") };
    part("for", &groups, Role::Text);
    match asked.replaces(saved) {
        Some(old) => {
            let was: Vec<&str> = old.text.split_whitespace().collect();
            part("then", "the saved query of this name is replaced for everybody of the account", Role::Problem);
            part("was", crate::domain::Text::from(was.join(" ")).as_str(), Role::Muted);
        }
        None => part("then", "everybody of the account finds it among the saved queries", Role::Text),
    }
    part("undo", row(Lever::SaveQuery).undo, Role::Text);
    part("same as", &asked.pattern(saved, &model.session.place), Role::Muted);
    if let Some(refusal) = &asked.refusal {
        part("", &format!("{refusal}: this program will not send it"), Role::Problem);
    }
    if let Some(said) = asked.said {
        part("", said, Role::Problem);
    }
    let title = "save the query in the account";
    let inner = dialog::open(buffer, area, theme, &Frame { title, keys, role: Role::Danger }, lines.len() + 2);
    let label = Span::styled(format!("{:<LABEL$}", "name"), theme.of(Role::Label));
    buffer.set_line(inner.x, inner.y, &Line::from(label), inner.width);
    let indent = u16::try_from(LABEL).unwrap_or_default().min(inner.width);
    let field = Rect { x: inner.x + indent, width: inner.width - indent, height: inner.height.min(1), ..inner };
    let below = inner.height.min(2);
    dialog::lines(buffer, Rect { y: inner.y + below, height: inner.height - below, ..inner }, &lines);
    input_field::line(buffer, field, theme, &asked.name)
}
