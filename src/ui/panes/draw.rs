//! Frame and rows of any pane.

use super::{events, findings, logs, rollouts, stacks};
use crate::app::model::Model;
use crate::app::panes::Pane;
use crate::ui::freshness::Freshness;
use crate::ui::pane_frame::{Captions, Edge};
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws a pane.
pub fn draw(
    buffer: &mut Buffer,
    area: Rect,
    model: &Model,
    theme: &Theme,
    freshness: &Freshness,
    (pane, edge): (Pane, Edge),
) {
    if area.is_empty() {
        return;
    }
    match pane {
        Pane::Stacks => stacks::draw(buffer, area, model, theme, freshness, edge),
        Pane::Findings => findings::draw(buffer, area, model, theme, freshness, edge),
        Pane::Events => events::draw(buffer, area, model, theme, freshness, edge),
        Pane::Rollouts => rollouts::draw(buffer, area, model, theme, freshness, edge),
        Pane::Logs => logs::draw(buffer, area, model, theme, freshness, edge),
    }
}

/// The words of a pane's frame, for where there is only a line of tabs.
pub fn captions(model: &Model, theme: &Theme, pane: Pane) -> Captions {
    match pane {
        Pane::Logs => logs::captions(model, theme),
        Pane::Events => events::captions(model, theme),
        Pane::Rollouts => rollouts::captions(model, theme),
        Pane::Stacks => stacks::captions(model, theme),
        Pane::Findings => Captions::default(),
    }
}
