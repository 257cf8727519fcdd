//! Lines of the failing tasks' containers, oldest first; or what a query found.

use super::{query_results, when};
use crate::app::model::Model;
use crate::app::panes::logs::{LogRow, rows};
use crate::app::panes::{Pane, Times};
use crate::domain::clock::{age, time_of_day};
use crate::domain::severity::Severity;
use crate::domain::unstarted::has_no_log;
use crate::domain::{Text, Timestamp};
use crate::ui::freshness::Freshness;
use crate::ui::pane_frame::{self, Captions, Edge};
use crate::ui::role::Role;
use crate::ui::rows::{self as list, MARK, Row, Selection, hang};
use crate::ui::theme::Theme;
use crate::ui::wrap::{clip, fit, wrap_at_most};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;
use std::collections::BTreeSet;

/// `12:28:41.204`
const TIME: usize = 12;
const TASK: usize = 8;
const BEFORE_MESSAGE: usize = TIME + 2 + TASK + 2;
/// Lines an error takes where long lines are not wrapped.
const ERROR_LINES: usize = 3;
/// Lines of one record where long lines are wrapped; the rest is in the detail view.
const WRAPPED_LINES: usize = 40;

pub fn draw(buffer: &mut Buffer, area: Rect, model: &Model, theme: &Theme, freshness: &Freshness, edge: Edge) {
    let found = rows(&model.facts, &model.panes.logs);
    let at = selected(model, &found);
    let inner = pane_frame::draw(buffer, area, model, theme, freshness, (Pane::Logs, edge, captions(model, theme)));
    let focused = model.panes.focus == Pane::Logs;
    let inner = match model.panes.logs.shown() {
        Some(live) => {
            let Some(inner) = query_results::draw_state(buffer, inner, theme, live, found.len()) else { return };
            if live.is_table() {
                query_results::draw(buffer, inner, theme, (live, &found), Selection { at, focused });
                return;
            }
            inner
        }
        None => inner,
    };
    if found.is_empty() {
        pane_frame::instead_of_rows(buffer, inner, theme, &no_rows(model, freshness));
        return;
    }
    let room = usize::from(inner.width.saturating_sub(MARK));
    let chosen = model.panes.logs.list.selected.is_some() && focused;
    list::draw(buffer, inner, theme, found.len(), Selection { at, focused: chosen }, |n| match found.get(n) {
        Some(row @ LogRow::Line { record, .. }) => {
            line(row, (record.at, &record.stream), model, theme, (room, n == at && chosen))
        }
        Some(row @ LogRow::Kept(kept)) => {
            line(row, (kept.at(), &kept.source.stream), model, theme, (room, n == at && chosen))
        }
        Some(LogRow::Found { .. }) | None => Row::default(),
    });
}

pub fn captions(model: &Model, theme: &Theme) -> Captions {
    let logs = &model.panes.logs;
    let found = rows(&model.facts, logs);
    let at = selected(model, &found);
    let mut captions = Captions::of_list(model, theme, Pane::Logs, at, found.len());
    if let Some(live) = logs.shown() {
        captions.about.push(Span::styled(" · query", theme.of(Role::Badge)));
        captions.right = live.way.as_ref().map_or(String::new(), |way| way.way.word().to_owned());
        if live.lines.dropped() > 0 {
            captions.bottom = format!("{} older lines not kept · {}", live.lines.dropped(), captions.bottom);
        }
        return captions;
    }
    let groups: BTreeSet<&str> = model.facts.logs.keys().map(|source| source.group.as_str()).collect();
    let of = match (groups.len(), groups.first()) {
        (1, Some(group)) => format!("  {}", clip(group, 40)),
        (0, _) | (_, None) => String::new(),
        (n, _) => format!("  {n} groups"),
    };
    if let Some(at) = logs.paused_at {
        captions.about.push(Span::raw(" "));
        captions.about.push(Span::styled(format!(" PAUSED {} ", time_of_day(at)), theme.of(Role::Badge)));
    } else if logs.list.selected.is_none() {
        captions.right = if found.is_empty() { String::new() } else { "following".to_owned() };
    } else {
        let newer = found.len().saturating_sub(at + 1);
        captions.right = format!("{newer} newer, f follows");
    }
    captions.about.push(Span::styled(of, theme.of(Role::Muted)));
    let dropped: u64 = model.facts.logs.values().filter_map(|known| known.value()).map(|tail| tail.dropped()).sum();
    if dropped > 0 {
        captions.bottom = format!("{dropped} older lines not kept · {}", captions.bottom);
    }
    captions
}

fn selected(model: &Model, found: &[LogRow]) -> usize {
    let last = if model.panes.logs.follows() { found.len().saturating_sub(1) } else { 0 };
    if model.panes.logs.list.selected.is_none() {
        return last;
    }
    let keys: Vec<Text> = found.iter().map(LogRow::key).collect();
    model.panes.logs.list.index(&keys, last)
}

fn no_rows(model: &Model, freshness: &Freshness) -> String {
    let logs = &model.panes.logs;
    if !logs.list.filter.is_empty() {
        return "no line holds all of these words; Esc shows all".to_owned();
    }
    if let Some(words) = when::without_stack(model) {
        return words;
    }
    let facts = &model.facts;
    if !facts.logs.is_empty() && facts.logs.keys().all(|source| has_no_log(facts, source)) {
        return "the container never started, so there is no log; why is in the findings".to_owned();
    }
    if !model.facts.logs.is_empty() {
        let loading = freshness.is_loading(Pane::Logs);
        let none = "the log streams of the failing tasks hold no line: the container may never have started";
        return if loading { "reading logs …".to_owned() } else { none.to_owned() };
    }
    if model.facts.task_definitions.is_empty() && freshness.fault(Pane::Rollouts).is_some() {
        return "the tasks could not be read, so where they log is not known".to_owned();
    }
    let mut drivers = BTreeSet::new();
    for definition in model.facts.task_definitions.values().filter_map(|known| known.value()) {
        drivers.extend(definition.containers.iter().filter_map(|c| c.log.as_ref()).map(|log| log.driver.as_str()));
    }
    if drivers.is_empty() || freshness.is_loading(Pane::Logs) && drivers.contains("awslogs") {
        "waiting to learn where the tasks log …".to_owned()
    } else if drivers.contains("awslogs") {
        "no failing task with a log stream is known; i asks Logs Insights".to_owned()
    } else {
        let drivers: Vec<&str> = drivers.into_iter().collect();
        format!("the tasks log through {}, which this program cannot read", drivers.join(", "))
    }
}

type Place<'a> = (Timestamp, &'a Text);

fn line(row: &LogRow, (at, stream): Place, model: &Model, theme: &Theme, (room, chosen): (usize, bool)) -> Row {
    let message = row.message();
    let role = role_of(Severity::of(&message));
    let time = match model.panes.times {
        Times::Clock => at.strftime("%H:%M:%S%.3f").to_string(),
        Times::Age => age(at, model.now),
    };
    let before = vec![
        Span::styled(format!("{}  ", fit(&time, TIME)), theme.of(Role::Muted)),
        Span::styled(format!("{}  ", fit(task_id(stream), TASK)), theme.of(Role::Label)),
    ];
    let width = room.saturating_sub(BEFORE_MESSAGE).max(8);
    let lines = if model.panes.logs.wrap || chosen {
        wrap_at_most(&message, width, width, WRAPPED_LINES)
    } else if role == Role::LogError {
        wrap_at_most(&message, width, width, ERROR_LINES)
    } else {
        vec![clip(&message, width)]
    };
    Row { heading: None, lines: hang(before, lines, BEFORE_MESSAGE, theme.of(role)) }
}

/// The task in a stream's name, `PREFIX/CONTAINER/TASKID`.
fn task_id(stream: &Text) -> &str {
    let id = stream.as_str().rsplit('/').next().unwrap_or_default();
    id.char_indices().nth(TASK).map_or(id, |(end, _)| id.get(..end).unwrap_or(id))
}

fn role_of(severity: Severity) -> Role {
    match severity {
        Severity::Error => Role::LogError,
        Severity::Warning => Role::LogWarn,
        Severity::Debug => Role::Muted,
        Severity::Usual => Role::Text,
    }
}
