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

/// A column is no wider than this, but for the one that has what is left; and no narrower than that.
const WIDEST: usize = 24;
const NARROWEST: usize = 8;
/// So many tenths of the room are the message's before other columns are narrowed for it.
const MESSAGE: usize = 6;
/// With less room a stream is named by its task alone.
const ROOMY: usize = 100;
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
    let columns = widths(names, &near, room, "");
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

/// Names of columns, each with the width of its longest value. Others are narrowed before the one of the message, or
/// else the last, which has what is left. One that is not shown takes no room.
pub fn widths(names: &[Text], rows: &[LogRow], room: usize, unshown: &str) -> Vec<(String, usize)> {
    let wanted = |(at, name): (usize, &Text)| {
        let wide = rows.iter().map(|row| width(&shown(name.as_str(), cell(row, at), room))).max().unwrap_or(0);
        wide.max(width(name.as_str()))
    };
    let wanted: Vec<usize> = names.iter().enumerate().map(wanted).collect();
    let rest = names.iter().position(|name| name.raw() == "@message").unwrap_or(names.len().saturating_sub(1));
    let others = |most: usize| -> usize {
        let kept = wanted.iter().zip(names).enumerate().filter(|(at, (_, name))| *at != rest && name.raw() != unshown);
        kept.map(|(_, (wide, _))| (*wide).min(most) + 2).sum()
    };
    let message = wanted.get(rest).copied().unwrap_or(0).min(room * MESSAGE / 10);
    let fits = |most: &usize| room.saturating_sub(others(*most)) >= message;
    let most = (NARROWEST..=WIDEST).rev().find(fits).unwrap_or(NARROWEST);
    let left = room.saturating_sub(others(most)).max(NARROWEST);
    let width = |(at, wide): (usize, &usize)| if at == rest { (*wide).min(left) } else { (*wide).min(most) };
    let widths = wanted.iter().enumerate().map(width);
    names.iter().map(|name| name.as_str().to_owned()).zip(widths).collect()
}

/// A cell's text as it is shown: of a stream's name what tells it from others, its task's long number cut.
pub fn shown(name: &str, text: &str, room: usize) -> String {
    let (before, task) = text.rsplit_once('/').unwrap_or(("", text));
    let is_task = name == "@logStream" && task.len() >= 32 && task.chars().all(|c| c.is_ascii_hexdigit());
    match (is_task, task.get(..8)) {
        (true, Some(short)) if room < ROOMY => short.to_owned(),
        (true, Some(short)) => format!("{before}/{short}"),
        _ => text.to_owned(),
    }
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
    for (at, (name, width)) in columns.iter().enumerate() {
        let bar = bars.get(at).copied().flatten();
        if at + 1 == columns.len() && bar.is_none() {
            let (last, left) = (&shown(name, cell(row, at), room), room.saturating_sub(used).max(8));
            let lines = if opened { wrap(last, left) } else { vec![clip(last, left)] };
            return Row { heading: None, lines: hang(spans, lines, used, theme.of(role)) };
        }
        let text = &shown(name, cell(row, at), room);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::live::LiveRow;

    #[test]
    fn the_message_has_the_room_that_short_fields_leave() {
        let task = format!("orders/app/{}", "0a1b2c3d".repeat(4));
        let long = "x".repeat(300);
        for (names, cells, room, widths_wanted) in [
            // As wide as what stands in them.
            (["@logStream", "@message"], [task.as_str(), "short"], 200, [19, 8]),
            (["@logStream", "@message"], [task.as_str(), long.as_str()], 200, [19, 179]),
            // On a small screen the message is not cut for the sake of a name.
            (["@logStream", "@message"], [task.as_str(), long.as_str()], 76, [10, 64]),
            (["a", "b"], ["1", long.as_str()], 76, [1, 73]),
            (["@message", "host"], [long.as_str(), "some-host"], 76, [65, 9]),
            (["host", "@message"], [long.as_str(), long.as_str()], 76, [24, 50]),
            (["host", "@message"], [long.as_str(), long.as_str()], 30, [10, 18]),
        ] {
            let cells = cells.iter().map(|cell| Some(Text::new(cell))).collect();
            let found = [LiveRow { cells, ..LiveRow::default() }];
            let names: Vec<Text> = names.iter().map(Text::new).collect();
            let rows: Vec<LogRow> = found.iter().map(|row| LogRow::Found { number: 0, row }).collect();
            let shown: Vec<usize> = widths(&names, &rows, room, "").into_iter().map(|(_, width)| width).collect();
            assert_eq!(shown, widths_wanted, "{names:?} {room}");
        }
    }
}
