//! What can be done to the account, with the key that leads there: of the whole diagnosis while its first finding
//! is looked at, else of the finding that is.

use super::section::{LABEL, Section, labelled};
use crate::app::action::Action;
use crate::app::keymap::Context;
use crate::app::model::Model;
use crate::diagnosis::verdict::Finding;
use crate::ui::role::Role;
use crate::ui::theme::Theme;
use crate::ui::wrap::{width, wrap_at_most};
use ratatui::text::{Line, Span};

/// Lines of one way out where there is room: its conditions stand at its end.
const LINES: usize = 4;

/// A part for each way out, or one that says why there is none. The first stays on the screen longest, with one line at least.
pub fn sections(model: &Model, theme: &Theme, columns: usize, looked_at: Option<&Finding>) -> Vec<Section> {
    let ways = looked_at.map_or_else(|| model.diagnosis.ways_out(), |finding| finding.remedies.iter().collect());
    let none = model.diagnosis.no_way_out.as_deref().filter(|_| looked_at.is_none());
    let none = none.map(|why| {
        let words = format!("{why}{}", keys(model));
        let lines = labelled(theme, "way out", &words, columns, (Role::Muted, 2));
        Section { importance: 3, lines, ..Section::default() }
    });
    let ways = ways.into_iter().enumerate().map(|(number, remedy)| {
        let words = format!("{}: {}", remedy.operation.title(), remedy.effect);
        let lines = |most| lines(&words, number == 0, model, theme, (columns, most));
        Section { importance: if number == 0 { 1 } else { 3 }, lines: lines(LINES), short: lines(1) }
    });
    ways.chain(none).collect()
}

/// The keys that lead to what is to be taken back: a count, autoscaling that was suspended.
fn keys(model: &Model) -> String {
    // What is waited for is not disturbed.
    if model.facts.stack.value().is_none_or(|stack| stack.status.is_moving()) {
        return String::new();
    }
    let key = |action| model.keys.map.keys_of(Context::Global, action).into_iter().next().unwrap_or_default();
    match (model.facts.emptied.is_empty(), model.facts.at_rest.is_empty()) {
        (false, _) => {
            format!(" ({} restores the count, {} goes step by step)", key(Action::Restore), key(Action::WayOut))
        }
        (true, false) => format!(" ({} leads there)", key(Action::WayOut)),
        (true, true) => String::new(),
    }
}

fn lines(words: &str, is_first: bool, model: &Model, theme: &Theme, look: (usize, usize)) -> Vec<Line<'static>> {
    let (columns, most) = look;
    let label = if is_first { "way out" } else { "" };
    let key = model.keys.map.keys_of(Context::Global, Action::Actions).into_iter().next();
    let key = key.filter(|_| is_first).map_or(String::new(), |key| format!("{key}  "));
    let room = columns.saturating_sub(LABEL).max(8);
    let mut wrapped = wrap_at_most(words, room.saturating_sub(width(&key)), room, most).into_iter();
    let mut lines = vec![Line::from(vec![
        Span::styled(format!("{label:<LABEL$}"), theme.of(Role::Label)),
        Span::styled(key, theme.of(Role::Key)),
        Span::styled(wrapped.next().unwrap_or_default(), theme.of(Role::Remedy)),
    ])];
    lines.extend(wrapped.map(|line| Line::styled(format!("{:LABEL$}{line}", ""), theme.of(Role::Remedy))));
    lines
}
