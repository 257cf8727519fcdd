//! How many lines came when, kept up to date a line at a time: a histogram of a million lines costs no more to draw than
//! one of a thousand.

use super::clock::Timestamp;
use super::severity::Severity;
use std::collections::BTreeMap;

/// Lines and errors by second.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogCounts {
    seconds: BTreeMap<i64, Count>,
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

/// Widths people read at a glance, in seconds.
const WIDTHS: [i64; 14] = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 10_800, 43_200, 86_400];

impl LogCounts {
    pub fn add(&mut self, at: Timestamp, severity: Severity) {
        let count = self.seconds.entry(at.as_second()).or_default();
        count.lines += 1;
        count.errors += u64::from(severity.is_error());
    }

    /// Takes a line out that fell out of the bound.
    pub fn remove(&mut self, at: Timestamp, severity: Severity) {
        let second = at.as_second();
        if let Some(count) = self.seconds.get_mut(&second) {
            count.lines = count.lines.saturating_sub(1);
            count.errors = count.errors.saturating_sub(u64::from(severity.is_error()));
            if count.lines == 0 {
                self.seconds.remove(&second);
            }
        }
    }

    /// Bars from the first line to the last, as many as fit into `columns` with a width people read at a glance.
    pub fn histogram(&self, columns: usize) -> Histogram {
        let (Some((first, _)), Some((last, _))) = (self.seconds.first_key_value(), self.seconds.last_key_value())
        else {
            return Histogram::default();
        };
        let columns = i64::try_from(columns.max(1)).unwrap_or(i64::MAX);
        let bars = |width: i64| last.div_euclid(width) - first.div_euclid(width) + 1;
        let days = |n: i64| n.saturating_mul(86_400);
        let width = WIDTHS.into_iter().chain((2..).map(days)).find(|width| bars(*width) <= columns).unwrap_or(86_400);
        let from = first.div_euclid(width) * width;
        let mut counts = vec![Count::default(); usize::try_from(bars(width)).unwrap_or(0)];
        for (second, count) in &self.seconds {
            if let Some(bar) = usize::try_from((second - from) / width).ok().and_then(|n| counts.get_mut(n)) {
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
        for (columns, width, bars) in [(1_000, 1, 601), (100, 10, 61), (20, 60, 11), (2, 600, 2), (1, 1_800, 1)] {
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
}
