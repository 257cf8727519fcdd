//! The guided way out, and where one is on it.

use super::dialog::{self, Frame};
use crate::app::model::Model;
use crate::app::way::{Does, Standing, Step, Way, way};
use crate::ui::role::Role;
use crate::ui::rows::hang;
use crate::ui::theme::Theme;
use crate::ui::wrap::wrap;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

pub fn draw(buffer: &mut Buffer, area: Rect, model: &Model, theme: &Theme, keys: &str) {
    let room = dialog::inside(area);
    let Some(way) = way(model) else { return };
    let mut lines: Vec<Line> =
        wrap(&intro(&way), room).into_iter().map(|line| Line::styled(line, theme.of(Role::Text))).collect();
    lines.push(Line::default());
    lines.extend(way.steps.iter().flat_map(|step| step_lines(step, theme, room)));
    let title = format!("the way out for {}", way.service.name);
    let frame = Frame { title: &title, keys, role: Role::Dialog };
    let inner = dialog::open(buffer, area, theme, &frame, lines.len());
    dialog::lines(buffer, inner, &lines);
}

fn intro(way: &Way) -> String {
    if way.now().is_none() {
        return "nothing waits here: no way out is needed".to_owned();
    }
    if way.is_begun() {
        return "Each step is confirmed for itself; where you are follows from the account and the journal, also after \
                a restart."
            .to_owned();
    }
    "From a stack that waits for this service to one that is whole again. Each step is confirmed for itself; nothing \
     is sent from here."
        .to_owned()
}

fn step_lines(step: &Step, theme: &Theme, room: usize) -> Vec<Line<'static>> {
    let (mark, role) = match (step.standing, &step.does) {
        (Standing::Done, _) => ("✓ ", Role::Ok),
        (Standing::Spared, _) => ("- ", Role::Muted),
        (Standing::Now, Does::Wait) => ("… ", Role::Busy),
        (Standing::Now, _) => ("▸ ", Role::Strong),
        (Standing::Later, _) => ("  ", Role::Text),
    };
    let words = match (step.standing, &step.does) {
        (Standing::Spared, _) => format!("{}: not needed", step.words),
        (Standing::Now, Does::Wait) => format!("wait until {}", step.words),
        _ => step.words.clone(),
    };
    let lines = wrap(&words, room.saturating_sub(2));
    hang(vec![Span::styled(mark, theme.of(role))], lines, 2, theme.of(role))
}
