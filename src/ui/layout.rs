//! Where the panes of a stack's screen go: side by side where it is wide, one list at a time where it is narrow.

use super::freshness::Freshness;
use super::pane_frame::{self, Edge};
use super::panes::{self, findings};
use super::role::Role;
use super::theme::Theme;
use crate::app::model::Model;
use crate::app::panes::Pane;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// From this width on the panes stand side by side.
const WIDE: u16 = 100;
/// Lines the findings take at most while a list is read on a narrow screen.
const COMPACT: u16 = 9;
/// Parts of the line of tabs itself: two for each pane, a rule between.
const TAB_SPANS: usize = 2 * 4 + 3;
/// Lines every list keeps while the findings are read.
const LIST_KEEPS: u16 = 5;

/// The four panes of a stack, or the one that is zoomed.
pub fn stack(buffer: &mut Buffer, area: Rect, model: &Model, theme: &Theme, freshness: &Freshness) {
    if model.panes.zoom {
        one(buffer, area, model, theme, freshness, model.panes.focus);
    } else if area.width >= WIDE {
        wide(buffer, area, model, theme, freshness);
    } else {
        narrow(buffer, area, model, theme, freshness);
    }
}

/// One pane on the whole area.
pub fn one(buffer: &mut Buffer, area: Rect, model: &Model, theme: &Theme, freshness: &Freshness, pane: Pane) {
    panes::draw(buffer, area, model, theme, freshness, (pane, Edge::Box));
}

fn wide(buffer: &mut Buffer, area: Rect, model: &Model, theme: &Theme, freshness: &Freshness) {
    let most = (area.height * 2 / 5).max(COMPACT).min(area.height.saturating_sub(2 * LIST_KEEPS));
    let wanted = findings::height(model, theme, freshness, area.width, Edge::Box);
    let (top, rest) = split(area, wanted.min(most));
    let (middle, bottom) = split(rest, rest.height * 11 / 20);
    let left_width = middle.width * 9 / 20;
    let left = Rect { width: left_width, ..middle };
    let right = Rect { x: middle.x + left_width, width: middle.width - left_width, ..middle };
    for (pane, area) in [(Pane::Findings, top), (Pane::Events, left), (Pane::Rollouts, right), (Pane::Logs, bottom)] {
        panes::draw(buffer, area, model, theme, freshness, (pane, Edge::Box));
    }
}

fn narrow(buffer: &mut Buffer, area: Rect, model: &Model, theme: &Theme, freshness: &Freshness) {
    let focus = model.panes.focus;
    let most = if focus == Pane::Findings {
        area.height.saturating_sub(1 + LIST_KEEPS)
    } else {
        COMPACT.min(area.height.saturating_sub(1 + LIST_KEEPS))
    };
    let wanted = findings::height(model, theme, freshness, area.width, Edge::Open);
    let (top, rest) = split(area, wanted.min(most));
    panes::draw(buffer, top, model, theme, freshness, (Pane::Findings, Edge::Open));
    let shown = if focus == Pane::Findings { Pane::Rollouts } else { focus };
    let (tabs, list) = split(rest, 1);
    tab_line(buffer, tabs, theme, freshness, (focus, shown), &panes::captions(model, theme, shown));
    panes::draw(buffer, list, model, theme, freshness, (shown, Edge::Open));
}

/// A ruler with the names of the panes; the one that has the keys in capitals, the one shown below it marked.
fn tab_line(
    buffer: &mut Buffer,
    area: Rect,
    theme: &Theme,
    freshness: &Freshness,
    (focus, shown): (Pane, Pane),
    captions: &pane_frame::Captions,
) {
    let rule = "─".repeat(usize::from(area.width));
    buffer.set_stringn(area.x, area.y, rule, usize::from(area.width), theme.of(Role::Border));
    let mut left = Vec::new();
    for pane in Pane::OF_STACK {
        let number = pane_frame::number(pane).unwrap_or_default();
        let name = pane.title().trim_start_matches("stack ");
        let (name, role) = if pane == focus {
            (name.to_uppercase(), Role::TitleFocus)
        } else if pane == shown {
            (name.to_owned(), Role::Strong)
        } else {
            (name.to_owned(), Role::Title)
        };
        left.push(Span::styled(format!(" {number} "), theme.of(Role::Key)));
        left.push(Span::styled(format!("{name} "), theme.of(role)));
        if pane != Pane::Logs {
            left.push(Span::styled("─", theme.of(Role::Border)));
        }
    }
    left.extend(captions.about.iter().cloned());
    left.push(Span::raw(" "));
    let stale = freshness.fault(shown).is_some();
    let mut right = Vec::new();
    for words in [&captions.bottom, &captions.right].into_iter().filter(|words| !words.is_empty()) {
        right.push(Span::styled(format!(" {words} "), theme.of(Role::Muted)));
    }
    let age = freshness.age(shown).map(|age| format!(" {age} "));
    right.extend(age.map(|age| Span::styled(age, theme.of(if stale { Role::Stale } else { Role::Muted }))));
    let (mut left, mut right) = (Line::from(left), Line::from(right));
    let room = usize::from(area.width).saturating_sub(5);
    // What matters least goes first: how far down the list is, what it is about, how it follows.
    while left.width() + right.width() > room && right.spans.len() > 2 {
        right.spans.remove(0);
    }
    while left.width() + right.width() > room && left.spans.len() > TAB_SPANS {
        left.spans.pop();
    }
    while left.width() + right.width() > room && right.spans.len() > 1 {
        right.spans.remove(0);
    }
    pane_frame::edge_line(buffer, area, area.y, left, right);
}

fn split(area: Rect, height: u16) -> (Rect, Rect) {
    let height = height.min(area.height);
    (Rect { height, ..area }, Rect { y: area.y + height, height: area.height - height, ..area })
}
