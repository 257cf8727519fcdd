//! How many lines came when, kept up to date a line at a time: a histogram of a million lines costs no more to draw than
//! one of a thousand.

use super::clock::Timestamp;
use super::severity::Severity;
use std::collections::BTreeMap;

/// Lines and errors by second, by minute and by hour: bars are made of the widest that fit, so that those of a day cost
/// no more than those of a minute.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogCounts {
    /// By the number of the stretch since 1970; one of each unit.
    stretches: [BTreeMap<i64, Count>; UNITS.len()],
}

/// Lines of a stretch of time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub lines: u64,
    pub errors: u64,
}

/// Bars over time, each of the same width.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Histogram {
    /// When the first bar begins, in seconds since 1970.
    pub from: i64,
    /// Seconds a bar stands for.
    pub width: i64,
    pub bars: Vec<Count>,
}

/// What lines are counted by, in seconds.
const UNITS: [i64; 3] = [1, 60, 3_600];
/// Widths people read at a glance, in seconds.
const WIDTHS: [i64; 14] = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 10_800, 43_200, 86_400];

impl LogCounts {
    pub fn add(&mut self, at: Timestamp, severity: Severity) {
        for (unit, stretches) in UNITS.iter().zip(&mut self.stretches) {
            let count = stretches.entry(at.as_second().div_euclid(*unit)).or_default();
            count.lines += 1;
            count.errors += u64::from(severity.is_error());
        }
    }

    /// Takes a line out that fell out of the bound.
    pub fn remove(&mut self, at: Timestamp, severity: Severity) {
        for (unit, stretches) in UNITS.iter().zip(&mut self.stretches) {
            let number = at.as_second().div_euclid(*unit);
            let Some(count) = stretches.get_mut(&number) else { continue };
            count.lines = count.lines.saturating_sub(1);
            count.errors = count.errors.saturating_sub(u64::from(severity.is_error()));
            if count.lines == 0 {
                stretches.remove(&number);
            }
        }
    }

    /// Bars from the first line to the last, as many as fit into `columns` with a width people read at a glance.
    pub fn histogram(&self, columns: usize) -> Histogram {
        let [seconds, ..] = &self.stretches;
        let (Some((first, _)), Some((last, _))) = (seconds.first_key_value(), seconds.last_key_value()) else {
            return Histogram::default();
        };
        // With one bar there is no width for what lies on both sides of 1970.
        let columns = i64::try_from(columns.max(2)).unwrap_or(i64::MAX);
        let bars = |width: i64| last.div_euclid(width) - first.div_euclid(width) + 1;
        let days = |n: i64| n.saturating_mul(86_400);
        let width = WIDTHS.into_iter().chain((2..).map(days)).find(|width| bars(*width) <= columns).unwrap_or(86_400);
        let from = first.div_euclid(width) * width;
        let mut counts = vec![Count::default(); usize::try_from(bars(width)).unwrap_or(0)];
        let fitting = UNITS.iter().zip(&self.stretches).rev().find(|(unit, _)| width % **unit == 0);
        for (unit, (number, count)) in
            fitting.iter().flat_map(|(unit, found)| found.iter().map(move |one| (*unit, one)))
        {
            let bar = usize::try_from((number * unit - from) / width).ok().and_then(|n| counts.get_mut(n));
            if let Some(bar) = bar {
                bar.lines += count.lines;
                bar.errors += count.errors;
            }
        }
        Histogram { from, width, bars: counts }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("a time")
    }

    #[test]
    fn bars_hold_every_line_once_and_fit() {
        let mut counts = LogCounts::default();
        for second in [100, 100, 101, 119, 700] {
            counts.add(at(second), if second == 119 { Severity::Error } else { Severity::Usual });
        }
        for (columns, width, bars) in [(1_000, 1, 601), (100, 10, 61), (20, 60, 11), (2, 600, 2), (1, 600, 2)] {
            let histogram = counts.histogram(columns);
            assert_eq!((histogram.width, histogram.bars.len()), (width, bars), "{columns}");
            assert_eq!(histogram.bars.iter().map(|bar| bar.lines).sum::<u64>(), 5);
            assert_eq!(histogram.bars.iter().map(|bar| bar.errors).sum::<u64>(), 1);
        }
        assert_eq!(counts.histogram(20).from, 60);
        counts.remove(at(700), Severity::Usual);
        counts.remove(at(119), Severity::Error);
        assert_eq!(counts.histogram(1_000).bars, [Count { lines: 2, errors: 0 }, Count { lines: 1, errors: 0 }]);
        assert_eq!(LogCounts::default().histogram(10), Histogram::default());
    }

    #[test]
    fn bars_are_the_same_whatever_they_are_made_of() {
        let seconds: Vec<i64> = (0..4_000).map(|n| -90_000 + n * 97 + n % 13).collect();
        let mut counts = LogCounts::default();
        seconds.iter().for_each(|second| counts.add(at(*second), Severity::Usual));
        for columns in [1, 7, 40, 60, 130, 400, 2_000, 40_000] {
            let histogram = counts.histogram(columns);
            let mut bars = vec![0; histogram.bars.len()];
            seconds.iter().for_each(|second| bars[((second - histogram.from) / histogram.width) as usize] += 1);
            assert_eq!(histogram.bars.iter().map(|bar| bar.lines).collect::<Vec<_>>(), bars, "{columns}");
        }
        seconds.iter().for_each(|second| counts.remove(at(*second), Severity::Usual));
        assert_eq!(counts, LogCounts::default());
    }
}
