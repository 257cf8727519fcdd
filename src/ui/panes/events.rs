//! Stack events, newest first: time, resource, status, reason. The first failure stands out, cancellations recede.

use super::when::{self, when};
use crate::app::model::Model;
use crate::app::panes::Pane;
use crate::app::panes::events::{EventRow, Weight, rows};
use crate::domain::Text;
use crate::ui::freshness::Freshness;
use crate::ui::pane_frame::{self, Captions, Edge};
use crate::ui::role::Role;
use crate::ui::rows::{self as list, MARK, Row, Selection, hang};
use crate::ui::theme::Theme;
use crate::ui::verdict_style::of_resource_status;
use crate::ui::wrap::{clip, fit, width, wrap_around};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// A reason beside its row is worth reading from this width on; under it the reason goes below.
const REASON_BESIDE: usize = 28;
/// Lines a reason takes where its row is not selected.
const REASON_LINES: usize = 3;

pub fn draw(buffer: &mut Buffer, area: Rect, model: &Model, theme: &Theme, freshness: &Freshness, edge: Edge) {
    let events = rows(&model.facts, &model.panes.events);
    let at = selected(model, &events);
    let captions = Captions::of_list(model, theme, Pane::Events, at, events.len());
    let inner = pane_frame::draw(buffer, area, model, theme, freshness, (Pane::Events, edge, captions));
    if events.is_empty() {
        pane_frame::instead_of_rows(buffer, inner, theme, &no_rows(model, freshness));
        return;
    }
    let columns = Columns::of(&events, usize::from(inner.width.saturating_sub(MARK)));
    let selection = Selection { at, focused: model.panes.focus == Pane::Events };
    list::draw(buffer, inner, theme, events.len(), selection, |n| {
        events.get(n).map_or_else(Row::default, |event| columns.row(event, model, theme, n == at && selection.focused))
    });
}

pub fn captions(model: &Model, theme: &Theme) -> Captions {
    let events = rows(&model.facts, &model.panes.events);
    Captions::of_list(model, theme, Pane::Events, selected(model, &events), events.len())
}

fn selected(model: &Model, events: &[EventRow]) -> usize {
    let keys: Vec<Text> = events.iter().map(|row| row.event.id.clone()).collect();
    model.panes.events.index(&keys, 0)
}

fn no_rows(model: &Model, freshness: &Freshness) -> String {
    if !model.panes.events.filter.is_empty() {
        "no event holds all of these words; Esc shows all".to_owned()
    } else if let Some(words) = when::without_stack(model) {
        words
    } else if freshness.is_loading(Pane::Events) {
        "reading stack events …".to_owned()
    } else if freshness.fault(Pane::Events).is_some() {
        "no stack event could be read yet".to_owned()
    } else {
        "CloudFormation tells no event of this stack; it keeps them for 90 days".to_owned()
    }
}

/// The widths of the columns, from what is in them and the room there is.
struct Columns {
    room: usize,
    name: usize,
    status: usize,
    reason: usize,
}

impl Columns {
    fn of(events: &[EventRow], room: usize) -> Self {
        let near = || events.iter().take(200);
        let longest_name = near().map(|row| width(&name(row))).max().unwrap_or(0);
        let longest_status = near().map(|row| width(row.event.status.as_str())).max().unwrap_or(0);
        let name = longest_name.min(room.saturating_sub(when::WIDTH + 4 + longest_status.min(28))).min(room / 3).max(8);
        let status = longest_status.min(22);
        Self { room, name, status, reason: room.saturating_sub(when::WIDTH + name + status + 6) }
    }

    fn row(&self, row: &EventRow, model: &Model, theme: &Theme, selected: bool) -> Row {
        let event = row.event;
        let (name_role, status_role, reason_role) = match row.weight {
            Weight::FirstFailure => (Role::FirstFailure, Role::FirstFailure, Role::Quote),
            Weight::Failure => (Role::Text, Role::Bad, Role::Text),
            Weight::Cancelled => (Role::Muted, Role::Muted, Role::Muted),
            Weight::Plain => (Role::Text, of_resource_status(&event.status), Role::Muted),
        };
        let mut spans = vec![
            Span::styled(fit(&when(model, event.at), when::WIDTH), theme.of(Role::Muted)),
            Span::raw("  "),
            Span::styled(fit(&name_in(row, self.name), self.name), theme.of(name_role)),
            Span::raw("  "),
        ];
        let status = event.status.as_str();
        let mark = if row.weight == Weight::FirstFailure { "first failure: " } else { "" };
        let waits = event.detailed_status.as_ref().filter(|_| event.status.is_in_progress());
        let words = event.reason.as_ref().or(waits).map_or(String::new(), |reason| format!("{mark}{reason}"));
        let words = if words.is_empty() { mark.trim_end_matches(": ").to_owned() } else { words };
        let beside = self.reason >= REASON_BESIDE && width(status) <= self.status;
        let rest = self.room.saturating_sub(when::WIDTH + self.name + 4);
        spans.push(Span::styled(fit(status, self.status.max(width(status)).min(rest)), theme.of(status_role)));
        if words.is_empty() {
            return Row { heading: None, lines: vec![Line::from(spans)] };
        }
        let opened = selected || matches!(row.weight, Weight::FirstFailure | Weight::Failure);
        let most = if selected { usize::MAX } else { REASON_LINES };
        let reason = theme.of(reason_role);
        if beside {
            spans.push(Span::raw("  "));
            let lines = if opened { wrap_around(&words, self.reason, most) } else { vec![clip(&words, self.reason)] };
            let indent = when::WIDTH + self.name + self.status + 6;
            return Row { heading: None, lines: hang(spans, lines, indent, reason) };
        }
        let mut all = vec![Line::from(spans)];
        if opened {
            let indent = when::WIDTH + 2;
            let room = self.room.saturating_sub(indent).max(10);
            let below = wrap_around(&words, room, most);
            all.extend(below.into_iter().map(|l| Line::styled(format!("{}{l}", " ".repeat(indent)), reason)));
        }
        Row { heading: None, lines: all }
    }
}

fn name(row: &EventRow) -> String {
    match &row.nested {
        Some(stack) => format!("{stack} › {}", row.event.logical_id),
        None => row.event.logical_id.to_string(),
    }
}

/// The name in at most `columns` cells: the nested stack's own name gives way to the resource's.
fn name_in(row: &EventRow, columns: usize) -> String {
    let whole = name(row);
    let id = row.event.logical_id.as_str();
    match &row.nested {
        Some(stack) if width(&whole) > columns => {
            let left = columns.saturating_sub(width(id) + 3);
            if left >= 4 { format!("{} › {id}", clip(stack, left)) } else { format!("› {id}") }
        }
        _ => whole,
    }
}
