//! The guided way out, and where one is on it.

use super::dialog::{self, Frame};
use crate::app::model::Model;
use crate::app::way::{Does, Standing, Step, Way, way};
use crate::diagnosis::verdict::Verdict;
use crate::domain::stack::StackStatus;
use crate::ui::pane_frame::cells;
use crate::ui::role::Role;
use crate::ui::rows::{self, Row, Selection, hang};
use crate::ui::theme::Theme;
use crate::ui::wrap::wrap;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

pub fn draw(buffer: &mut Buffer, area: Rect, model: &Model, theme: &Theme, keys: &str) {
    let room = dialog::inside(area);
    let Some(way) = way(model) else { return };
    let mut heading: Vec<Line> =
        wrap(&intro(&way, model), room).into_iter().map(|line| Line::styled(line, theme.of(Role::Text))).collect();
    heading.push(Line::default());
    let row = |n: usize| {
        let lines = way.steps.get(n).map(|step| {
            let mut lines = step_lines(step, theme, room.saturating_sub(1));
            lines.extend(denied(step, model, theme, room.saturating_sub(1)));
            lines
        });
        Row { heading: None, lines: lines.unwrap_or_default() }
    };
    let height = heading.len() + (0..way.steps.len()).map(|n| row(n).lines.len()).sum::<usize>();
    let title = match (&way.service, model.facts.stack.value()) {
        (Some(service), _) => format!("the way out for {}", service.name),
        (None, stack) => format!("the way out for {}", stack.map_or("the stack", |stack| stack.name.as_str())),
    };
    let frame = Frame { title: &title, keys, role: Role::Dialog };
    let inner = dialog::open(buffer, area, theme, &frame, height);
    dialog::lines(buffer, inner, &heading);
    let above = cells(heading.len()).min(inner.height);
    let list = Rect { y: inner.y + above, height: inner.height - above, ..inner };
    // The step one is at stands in sight; what is done goes first where there is no room.
    let Some(at) = way.steps.iter().position(|step| step.standing == Standing::Now) else {
        let all: Vec<Line> = (0..way.steps.len()).flat_map(|n| row(n).lines).collect();
        return dialog::lines(buffer, list, &all);
    };
    let hidden = rows::draw(buffer, list, theme, way.steps.len(), Selection { at, focused: true }, row);
    dialog::hidden(buffer, inner, theme, hidden);
}

/// Why there is no way to go, without saying again that none is needed.
fn reason(why: &str) -> &str {
    let said = why.strip_prefix("none is needed").and_then(|rest| rest.split_once(": "));
    said.map_or(why, |(_, reason)| reason)
}

fn intro(way: &Way, model: &Model) -> String {
    if way.now().is_none() {
        let gone_back = model.facts.stack.value().filter(|stack| stack.status == StackStatus::UpdateRollbackComplete);
        return match (&way.why_none, gone_back) {
            (Some(why), _) if !way.is_begun() => why.clone(),
            (Some(_), Some(stack)) => {
                format!(
                    "nothing is left to do here: {} has gone back, and an update without the error must follow",
                    stack.name
                )
            }
            (Some(why), None) if model.diagnosis.verdict != Verdict::Healthy => {
                format!("nothing is left to do here: {}", reason(why))
            }
            _ => "nothing is left to do here".to_owned(),
        };
    }
    if way.is_begun() {
        return "Each step is confirmed for itself; where you are follows from the account and the journal, also after \
                a restart."
            .to_owned();
    }
    "From a stack that is stuck to one that is whole again. Each step is confirmed for itself; nothing is sent from \
     here."
        .to_owned()
}

/// That this run was refused the next step.
fn denied(step: &Step, model: &Model, theme: &Theme, room: usize) -> Vec<Line<'static>> {
    match &step.does {
        Does::Pull(lever, on) if step.standing == Standing::Now => {
            let at = model.denied.at(lever.action(), on);
            at.map_or_else(Vec::new, |at| dialog::denied(*lever, at, theme, room, 2))
        }
        _ => Vec::new(),
    }
}

fn step_lines(step: &Step, theme: &Theme, room: usize) -> Vec<Line<'static>> {
    let (mark, role) = match (step.standing, &step.does) {
        (Standing::Done, _) => ("✓ ", Role::Ok),
        (Standing::Spared, _) => ("- ", Role::Muted),
        (Standing::Now, Does::Wait) => ("… ", Role::Busy),
        (Standing::Now, _) => ("  ", Role::Strong),
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
