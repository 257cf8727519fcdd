//! What a Logs Insights query found, as a table.

use crate::app::panes::logs::{LogRow, QueryRun};
use crate::ui::pane_frame::instead_of_rows;
use crate::ui::role::Role;
use crate::ui::rows::{self as list, MARK, Row, Selection, hang};
use crate::ui::theme::Theme;
use crate::ui::wrap::{clip, fit, width, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// A column but the last is no wider than this.
const WIDEST: usize = 24;

/// Draws the rows, or why there are none.
pub fn draw(buffer: &mut Buffer, inner: Rect, theme: &Theme, found: (&QueryRun, &[LogRow]), selection: Selection) {
    let (run, rows) = found;
    let words = clip(&state(run), usize::from(inner.width.saturating_sub(MARK)));
    buffer.set_stringn(inner.x.saturating_add(MARK), inner.y, words, usize::from(inner.width), theme.of(Role::Muted));
    let inner = Rect { y: inner.y.saturating_add(1), height: inner.height.saturating_sub(1), ..inner };
    if inner.is_empty() {
        return;
    }
    if rows.is_empty() {
        instead_of_rows(buffer, inner, theme, &nothing(run));
        return;
    }
    let columns = columns(rows);
    let room = usize::from(inner.width.saturating_sub(MARK));
    if let Some(top) = inner.rows().next() {
        let heading: Vec<String> = columns.iter().map(|(name, width)| fit(name, *width)).collect();
        let heading = Line::styled(heading.join("  "), theme.of(Role::Label));
        buffer.set_line(top.x.saturating_add(MARK), top.y, &heading, top.width.saturating_sub(MARK));
    }
    let below = Rect { y: inner.y.saturating_add(1), height: inner.height.saturating_sub(1), ..inner };
    list::draw(buffer, below, theme, rows.len(), selection, |n| {
        let opened = n == selection.at && selection.focused;
        rows.get(n).map_or_else(Row::default, |row| table_row(row, &columns, theme, (room, opened)))
    });
}

/// Where the query stands, in words.
fn state(run: &QueryRun) -> String {
    let Some(results) = &run.results else {
        return run.fault.as_ref().map_or("starting …".to_owned(), |fault| fault.what());
    };
    let rows = results.rows.len();
    let partial = if results.status.is_open() { " so far" } else { "" };
    let mut words =
        format!("{} · {rows} rows{partial} · {} scanned", results.status.as_str(), bytes(results.scanned_bytes));
    if let Some(fault) = &run.fault {
        words.push_str(&format!(" · {}", fault.what()));
    }
    words
}

fn nothing(run: &QueryRun) -> String {
    match (&run.results, &run.fault) {
        (None, Some(fault)) => format!("{}; {}", fault.what(), fault.what_to_do()),
        (None, None) => "starting the query …".to_owned(),
        (Some(results), _) if !results.status.is_open() => {
            format!("{}: no row matches; i edits the query, x closes it", results.status)
        }
        (Some(_), _) => "no row yet …".to_owned(),
    }
}

/// The fields in the order they first come, each with the width of its longest value within bounds.
fn columns(rows: &[LogRow]) -> Vec<(String, usize)> {
    let mut columns: Vec<(String, usize)> = Vec::new();
    for (name, value) in rows.iter().take(200).flat_map(fields) {
        let wide = width(value).max(width(name)).min(WIDEST);
        match columns.iter_mut().find(|(known, _)| known == name) {
            Some((_, width)) => *width = wide.max(*width),
            None => columns.push((name.to_owned(), wide)),
        }
    }
    columns
}

/// `@ptr` only leads to the record and tells nobody anything.
fn fields<'a>(row: &'a LogRow) -> impl Iterator<Item = (&'a str, &'a str)> {
    let fields = match row {
        LogRow::Found { fields, .. } => *fields,
        LogRow::Line { .. } => &[],
    };
    fields.iter().filter(|(name, _)| name.raw() != "@ptr").map(|(name, value)| (name.as_str(), value.as_str()))
}

fn table_row(row: &LogRow, columns: &[(String, usize)], theme: &Theme, (room, opened): (usize, bool)) -> Row {
    let role = if row.severity().is_error() { Role::LogError } else { Role::Text };
    let Some(((last, _), before)) = columns.split_last() else { return Row::default() };
    let value = |wanted: &str| fields(row).find(|(name, _)| *name == wanted).map_or("", |(_, value)| value);
    let mut spans = Vec::new();
    let mut used = 0;
    for (name, width) in before {
        spans.push(Span::styled(format!("{}  ", fit(value(name), *width)), theme.of(Role::Muted)));
        used += width + 2;
    }
    let left = room.saturating_sub(used).max(8);
    let lines = if opened { wrap(value(last), left) } else { vec![clip(value(last), left)] };
    Row { heading: None, lines: hang(spans, lines, used, theme.of(role)) }
}

/// Bytes as a person says them. What a query scanned is what it costs.
fn bytes(count: u64) -> String {
    let tenths = |unit: u64| format!("{}.{}", count / unit, count % unit * 10 / unit);
    match count {
        1_000_000_000.. => format!("{} GB", tenths(1_000_000_000)),
        1_000_000.. => format!("{} MB", tenths(1_000_000)),
        1_000.. => format!("{} kB", tenths(1_000)),
        _ => format!("{count} bytes"),
    }
}
