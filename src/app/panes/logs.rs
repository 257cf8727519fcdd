//! The logs pane: lines of the failing tasks' containers, or what a live query answers.

use super::list::List;
use super::live::Live;
use crate::domain::live::{LiveRow, LiveTable};
use crate::domain::{Text, Timestamp};
use jiff::SignedDuration;
use jiff::civil::DateTime;

/// Rows a result is judged by.
const SAMPLE: usize = 50;

/// What the logs pane shows and how.
#[derive(Clone, Debug, Default)]
pub struct Logs {
    pub list: List,
    pub wrap: bool,
    /// Lines up to this time are shown; none follows the newest.
    pub paused_at: Option<Timestamp>,
    /// The live query that replaces the tasks' own lines.
    pub live: Option<Box<Live>>,
    /// The tasks' own lines are looked at meanwhile.
    pub aside: bool,
    /// Live queries begun so far: their numbers.
    pub begun: u64,
    /// The text of the last query, for editing it again.
    pub draft: Option<String>,
    /// Lines that had come when it ceased to follow: those after are new.
    pub seen: u64,
    /// The words searched for, marked in the rows.
    pub search: Option<String>,
    /// Whether a result is shown as bars; none leaves it to the result.
    pub picture: Option<bool>,
    /// How far back a query looks.
    pub window: LogWindow,
}

/// How far back a query looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogWindow {
    /// To the beginning of the stack's operation, an hour at least.
    #[default]
    Operation,
    Minutes(u16),
}

impl LogWindow {
    /// The next one: further back, then the shorter ones, and round again.
    pub fn next(self) -> Self {
        match self {
            Self::Operation => Self::Minutes(180),
            Self::Minutes(..15) => Self::Minutes(15),
            Self::Minutes(15..60) => Self::Minutes(60),
            Self::Minutes(60) => Self::Operation,
            Self::Minutes(61..720) => Self::Minutes(720),
            Self::Minutes(720..1440) => Self::Minutes(1440),
            Self::Minutes(1440..) => Self::Minutes(5),
        }
    }

    /// Where it begins; `began` is what an operation begins with.
    pub fn from(self, now: Timestamp, began: Timestamp) -> Timestamp {
        match self {
            Self::Operation => began,
            Self::Minutes(n) => now.checked_sub(SignedDuration::from_mins(i64::from(n))).unwrap_or(now),
        }
    }

    /// In a word or two.
    pub fn words(self) -> String {
        match self {
            Self::Operation => "since the operation began".to_owned(),
            Self::Minutes(n @ ..60) => format!("the last {n} minutes"),
            Self::Minutes(60) => "the last hour".to_owned(),
            Self::Minutes(n) => format!("the last {} hours", n / 60),
        }
    }
}

impl Logs {
    /// The live query whose rows are shown.
    pub fn shown(&self) -> Option<&Live> {
        self.live.as_deref().filter(|_| !self.aside)
    }

    /// Whether the pane shows the newest row where none was chosen: not in a result, whose order is its own.
    pub fn follows(&self) -> bool {
        !self.shown().is_some_and(Live::is_table)
    }

    /// Whether a result is drawn as bars: without a word about it, where its rows are bins of time.
    pub fn draws_bars(&self) -> bool {
        let table = self.shown().and_then(|live| live.table.as_ref());
        self.picture.unwrap_or_else(|| table.is_some_and(is_over_time))
    }

    /// Lines of the query shown that came since it ceased to follow.
    pub fn new_lines(&self) -> u64 {
        self.shown().map_or(0, |live| live.lines.ever_put().saturating_sub(self.seen))
    }

    /// Notes what has come up to now, where the pane ceases to follow.
    pub fn cease(&mut self) {
        self.seen = self.shown().map_or(0, |live| live.lines.ever_put());
    }

    /// Goes back to the newest line.
    pub fn follow(&mut self) {
        self.paused_at = None;
        self.list.selected = None;
    }
}

/// Whether the first column holds times, and another numbers: `stats … by bin(1m)`.
fn is_over_time(table: &LiveTable) -> bool {
    let cell = |row: &LiveRow, at: usize| row.cells.get(at).cloned().flatten();
    // As CloudWatch writes them: `2026-11-21 12:31:00.000`.
    let is_time = |text: &Text| text.raw().parse::<DateTime>().is_ok();
    let is_number = |text: &Text| text.raw().parse::<f64>().is_ok();
    let column = |at: usize, fits: &dyn Fn(&Text) -> bool| {
        let mut cells = table.rows.iter().take(SAMPLE).filter_map(|row| cell(row, at)).peekable();
        cells.peek().is_some() && cells.all(|cell| fits(&cell))
    };
    let names_event = table.columns.iter().any(|name| name.raw() == "@message" || name.raw() == "@ptr");
    !names_event && column(0, &is_time) && (1..table.columns.len()).any(|at| column(at, &is_number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_over_time_is_drawn_as_bars_and_no_other() {
        for (columns, row, bars) in [
            (["bin(1m)", "n"], ["2026-11-21 12:31:00.000", "4"], true),
            (["minute", "average"], ["2026-11-21 12:31:00.000", "0.5"], true),
            (["level", "n"], ["error", "4"], false),
            (["@timestamp", "@message"], ["2026-11-21 12:31:00.000", "4"], false),
            (["minute", "worst"], ["2026-11-21 12:31:00.000", "slow"], false),
            (["status", "n"], ["500", "4"], false),
        ] {
            let cells = row.iter().map(|cell| Some(Text::new(cell))).collect();
            let rows = vec![LiveRow { cells, ..LiveRow::default() }];
            let table = LiveTable { columns: columns.iter().map(Text::new).collect(), rows, ..LiveTable::default() };
            assert_eq!(is_over_time(&table), bars, "{columns:?} {row:?}");
        }
        assert!(!is_over_time(&LiveTable::default()));
    }
}
