//! The stacks of the region, those in trouble first.

use super::when;
use crate::app::model::Model;
use crate::app::panes::Pane;
use crate::app::panes::stacks::{Urgency, rows, urgency};
use crate::domain::Text;
use crate::domain::clock::age;
use crate::domain::stack::Stack;
use crate::ui::freshness::Freshness;
use crate::ui::pane_frame::{self, Captions, Edge};
use crate::ui::role::Role;
use crate::ui::rows::{self as list, MARK, Row, Selection, hang};
use crate::ui::theme::Theme;
use crate::ui::verdict_style::of_stack;
use crate::ui::wrap::{clip, fit, width};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

pub fn draw(buffer: &mut Buffer, area: Rect, model: &Model, theme: &Theme, freshness: &Freshness, edge: Edge) {
    let stacks = rows(&model.facts, &model.panes.stacks);
    let at = selected(model, &stacks);
    let captions = captions(model, theme);
    let inner = pane_frame::draw(buffer, area, model, theme, freshness, (Pane::Stacks, edge, captions));
    if stacks.is_empty() {
        pane_frame::instead_of_rows(buffer, inner, theme, &no_rows(model, freshness));
        return;
    }
    let room = usize::from(inner.width.saturating_sub(MARK));
    let name = stacks.iter().map(|s| width(s.name.as_str())).max().unwrap_or(0).min(room / 2).max(5);
    let status = stacks.iter().map(|s| width(s.status.as_str())).max().unwrap_or(0).min(room / 2);
    let selection = Selection { at, focused: model.panes.focus == Pane::Stacks };
    list::draw(buffer, inner, theme, stacks.len(), selection, |n| {
        let mut row = stacks.get(n).map_or_else(Row::default, |stack| row(stack, model, theme, (name, status, room)));
        row.heading = (n == 0).then(|| heading(theme, (name, status)));
        row
    });
}

pub fn captions(model: &Model, theme: &Theme) -> Captions {
    let stacks = rows(&model.facts, &model.panes.stacks);
    let count = |wanted: Urgency| stacks.iter().filter(|stack| urgency(stack) == wanted).count();
    let at = selected(model, &stacks);
    let mut captions = Captions::of_list(model, theme, Pane::Stacks, at, stacks.len());
    if !stacks.is_empty() {
        captions.right = format!("{} failed · {} moving", count(Urgency::Failed), count(Urgency::Moving));
        // A create that was rolled back has failed, though it is settled.
        let rolled_back = count(Urgency::RolledBack);
        if rolled_back > 0 {
            captions.right.push_str(&format!(" · {rolled_back} rolled back"));
        }
    }
    captions
}

fn selected(model: &Model, stacks: &[&Stack]) -> usize {
    let keys: Vec<Text> = stacks.iter().map(|stack| stack.id.clone()).collect();
    model.panes.stacks.index(&keys, 0)
}

fn no_rows(model: &Model, freshness: &Freshness) -> String {
    if !model.panes.stacks.filter.is_empty() {
        "no stack holds all of these words; Esc shows all".to_owned()
    } else if freshness.is_loading(Pane::Stacks) {
        "reading the stacks of the region …".to_owned()
    } else if freshness.fault(Pane::Stacks).is_some() {
        "the stacks could not be read yet".to_owned()
    } else {
        format!("no stack in {}; is it the right account and region?", model.session.place.region)
    }
}

/// The names of the columns. CloudFormation's list tells when an operation began, not since when it has failed.
fn heading(theme: &Theme, (name, status): (usize, usize)) -> Line<'static> {
    let words = format!("{}  {}  {}  reason", fit("stack", name), fit("status", status), fit("began", when::WIDTH));
    Line::styled(words, theme.of(Role::Label))
}

fn row(stack: &Stack, model: &Model, theme: &Theme, (name, status, room): (usize, usize, usize)) -> Row {
    let role = of_stack(stack);
    let name_role = if urgency(stack) == Urgency::Settled { Role::Text } else { Role::Strong };
    let since = stack.operation_began().map_or(String::new(), |at| age(at, model.now));
    let spans = vec![
        Span::styled(fit(stack.name.as_str(), name), theme.of(name_role)),
        Span::raw("  "),
        Span::styled(fit(stack.status.as_str(), status), theme.of(role)),
        Span::raw("  "),
        Span::styled(fit(&since, when::WIDTH), theme.of(Role::Muted)),
        Span::raw("  "),
    ];
    let left = room.saturating_sub(name + status + when::WIDTH + 6);
    let reason = stack.status_reason.as_ref().filter(|_| urgency(stack) <= Urgency::RolledBack && left >= 12);
    let words = reason.map_or(String::new(), |reason| clip(reason.as_str(), left));
    Row { heading: None, lines: hang(spans, vec![words], 0, theme.of(Role::Muted)) }
}
