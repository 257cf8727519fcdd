//! One line of a log: time, where it comes from, its words or its fields, what was searched for marked in it.

use super::query_results;
use crate::app::hunt::position;
use crate::app::panes::Times;
use crate::app::panes::log_rows::LogRow;
use crate::domain::clock::age;
use crate::domain::log_gap::LogGap;
use crate::domain::severity::Severity;
use crate::domain::{Text, Timestamp};
use crate::ui::role::Role;
use crate::ui::rows::{Row, hang};
use crate::ui::theme::Theme;
use crate::ui::wrap::{clip, fit, wrap_at_most};
use jiff::tz::TimeZone;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// `12:28:41.204`
const TIME: usize = 12;
const TASK: usize = 8;
/// Cells before the fields of a query.
pub const BEFORE_FIELDS: usize = TIME + 2;
const BEFORE_MESSAGE: usize = TIME + 2 + TASK + 2;
/// Lines an error takes where long lines are not wrapped.
const ERROR_LINES: usize = 3;
/// Lines of one record where long lines are wrapped; the rest is in the detail view.
const WRAPPED_LINES: usize = 40;

/// How lines are shown.
pub struct Look<'a> {
    pub times: Times,
    pub zone: &'a TimeZone,
    pub now: Timestamp,
    pub wrap: bool,
    /// Words marked in the lines; empty marks none.
    pub search: &'a str,
    /// Names and widths of a query's fields; empty shows lines as they are.
    pub columns: Vec<(String, usize)>,
    pub room: usize,
}

/// A line, whole where it is the chosen one.
pub fn row(row: &LogRow, theme: &Theme, look: &Look, chosen: bool) -> Row {
    let severity = row.severity();
    let time = row.at().map_or(String::new(), |at| match look.times {
        Times::Clock => at.strftime("%H:%M:%S%.3f").to_string(),
        Times::Local => at.to_zoned(look.zone.clone()).strftime("%H:%M:%S%.3f").to_string(),
        Times::Age => age(at, look.now),
    });
    // A late line stands in its place, where nobody may look any more.
    let late = matches!(row, LogRow::Kept(line) if line.late);
    let time = format!("{}{} ", fit(&time, TIME), if late { "~" } else { " " });
    let mut before = vec![Span::styled(time, theme.of(if late { Role::LogWarn } else { Role::Muted }))];
    let mut used = TIME + 2;
    let cells = row.cells();
    let message = match cells {
        [] => {
            let stream = row.stream().map_or("", task_id);
            before.push(Span::styled(format!("{}  ", fit(stream, TASK)), theme.of(Role::Label)));
            used = BEFORE_MESSAGE;
            row.message()
        }
        // The time is in front of every line already.
        _ => {
            let fields = look.columns.iter().zip(cells).filter(|((name, _), _)| name != "@timestamp");
            let room = look.room.saturating_sub(BEFORE_FIELDS);
            let text = |name: &str, cell: &Option<Text>| {
                cell.as_ref().map_or(String::new(), |cell| query_results::shown(name, cell.as_str(), room))
            };
            let fields: Vec<(usize, String)> = fields.map(|((name, width), cell)| (*width, text(name, cell))).collect();
            let (last, others) =
                fields.split_last().map_or(("", &[][..]), |((_, last), others)| (last.as_str(), others));
            for (width, cell) in others {
                before.push(Span::styled(format!("{}  ", fit(cell, *width)), theme.of(Role::Label)));
                used += width + 2;
            }
            last.to_owned()
        }
    };
    let width = look.room.saturating_sub(used).max(8);
    let lines = if look.wrap || chosen {
        wrap_at_most(&message, width, width, WRAPPED_LINES)
    } else if severity.is_error() {
        wrap_at_most(&message, width, width, ERROR_LINES)
    } else {
        vec![clip(&message, width)]
    };
    let style = theme.of(role_of(severity));
    let lines = hang(before, lines, used, style);
    Row {
        heading: None,
        lines: lines.into_iter().map(|line| marked(line, look.search, theme.of(Role::Found))).collect(),
    }
}

/// The words searched for in another style.
pub fn marked(line: Line<'static>, words: &str, style: Style) -> Line<'static> {
    if words.is_empty() {
        return line;
    }
    let mut spans = Vec::with_capacity(line.spans.len());
    for span in line.spans {
        let mut rest: &str = &span.content;
        while let Some(at) = position(rest, words) {
            let (before, from) = rest.split_at(at);
            let (found, after) = from.split_at_checked(words.len()).unwrap_or((from, ""));
            spans.push(Span::styled(before.to_owned(), span.style));
            spans.push(Span::styled(found.to_owned(), span.style.patch(style)));
            rest = after;
        }
        spans.push(Span::styled(rest.to_owned(), span.style));
    }
    Line::from(spans)
}

/// A line over a row before which lines may be missing.
pub fn gap(
    gaps: &[&LogGap],
    before: Option<Timestamp>,
    at: Option<Timestamp>,
    (theme, room): (&Theme, usize),
) -> Option<Line<'static>> {
    let at = at?;
    let here = |gap: &&&LogGap| gap.from <= at && before.is_none_or(|before| gap.from > before);
    let gap = gaps.iter().find(here)?;
    let seconds = gap.to.map(|to| to.duration_since(gap.from).as_secs().max(1));
    let (role, words) = match (gap.filled, seconds) {
        (true, Some(n)) => (Role::Muted, format!("{n} s without the stream, read from history ({})", gap.why)),
        (true, None) => (Role::Muted, format!("without the stream, read from history ({})", gap.why)),
        (false, Some(n)) => (Role::Stale, format!("{n} s: lines may be missing ({})", gap.why)),
        (false, None) => (Role::Stale, format!("lines are missing from here ({})", gap.why)),
    };
    Some(Line::styled(clip(&format!("── {words} ──"), room), theme.of(role)))
}

/// The names of a query's fields over their values.
pub fn heading(look: &Look, theme: &Theme) -> Line<'static> {
    let names = look.columns.iter().filter(|(name, _)| name != "@timestamp");
    let names: Vec<String> = names.map(|(name, width)| fit(name, *width)).collect();
    let words = format!("{:wide$}{}", "", names.join("  "), wide = TIME + 2);
    Line::styled(clip(&words, look.room), theme.of(Role::Label))
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
