//! Lines of the failing tasks' containers, oldest first; or what a live query answers.

use super::log_line::{self, Look};
use super::{log_edge, log_histogram, query_results, when};
use crate::app::model::Model;
use crate::app::panes::log_rows::LogRows;
use crate::app::panes::{Pane, live::Live};
use crate::app::place::Rows;
use crate::domain::Text;
use crate::domain::fault::{Fault, FaultKind};
use crate::domain::stack::StackResource;
use crate::domain::unstarted::has_no_log;
use crate::ui::freshness::Freshness;
use crate::ui::pane_frame::{self, Captions, Edge};
use crate::ui::role::Role;
use crate::ui::rows::{self as list, MARK, Selection};
use crate::ui::theme::Theme;
use crate::ui::wrap::clip;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;
use std::collections::BTreeSet;

/// A pane lower than this has its lines and nothing over them.
const ROOM_FOR_BARS: u16 = 9;

/// The same for the names of fields.
const ROOM_FOR_NAMES: u16 = 4;

pub fn draw(buffer: &mut Buffer, area: Rect, model: &Model, theme: &Theme, freshness: &Freshness, edge: Edge) {
    let rows = LogRows::new(&model.facts, &model.panes.logs);
    let at = Rows::of(model, Pane::Logs).selected(model, Pane::Logs);
    let mut captions = captions(model, theme);
    if let Some(live) = model.panes.logs.shown() {
        captions.bottom = log_edge::caption(live, &captions.bottom);
    }
    let inner = pane_frame::draw(buffer, area, model, theme, freshness, (Pane::Logs, edge, captions));
    let focused = model.panes.focus == Pane::Logs;
    let logs = &model.panes.logs;
    let mut inner = inner;
    if let Some(live) = logs.shown() {
        inner = log_edge::draw(buffer, inner, theme, (live, !rows.is_empty(), model.now), edge);
        if rows.is_empty() {
            pane_frame::instead_of_rows(buffer, inner, theme, &log_edge::nothing(live, model.now));
            return;
        }
        if live.is_table() {
            query_results::draw(buffer, inner, theme, (live, &rows, logs.draws_bars()), Selection { at, focused });
            return;
        }
        if inner.height >= ROOM_FOR_BARS {
            inner = log_histogram::draw(buffer, inner, theme, live.lines.counts(), |at| when::clock(model, at));
        }
    }
    if rows.is_empty() {
        pane_frame::instead_of_rows(buffer, inner, theme, &no_rows(model, freshness));
        return;
    }
    let chosen = logs.list.selected.is_some() && focused;
    let room = usize::from(inner.width.saturating_sub(MARK));
    let look = Look {
        times: model.panes.times,
        zone: &model.zone,
        now: model.now,
        wrap: logs.wrap,
        search: logs.search.as_deref().unwrap_or_default(),
        columns: columns(logs.shown(), &rows, at, room),
        room,
    };
    if !look.columns.is_empty() && inner.height >= ROOM_FOR_NAMES {
        let x = inner.x.saturating_add(MARK);
        buffer.set_line(x, inner.y, &log_line::heading(&look, theme), inner.width.saturating_sub(MARK));
        inner = Rect { y: inner.y + 1, height: inner.height - 1, ..inner };
    }
    let gaps: Vec<_> = logs.shown().into_iter().flat_map(|live| live.lines.gaps()).collect();
    list::draw(buffer, inner, theme, rows.len(), Selection { at, focused: chosen }, |n| {
        let before = n.checked_sub(1).and_then(|n| rows.get(n)).and_then(|row| row.at());
        let row = rows.get(n).map(|row| log_line::row(&row, theme, &look, n == at && chosen));
        let mut row = row.unwrap_or_default();
        row.heading = log_line::gap(&gaps, before, rows.get(n).and_then(|row| row.at()), (theme, look.room));
        row
    });
}

/// The columns of a query that shows fields but the time, which is in front of every line, with the widths of what is
/// near.
fn columns(live: Option<&Live>, rows: &LogRows, at: usize, room: usize) -> Vec<(String, usize)> {
    let names = live.map_or(&[][..], |live| &live.columns);
    let near: Vec<_> = (at.saturating_sub(60)..rows.len().min(at + 60)).filter_map(|n| rows.get(n)).collect();
    query_results::widths(names, &near, room.saturating_sub(log_line::BEFORE_FIELDS), "@timestamp")
}

pub fn captions(model: &Model, theme: &Theme) -> Captions {
    let logs = &model.panes.logs;
    let rows = LogRows::new(&model.facts, logs);
    let at = Rows::of(model, Pane::Logs).selected(model, Pane::Logs);
    let mut captions = Captions::of_list(model, theme, Pane::Logs, at, rows.len());
    let badge = |words: String| Span::styled(words, theme.of(Role::Badge));
    if logs.paused_at.is_some() {
        captions.about.push(Span::raw(" "));
        captions.about.push(badge(" PAUSED ".to_owned()));
    }
    if model.hunt.is_some() {
        captions.about.push(badge(" searching … ".to_owned()));
    } else if let Some(words) = &logs.search {
        let safe = crate::domain::Text::new(words);
        captions.about.push(badge(format!(" /{} ", clip(safe.as_str(), 24))));
    }
    if let Some(live) = logs.shown() {
        let what = if live.spec.query.is_some() { "query" } else { "lines" };
        captions.about.push(Span::styled(format!(" · {what}"), theme.of(Role::Badge)));
        captions.right = match () {
            () if live.ended => "ended".to_owned(),
            () if logs.paused_at.is_some() => format!("{} new", logs.new_lines()),
            () if logs.list.selected.is_some() && logs.follows() => {
                format!("{} new, f follows", logs.new_lines())
            }
            () if logs.follows() && !rows.is_empty() => "following".to_owned(),
            () => String::new(),
        };
        return captions;
    }
    if logs.live.is_some() {
        captions.about.push(badge(" query aside ".to_owned()));
    }
    if let Some(until) = logs.paused_at {
        let all = model.facts.logs.values().filter_map(|known| known.value()).flat_map(|tail| tail.records());
        captions.right = format!("{} new", all.filter(|record| record.at > until).count());
    } else if logs.list.selected.is_none() {
        captions.right = if rows.is_empty() { String::new() } else { "following".to_owned() };
    } else {
        captions.right = format!("{} newer, f follows", rows.len().saturating_sub(at + 1));
    }
    let groups: BTreeSet<&str> = model.facts.logs.keys().map(|source| source.group.as_str()).collect();
    let of = match (groups.len(), groups.first()) {
        (1, Some(group)) => format!("  {}", clip(group, 40)),
        (0, _) | (_, None) => String::new(),
        (n, _) => format!("  {n} groups"),
    };
    captions.about.push(Span::styled(of, theme.of(Role::Muted)));
    let dropped: u64 = model.facts.logs.values().filter_map(|known| known.value()).map(|tail| tail.dropped()).sum();
    if dropped > 0 {
        captions.bottom = format!("{dropped} older lines not kept · {}", captions.bottom);
    }
    captions
}

fn no_rows(model: &Model, freshness: &Freshness) -> String {
    if let Some(words) = when::without_stack(model) {
        return words;
    }
    let facts = &model.facts;
    if let Some(group) =
        facts.logs.iter().find_map(|(source, known)| lacks_group(known.fault()).then_some(&source.group))
    {
        return format!(
            "log group {group} does not exist: no container that logs to it can start; L asks again and again"
        );
    }
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
    // Where nothing of the nest is a service, no task is ever going to log.
    let mut all = facts.nest.values().filter_map(|stack| stack.resources.value()).flatten().peekable();
    let read = |id: &Text| facts.nest.get(id).is_some_and(|inside| inside.resources.value().is_some());
    let is_unread = |one: &StackResource| one.is_nested_stack() && !one.physical_id.as_ref().is_some_and(read);
    let may_log = |one: &StackResource| one.is_ecs_service() || is_unread(one);
    if all.peek().is_some() && !all.any(may_log) && facts.services.is_empty() {
        return "this stack has no ECS service, so no task of it logs".to_owned();
    }
    let definitions: Vec<_> = facts.task_definitions.values().filter_map(|known| known.value()).collect();
    let logs = definitions.iter().flat_map(|it| &it.containers).filter_map(|it| it.log.as_ref());
    let is_readable = logs.filter_map(|log| log.awslogs_group()).next().is_some();
    if definitions.is_empty() || freshness.is_loading(Pane::Logs) && is_readable {
        return "waiting to learn where the tasks log …".to_owned();
    }
    let unread: BTreeSet<String> = definitions.iter().flat_map(|it| it.unread()).map(|it| it.to_string()).collect();
    // The newest revision first.
    let unread = unread.into_iter().rev().collect::<Vec<_>>().join(" · ");
    match (is_readable, unread.is_empty()) {
        (false, _) => unread,
        (true, false) => format!("{unread} · L follows the lines of the others"),
        (true, true) => {
            "no failing task with a log stream is known; L follows all lines, i asks Logs Insights".to_owned()
        }
    }
}

/// Whether a stream could not be read because its group does not exist.
fn lacks_group(fault: Option<&Fault>) -> bool {
    fault.is_some_and(|fault| fault.kind == FaultKind::NotFound && fault.message.raw().contains("log group"))
}
