//! A list of rows of one or more lines. Where it is scrolled to follows from the selected row alone: it stands in
//! the middle, or nearer an end where there is nothing more to show on that side.

use super::role::Role;
use super::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// One row, ready to draw.
#[derive(Default)]
pub struct Row {
    /// A line over the row that is not part of it: the names of the columns.
    pub heading: Option<Line<'static>>,
    pub lines: Vec<Line<'static>>,
}

impl Row {
    fn height(&self) -> usize {
        self.lines.len() + usize::from(self.heading.is_some())
    }
}

/// The first of `lines` after `before`, the others under it.
pub fn hang(mut before: Vec<Span<'static>>, lines: Vec<String>, indent: usize, style: Style) -> Vec<Line<'static>> {
    let mut lines = lines.into_iter();
    before.push(Span::styled(lines.next().unwrap_or_default(), style));
    let mut all = vec![Line::from(before)];
    all.extend(lines.map(|line| Line::from(vec![Span::raw(" ".repeat(indent)), Span::styled(line, style)])));
    all
}

/// The selected row, and whether its list has the keys.
#[derive(Clone, Copy)]
pub struct Selection {
    pub at: usize,
    pub focused: bool,
}

/// Columns kept free at the left of every row for the mark of the selected one.
pub const MARK: u16 = 1;

/// Rows of a list of which not every line is on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hidden {
    pub above: usize,
    pub below: usize,
}

impl Hidden {
    /// `2 more ↑ · 9 more ↓`; nothing where all is there.
    pub fn words(self) -> String {
        match (self.above, self.below) {
            (0, 0) => String::new(),
            (above, 0) => format!("{above} more ↑"),
            (0, below) => format!("{below} more ↓"),
            (above, below) => format!("{above} more ↑ · {below} more ↓"),
        }
    }
}

/// Draws as many of `count` rows as fit, the selected one among them, and says what did not. Rows are made only when
/// shown.
pub fn draw(
    buffer: &mut Buffer,
    area: Rect,
    theme: &Theme,
    count: usize,
    selection: Selection,
    make: impl Fn(usize) -> Row,
) -> Hidden {
    if count == 0 || area.is_empty() {
        return Hidden { above: 0, below: count };
    }
    let room = usize::from(area.height);
    let at = selection.at.min(count - 1);
    let mut shown = std::collections::VecDeque::from([(at, make(at))]);
    let mut used = shown.iter().map(|(_, row)| row.height()).sum::<usize>();
    let (mut first, mut next) = (at, at + 1);
    let take_above = |shown: &mut std::collections::VecDeque<(usize, Row)>, first: &mut usize, used: &mut usize| {
        *first -= 1;
        let row = make(*first);
        *used += row.height();
        shown.push_front((*first, row));
    };
    // Half the room above, the rest below, and what is left over above again.
    while first > 0 && used < room / 2 {
        take_above(&mut shown, &mut first, &mut used);
    }
    while next < count && used < room {
        let row = make(next);
        used += row.height();
        shown.push_back((next, row));
        next += 1;
    }
    while first > 0 && used < room {
        take_above(&mut shown, &mut first, &mut used);
    }
    // Rows above may be taller than the room left: their first lines go, so that the selected row stays.
    let height = |wanted: &dyn Fn(usize) -> bool| -> usize {
        shown.iter().filter(|(n, _)| wanted(*n)).map(|(_, row)| row.height()).sum()
    };
    let (above, selected) = (height(&|n| n < at), height(&|n| n == at));
    let surplus = if next == count { used } else { above + selected };
    let mut skip = surplus.saturating_sub(room).min(above);
    let mut y = area.y;
    let mut hidden = Hidden { above: first, below: count - next };
    for (number, row) in shown {
        hidden.above += usize::from(skip > 0);
        hidden.below += usize::from(usize::from(area.bottom().saturating_sub(y)) + skip < row.height());
        let selected = number == at;
        for (line, is_row) in row.heading.iter().map(|l| (l, false)).chain(row.lines.iter().map(|l| (l, true))) {
            if skip > 0 {
                skip -= 1;
                continue;
            }
            if y >= area.bottom() {
                break;
            }
            let width = area.width.saturating_sub(MARK);
            buffer.set_line(area.x.saturating_add(MARK), y, line, width);
            let first_line = row.lines.first().is_some_and(|first| std::ptr::eq(first, line));
            if selected && is_row && first_line {
                let style = theme.of(if selection.focused { Role::Strong } else { Role::Muted });
                buffer.set_line(area.x, y, &Line::from(Span::styled("▸", style)), MARK);
            }
            if selected && is_row && selection.focused {
                buffer.set_style(Rect { y, height: 1, ..area }, theme.of(Role::Selected));
            }
            y = y.saturating_add(1);
        }
    }
    hidden
}
