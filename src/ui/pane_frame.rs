//! The frame of a pane: its number and title, the age of its data, its fault; and the room left inside.

use super::freshness::Freshness;
use super::role::Role;
use super::theme::Theme;
use super::wrap::wrap_at_most;
use crate::app::model::Model;
use crate::app::panes::list::List;
use crate::app::panes::rollouts::Rollouts;
use crate::app::panes::{Pane, events, rollouts, stacks};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Borders, Widget};

/// How a pane is set off from the others.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// A border all round; thick where the pane has the keys.
    Box,
    /// No border: the line of tabs above it says which pane it is.
    Open,
}

/// Lines a fault may take inside a pane.
const FAULT_LINES: usize = 2;

/// The words on a pane's frame.
#[derive(Default)]
pub struct Captions {
    /// After the pane's name: what it shows.
    pub about: Vec<Span<'static>>,
    /// At the right, before the age.
    pub right: String,
    /// At the bottom right.
    pub bottom: String,
}

impl Captions {
    /// What every list says: its filter, and how far down it is where not all is seen.
    pub fn of_list(model: &Model, theme: &Theme, pane: Pane, at: usize, count: usize) -> Self {
        let filter = &model.panes.list(pane).filter;
        let mut about = Vec::new();
        if !filter.is_empty() {
            about.push(Span::styled(format!(" /{filter}"), theme.of(Role::Badge)));
        }
        let all = if filter.is_empty() { count } else { rows_without_filter(model, pane) };
        let bottom = match (count, filter.is_empty()) {
            (0, true) => String::new(),
            (0, false) => format!("none of {all}"),
            (_, true) => format!("{} of {count}", at + 1),
            (_, false) => format!("{} of {count} found, {all} in all", at + 1),
        };
        Self { about, right: String::new(), bottom }
    }
}

/// How many rows a list has whose filter is lifted.
fn rows_without_filter(model: &Model, pane: Pane) -> usize {
    let (facts, panes) = (&model.facts, &model.panes);
    let list = List::default;
    match pane {
        Pane::Stacks => stacks::rows(facts, &list()).len(),
        Pane::Findings => model.diagnosis.findings.len(),
        Pane::Events => events::rows(facts, &list()).len(),
        Pane::Rollouts => {
            rollouts::rows(facts, &Rollouts { list: list(), ..panes.rollouts.clone() }, &model.diagnosis.findings).len()
        }
        // Lines are searched, not filtered.
        Pane::Logs => 0,
    }
}

/// The number a pane is reached by, 1 to 4.
pub fn number(pane: Pane) -> Option<usize> {
    Pane::OF_STACK.iter().position(|p| *p == pane).map(|n| n + 1)
}

/// Draws the frame and the fault; gives the area inside.
pub fn draw(
    buffer: &mut Buffer,
    area: Rect,
    model: &Model,
    theme: &Theme,
    freshness: &Freshness,
    (pane, edge, captions): (Pane, Edge, Captions),
) -> Rect {
    let focused = model.panes.focus == pane;
    let fault = if pane == Pane::Findings { None } else { freshness.fault(pane) };
    let inner = match edge {
        Edge::Box => {
            let block = block(theme, focused);
            let inner = block.inner(area);
            block.render(area, buffer);
            titles(buffer, area, theme, focused, pane, captions, freshness.age(pane), fault.is_some());
            inner
        }
        Edge::Open => area,
    };
    match fault {
        Some(words) => fault_lines(buffer, inner, theme, &words),
        None => inner,
    }
}

/// A border: thick where the keys go.
pub fn block(theme: &Theme, focused: bool) -> Block<'static> {
    let (kind, role) =
        if focused { (BorderType::Thick, Role::BorderFocus) } else { (BorderType::Rounded, Role::Border) };
    Block::new().borders(Borders::ALL).border_type(kind).border_style(theme.of(role))
}

#[expect(clippy::too_many_arguments, reason = "all of it is words of one frame, each drawn once")]
fn titles(
    buffer: &mut Buffer,
    area: Rect,
    theme: &Theme,
    focused: bool,
    pane: Pane,
    captions: Captions,
    age: Option<String>,
    stale: bool,
) {
    let title = theme.of(if focused { Role::TitleFocus } else { Role::Title });
    let mut left = vec![Span::raw(" ")];
    if let Some(number) = number(pane) {
        left.push(Span::styled(format!("{number} "), theme.of(Role::Key)));
    }
    let name = if focused { pane.title().to_uppercase() } else { pane.title().to_owned() };
    left.push(Span::styled(name, title));
    left.extend(captions.about);
    left.push(Span::raw(" "));
    let mut right = Vec::new();
    if !captions.right.is_empty() {
        right.push(Span::styled(format!(" {} ", captions.right), theme.of(Role::Muted)));
    }
    if let Some(age) = age {
        right.push(Span::styled(format!(" {age} "), theme.of(if stale { Role::Stale } else { Role::Muted })));
    }
    edge_line(buffer, area, area.y, Line::from(left), Line::from(right));
    let bottom = if captions.bottom.is_empty() { String::new() } else { format!(" {} ", captions.bottom) };
    let bottom = Line::from(Span::styled(bottom, theme.of(Role::Muted)));
    edge_line(buffer, area, area.bottom().saturating_sub(1), Line::default(), bottom);
}

/// Words on a horizontal border: left ones first, right ones where room is left.
pub fn edge_line(buffer: &mut Buffer, area: Rect, y: u16, left: Line<'_>, right: Line<'_>) {
    let room = area.width.saturating_sub(4);
    if room == 0 || y >= area.bottom() {
        return;
    }
    let (left_width, right_width) = (cells(left.width()), cells(right.width()));
    let right_fits = right_width > 0 && right_width < room;
    let left_room = if right_fits { room.saturating_sub(right_width) } else { room };
    buffer.set_line(area.x + 2, y, &left, left_room.min(left_width));
    if right_fits {
        buffer.set_line(area.right().saturating_sub(2 + right_width), y, &right, right_width);
    }
}

fn fault_lines(buffer: &mut Buffer, inner: Rect, theme: &Theme, words: &str) -> Rect {
    let room = usize::from(inner.width.saturating_sub(2));
    let lines = wrap_at_most(words, room, room, FAULT_LINES);
    let height = cells(lines.len()).min(inner.height.saturating_sub(1));
    let top = inner.bottom().saturating_sub(height);
    for (line, y) in lines.iter().zip(top..inner.bottom()) {
        buffer.set_stringn(inner.x + 1, y, line, room, theme.of(Role::Stale));
    }
    Rect { height: inner.height - height, ..inner }
}

/// Words in place of rows: why there are none.
pub fn instead_of_rows(buffer: &mut Buffer, inner: Rect, theme: &Theme, words: &str) {
    let room = usize::from(inner.width.saturating_sub(2));
    for (line, y) in wrap_at_most(words, room, room, usize::from(inner.height)).iter().zip(inner.y..inner.bottom()) {
        buffer.set_stringn(inner.x.saturating_add(1), y, line, room, theme.of(Role::Muted));
    }
}

/// A length as the terminal counts it.
pub fn cells(length: usize) -> u16 {
    u16::try_from(length).unwrap_or(u16::MAX)
}
