//! How many lines came when, as a row of bars over them.

use crate::domain::log_counts::{Count, LogCounts};
use crate::domain::{Timestamp, log_counts::Histogram};
use crate::ui::role::Role;
use crate::ui::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Eighths of a cell, lowest first.
const EIGHTHS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
/// Cells on either side for the times.
const TIME: u16 = 9;

/// Draws the bars; gives what is left below them.
pub fn draw(
    buffer: &mut Buffer,
    area: Rect,
    theme: &Theme,
    counts: &LogCounts,
    clock: impl Fn(Timestamp) -> String,
) -> Rect {
    let room = area.width.saturating_sub(2 * TIME + 20);
    let histogram = counts.histogram(usize::from(room));
    if room < 10 || histogram.bars.len() < 2 {
        return area;
    }
    let most = histogram.bars.iter().map(|bar| bar.lines).max().unwrap_or(0).max(1);
    let time = |second: i64| Timestamp::from_second(second).map(&clock).unwrap_or_default();
    let (y, muted) = (area.y, theme.of(Role::Muted));
    buffer.set_stringn(area.x + 1, y, time(histogram.from), usize::from(TIME), muted);
    let mut x = area.x + 1 + TIME;
    for bar in &histogram.bars {
        let role = if bar.errors > 0 { Role::LogError } else { Role::Muted };
        buffer.set_stringn(x, y, glyph(bar, most), 1, theme.of(role));
        x = x.saturating_add(1);
    }
    let end = histogram.from + histogram.width * i64::try_from(histogram.bars.len()).unwrap_or(0);
    let words = format!(" {}  most {most} in {}", time(end), width(&histogram));
    buffer.set_stringn(x, y, words, usize::from(area.right().saturating_sub(x)), muted);
    Rect { y: area.y + 1, height: area.height - 1, ..area }
}

/// A bar's height in eighths; whatever came is seen.
fn glyph(bar: &Count, most: u64) -> &'static str {
    match bar.lines {
        0 => " ",
        lines => EIGHTHS.get(usize::try_from((lines * 8).div_ceil(most)).unwrap_or(8) - 1).copied().unwrap_or("█"),
    }
}

fn width(histogram: &Histogram) -> String {
    match histogram.width {
        n @ ..60 => format!("{n}s"),
        n @ ..3_600 => format!("{}m", n / 60),
        n @ ..86_400 => format!("{}h", n / 3_600),
        n => format!("{}d", n / 86_400),
    }
}
