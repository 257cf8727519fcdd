//! What happened when: the list, and bars over time.

use super::dialog::{self, Frame};
use crate::app::scroll::Drawn;
use crate::app::timeline::Timeline;
use crate::diagnosis::timeline::{Bar, BarKind, Moment, Span as BarSpan, Weight};
use crate::domain::Timestamp;
use crate::domain::clock::{age, time_of_day};
use crate::ui::role::Role;
use crate::ui::theme::Theme;
use crate::ui::wrap::{clip, fit_name, width, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// Cells for what a moment is about.
const ABOUT: usize = 20;
/// Cells before a moment's words where they are wrapped: under the time of day.
const WORDS_INDENT: usize = 10;

/// Draws the timeline, as a list or as a picture.
pub fn draw(
    buffer: &mut Buffer,
    area: Rect,
    theme: &Theme,
    (timeline, keys): (&Timeline, &str),
    now: Timestamp,
) -> Drawn {
    let room = dialog::inside(area);
    let shown = usize::from(area.height.saturating_sub(2));
    let title = if timeline.picture { "timeline: resources and deployments" } else { "timeline" };
    let all = if timeline.picture { picture(timeline, theme, room, now) } else { list(timeline, theme, (room, shown)) };
    let first = match timeline.picture {
        true => timeline.scroll.min(all.len().saturating_sub(shown)),
        false => 0,
    };
    let lines = all.get(first..).unwrap_or_default();
    let frame = Frame { title, keys, role: Role::Dialog };
    let inner = dialog::open(buffer, area, theme, &frame, lines.len().max(1));
    dialog::lines(buffer, inner, lines);
    Drawn { lines: all.len(), room: shown, marked: None }
}

/// The rows that fit, up to the one that is looked at; the first rows of all where there are no more.
fn list(timeline: &Timeline, theme: &Theme, (room, shown): (usize, usize)) -> Vec<Line<'static>> {
    if timeline.moments.is_empty() {
        return vec![Line::styled("nothing has been told of an operation yet", theme.of(Role::Muted))];
    }
    let end = timeline.moments.len().saturating_sub(timeline.scroll);
    let (before, after) = timeline.moments.split_at_checked(end).unwrap_or((&timeline.moments, &[]));
    let of = |moment: &Moment| match timeline.whole {
        true => moment_whole(moment, theme, room),
        false => vec![moment_line(moment, theme, room)],
    };
    let mut rows: Vec<Vec<Line>> = Vec::new();
    let mut filled = 0;
    for moment in before.iter().rev() {
        if filled >= shown {
            break;
        }
        rows.push(of(moment));
        filled += rows.last().map_or(0, Vec::len);
    }
    rows.reverse();
    let mut lines: Vec<Line> = rows.into_iter().flatten().collect();
    lines.drain(..lines.len().saturating_sub(shown));
    for moment in after {
        if lines.len() >= shown {
            break;
        }
        lines.extend(of(moment));
    }
    lines.truncate(shown);
    lines
}

/// A moment with all its words, wrapped under one another.
fn moment_whole(moment: &Moment, theme: &Theme, room: usize) -> Vec<Line<'static>> {
    let muted = theme.of(Role::Muted);
    let repeated = match moment.times {
        0 | 1 => String::new(),
        times => format!(" ×{times} to {}", time_of_day(moment.last)),
    };
    let head = format!("{}  {}{repeated}", time_of_day(moment.at), moment.about);
    let role = if moment.weight == Weight::Failure { Role::Bad } else { Role::Text };
    let mut lines: Vec<Line> = wrap(&head, room).into_iter().map(|line| Line::styled(line, muted)).collect();
    let words = wrap(moment.words.as_str(), room.saturating_sub(WORDS_INDENT));
    lines.extend(words.into_iter().map(|line| Line::styled(format!("{:WORDS_INDENT$}{line}", ""), theme.of(role))));
    lines
}

fn moment_line(moment: &Moment, theme: &Theme, room: usize) -> Line<'static> {
    let role = match moment.weight {
        Weight::Failure => Role::Bad,
        Weight::Step => Role::Text,
        Weight::Routine => Role::Muted,
    };
    let repeated = match moment.times {
        0 | 1 => String::new(),
        times => format!(" ×{times} to {}", time_of_day(moment.last)),
    };
    let before = format!("{}  {} ", time_of_day(moment.at), fit_name(moment.about.as_str(), ABOUT));
    let left = room.saturating_sub(width(&before) + width(&repeated));
    Line::from(vec![
        Span::styled(before, theme.of(if moment.weight == Weight::Routine { Role::Muted } else { Role::Text })),
        Span::styled(clip(moment.words.as_str(), left), theme.of(role)),
        Span::styled(repeated, theme.of(Role::Strong)),
    ])
}

fn picture(timeline: &Timeline, theme: &Theme, room: usize, now: Timestamp) -> Vec<Line<'static>> {
    let began = timeline.bars.iter().flat_map(|bar| &bar.spans).map(|span| span.from).min();
    let Some(began) = began else {
        return vec![Line::styled("nothing has been told of an operation yet", theme.of(Role::Muted))];
    };
    // Once all has ended the picture ends there.
    let ended = timeline.bars.iter().flat_map(|bar| &bar.spans).map(|span| span.until.unwrap_or(now)).max();
    let scale = Scale { began, until: ended.unwrap_or(now), cells: room.saturating_sub(name_cells(room) + 1) };
    let (from, to) = (time_of_day(scale.began), time_of_day(scale.until));
    let gap = scale.cells.saturating_sub(width(&from) + width(&to));
    let blank = " ".repeat(name_cells(room) + 1);
    let mut lines = vec![Line::styled(format!("{blank}{from}{:gap$}{to}", ""), theme.of(Role::Muted))];
    for bar in &timeline.bars {
        lines.push(bar_line(bar, theme, &scale, name_cells(room)));
        if let Some(waits) = &bar.waits_for {
            let words = clip(&format!("{blank}waits for {waits}, {} so far", lasting(bar, now)), room);
            lines.push(Line::styled(words, theme.of(Role::Muted)));
        }
    }
    lines
}

fn name_cells(room: usize) -> usize {
    (room / 3).clamp(8, 30)
}

fn lasting(bar: &Bar, now: Timestamp) -> String {
    bar.spans.last().map_or(String::new(), |span| age(span.from, now))
}

/// From times to cells.
struct Scale {
    began: Timestamp,
    until: Timestamp,
    cells: usize,
}

impl Scale {
    /// The cell a time falls into.
    fn cell(&self, at: Timestamp) -> usize {
        let whole = u128::try_from(self.until.as_millisecond() - self.began.as_millisecond()).unwrap_or(0).max(1);
        let part = u128::try_from(at.as_millisecond() - self.began.as_millisecond()).unwrap_or(0);
        let last = self.cells.saturating_sub(1);
        usize::try_from(part * last as u128 / whole).unwrap_or(last).min(last)
    }
}

fn bar_line(bar: &Bar, theme: &Theme, scale: &Scale, name: usize) -> Line<'static> {
    let role = if bar.kind == BarKind::Stack { Role::Strong } else { Role::Text };
    let mut spans = vec![Span::styled(format!("{} ", fit_name(bar.name.as_str(), name)), theme.of(role))];
    let mut drawn = 0;
    for span in &bar.spans {
        let from = scale.cell(span.from).max(drawn);
        let until = span.until.map_or(scale.cells.saturating_sub(1), |at| scale.cell(at)).max(from);
        spans.push(Span::raw(" ".repeat(from - drawn)));
        spans.push(Span::styled(cells_of(span, bar.kind, until + 1 - from), theme.of(role_of(span))));
        drawn = until + 1;
    }
    Line::from(spans)
}

/// The cells of one span. Its end says how it ended, for eyes and terminals without colours.
fn cells_of(span: &BarSpan, kind: BarKind, length: usize) -> String {
    let body = if kind == BarKind::Deployment { "━" } else { "█" };
    let end = match (span.until, span.failed) {
        (None, _) => "▸",
        (Some(_), true) => "✗",
        (Some(_), false) => body,
    };
    format!("{}{end}", body.repeat(length.saturating_sub(1)))
}

fn role_of(span: &BarSpan) -> Role {
    match (span.until, span.failed) {
        (None, _) => Role::Busy,
        (Some(_), true) => Role::Bad,
        (Some(_), false) => Role::Ok,
    }
}
