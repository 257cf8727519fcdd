//! The result of a live query, as a table or as bars.

use crate::app::panes::live::Live;
use crate::app::panes::log_rows::{LogRow, LogRows};
use crate::domain::Text;
use crate::ui::role::Role;
use crate::ui::rows::{self as list, MARK, Row, Selection, hang};
use crate::ui::theme::Theme;
use crate::ui::wrap::{clip, fit, width, wrap};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

/// A column but the last is no wider than this.
const WIDEST: usize = 24;
/// A bar is no shorter than this.
const BAR: usize = 8;
/// Rows whose values a column's width, and the longest bar, are taken from.
const SAMPLE: usize = 500;
/// Parts of a cell.
const EIGHTHS: [&str; 7] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/// Draws the rows of a live query's result.
pub fn draw(
    buffer: &mut Buffer,
    inner: Rect,
    theme: &Theme,
    (live, rows, picture): (&Live, &LogRows, bool),
    selection: Selection,
) {
    let names: &[Text] = live.table.as_ref().map_or(&[], |table| &table.columns);
    let near = selection.at.saturating_sub(SAMPLE / 2);
    let near: Vec<LogRow> = (near..near + SAMPLE).map_while(|n| rows.get(n)).collect();
    let room = usize::from(inner.width.saturating_sub(MARK));
    let columns = widths(names, &near);
    let bars = if picture { bars(&columns, &near, room) } else { Vec::new() };
    let shown = |at: usize| bars.get(at).copied().flatten().map_or(0, |bar| bar.width + 1);
    let heading: Vec<String> =
        columns.iter().enumerate().map(|(at, (name, width))| fit(name, width + shown(at))).collect();
    let heading = Line::styled(heading.join("  "), theme.of(Role::Label));
    buffer.set_line(inner.x.saturating_add(MARK), inner.y, &heading, inner.width.saturating_sub(MARK));
    let below = Rect { y: inner.y.saturating_add(1), height: inner.height.saturating_sub(1), ..inner };
    list::draw(buffer, below, theme, rows.len(), selection, |n| {
        let opened = n == selection.at && selection.focused && bars.is_empty();
        rows.get(n).map_or_else(Row::default, |row| table_row(&row, (&columns, &bars), theme, (room, opened)))
    });
}

/// Names of columns, each with the width of its longest value within bounds.
pub fn widths(names: &[Text], rows: &[LogRow]) -> Vec<(String, usize)> {
    let widest = |(at, name): (usize, &Text)| {
        let wide = rows.iter().map(|row| width(cell(row, at))).max().unwrap_or(0);
        (name.as_str().to_owned(), wide.max(width(name.as_str())).min(WIDEST))
    };
    names.iter().enumerate().map(widest).collect()
}

/// A column's bars: how wide the longest is, and what it stands for.
#[derive(Clone, Copy)]
struct Bar {
    width: usize,
    most: f64,
}

/// Bars for every column of numbers; none for one that names what is counted, the first.
fn bars(columns: &[(String, usize)], rows: &[LogRow], room: usize) -> Vec<Option<Bar>> {
    let most = |at: usize| -> Option<f64> {
        let values: Option<Vec<f64>> = rows
            .iter()
            .map(|row| cell(row, at))
            .filter(|cell| !cell.is_empty())
            .map(|cell| cell.parse().ok())
            .collect();
        let most = values?.into_iter().fold(f64::NAN, f64::max);
        most.is_finite().then_some(most)
    };
    let numbers: Vec<Option<f64>> = (0..columns.len()).map(most).collect();
    let count = numbers.iter().flatten().count().max(1);
    let text: usize = columns.iter().map(|(_, width)| width + 3).sum();
    let width = (room.saturating_sub(text) / count).max(BAR);
    numbers.into_iter().map(|most| most.map(|most| Bar { width, most })).collect()
}

fn drawn(value: &str, bar: Bar) -> String {
    let value: f64 = value.parse().unwrap_or(0.0);
    let share = if bar.most > 0.0 { (value / bar.most).clamp(0.0, 1.0) } else { 0.0 };
    // The cast is within the width of a screen.
    let eighths = (share * (bar.width * 8) as f64).ceil() as usize;
    let mut drawn = "█".repeat(eighths / 8);
    drawn.push_str((eighths % 8).checked_sub(1).and_then(|part| EIGHTHS.get(part)).copied().unwrap_or_default());
    fit(&drawn, bar.width)
}

fn cell<'a>(row: &LogRow<'a>, at: usize) -> &'a str {
    row.cells().get(at).and_then(Option::as_ref).map_or("", Text::as_str)
}

type Columns<'a> = (&'a [(String, usize)], &'a [Option<Bar>]);

fn table_row(row: &LogRow, (columns, bars): Columns, theme: &Theme, (room, opened): (usize, bool)) -> Row {
    let role = if row.severity().is_error() { Role::LogError } else { Role::Text };
    let mut spans = Vec::new();
    let mut used = 0;
    for (at, (_, width)) in columns.iter().enumerate() {
        let bar = bars.get(at).copied().flatten();
        if at + 1 == columns.len() && bar.is_none() {
            let (last, left) = (cell(row, at), room.saturating_sub(used).max(8));
            let lines = if opened { wrap(last, left) } else { vec![clip(last, left)] };
            return Row { heading: None, lines: hang(spans, lines, used, theme.of(role)) };
        }
        let text = cell(row, at);
        spans.push(Span::styled(fit(text, *width), theme.of(if at == 0 { Role::Text } else { Role::Muted })));
        if let Some(bar) = bar {
            spans.push(Span::styled(format!(" {}", drawn(text, bar)), theme.of(Role::Busy)));
            used += bar.width + 1;
        }
        spans.push(Span::raw("  "));
        used += width + 2;
    }
    Row { heading: None, lines: vec![Line::from(spans)] }
}
