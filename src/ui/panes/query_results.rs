//! What a Logs Insights query found, as a table.

use crate::app::panes::live::Live;
use crate::app::panes::logs::LogRow;
use crate::domain::Text;
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

/// Draws the rows of a live query's result, or why there are none.
pub fn draw(buffer: &mut Buffer, inner: Rect, theme: &Theme, found: (&Live, &[LogRow]), selection: Selection) {
    let (live, rows) = found;
    let names: &[Text] = live.table.as_ref().map_or(&[], |table| &table.columns);
    let columns = columns(names, rows);
    let room = usize::from(inner.width.saturating_sub(MARK));
    if let Some(top) = inner.rows().next() {
        let heading: Vec<String> = columns.iter().map(|(name, width)| fit(name.as_str(), *width)).collect();
        let heading = Line::styled(heading.join("  "), theme.of(Role::Label));
        buffer.set_line(top.x.saturating_add(MARK), top.y, &heading, top.width.saturating_sub(MARK));
    }
    let below = Rect { y: inner.y.saturating_add(1), height: inner.height.saturating_sub(1), ..inner };
    list::draw(buffer, below, theme, rows.len(), selection, |n| {
        let opened = n == selection.at && selection.focused;
        rows.get(n).map_or_else(Row::default, |row| table_row(row, &columns, theme, (room, opened)))
    });
}

/// Draws where the query stands; what is left is for its rows, or for why there are none.
pub fn draw_state(buffer: &mut Buffer, inner: Rect, theme: &Theme, live: &Live, rows: usize) -> Option<Rect> {
    let words = clip(&state(live, rows), usize::from(inner.width.saturating_sub(MARK)));
    buffer.set_stringn(inner.x.saturating_add(MARK), inner.y, words, usize::from(inner.width), theme.of(Role::Muted));
    let inner = Rect { y: inner.y.saturating_add(1), height: inner.height.saturating_sub(1), ..inner };
    if rows > 0 {
        return Some(inner).filter(|inner| !inner.is_empty());
    }
    if !inner.is_empty() {
        instead_of_rows(buffer, inner, theme, &nothing(live));
    }
    None
}

/// Where the query stands, in words.
fn state(live: &Live, rows: usize) -> String {
    let Some(way) = &live.way else {
        return live.fault.as_ref().map_or("starting …".to_owned(), |fault| fault.what());
    };
    let partial = if live.table.as_ref().is_some_and(|table| table.partial) { " so far" } else { "" };
    let scanned = bytes(live.pulse.cost.scanned_bytes);
    let mut words = format!("{} · {rows} rows{partial} · {scanned} scanned", way.way.word());
    words.push_str(&format!(" · ${:.4}", live.dollars()));
    if let Some(fault) = &live.fault {
        words.push_str(&format!(" · {}", fault.what()));
    }
    words
}

fn nothing(live: &Live) -> String {
    match &live.fault {
        Some(fault) => format!("{}; {}", fault.what(), fault.what_to_do()),
        None if !live.caught_up => "no row yet …".to_owned(),
        None if live.ended => "no row matches; i edits the query, x closes it".to_owned(),
        None => "no row matches so far; i edits the query, x closes it".to_owned(),
    }
}

/// The columns, each with the width of its longest value within bounds.
fn columns<'a>(names: &'a [Text], rows: &[LogRow]) -> Vec<(&'a Text, usize)> {
    let widest = |(at, name): (usize, &'a Text)| {
        let wide = rows.iter().take(200).map(|row| width(cell(row, at))).max().unwrap_or(0);
        (name, wide.max(width(name.as_str())).min(WIDEST))
    };
    names.iter().enumerate().map(widest).collect()
}

fn cell<'a>(row: &LogRow<'a>, at: usize) -> &'a str {
    match row {
        LogRow::Found { row, .. } => row.cells.get(at).and_then(Option::as_ref).map_or("", Text::as_str),
        LogRow::Line { .. } | LogRow::Kept(_) => "",
    }
}

fn table_row(row: &LogRow, columns: &[(&Text, usize)], theme: &Theme, (room, opened): (usize, bool)) -> Row {
    let role = if row.severity().is_error() { Role::LogError } else { Role::Text };
    let Some((_, before)) = columns.split_last() else { return Row::default() };
    let mut spans = Vec::new();
    let mut used = 0;
    for (at, (_, width)) in before.iter().enumerate() {
        spans.push(Span::styled(format!("{}  ", fit(cell(row, at), *width)), theme.of(Role::Muted)));
        used += width + 2;
    }
    let (last, left) = (cell(row, before.len()), room.saturating_sub(used).max(8));
    let lines = if opened { wrap(last, left) } else { vec![clip(last, left)] };
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
