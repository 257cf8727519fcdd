//! One log out of what several transports tell of it.
//!
//! Live Tail tells no ids, so a line is known by its group, stream, times and message; equal lines are counted. Each
//! telling (all of history, or one update of a stream) knows at least as many equal lines as it tells, so there are
//! as many as the telling that knows most says: none is shown twice, and none is lost.

use super::clock::Timestamp;
use super::log::LogRecord;
use super::text::Text;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// A line that came this many milliseconds behind a newer one is late. Below that, streams merely take turns: log
/// drivers send a batch every few seconds. Our choice.
const LATE: i64 = 5_000;

/// A line to be shown, once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    pub record: LogRecord,
    /// Newer lines were shown before it.
    pub late: bool,
    /// What is known of it beside the line itself.
    pub row: Option<Box<LineCells>>,
}

/// What a query makes of a line, and where CloudWatch finds it again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineCells {
    /// As many as there are columns, or none at all; none where the field has no value.
    pub cells: Vec<Option<Text>>,
    /// `@ptr`, where CloudWatch told the line with one.
    pub ptr: Option<Text>,
}

/// What makes a line itself, in 128 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct LineKey(u64, u64);

impl LineKey {
    fn of(record: &LogRecord) -> Self {
        let half = |salt: u8| {
            let mut hasher = DefaultHasher::new();
            (salt, record.group.raw(), record.stream.raw(), record.at, record.ingested_at).hash(&mut hasher);
            record.message.raw().hash(&mut hasher);
            hasher.finish()
        };
        Self(half(0), half(1))
    }
}

/// How often a line was seen.
#[derive(Clone, Debug, Default)]
struct Sighting {
    at: i64,
    /// Copies shown.
    shown: usize,
    /// History's ids of them, and the pointers of Logs Insights, which are other names for the same lines.
    ids: Vec<u64>,
    ptrs: Vec<u64>,
    /// The round in which it was last told.
    round: u32,
}

/// Remembers which lines have been told, and lets each through once.
#[derive(Clone, Debug, Default)]
pub struct Joint {
    seen: HashMap<LineKey, Sighting>,
    /// The time of the newest line let through, in milliseconds.
    newest: Option<i64>,
    /// The same before the answer that is being told began.
    before: Option<i64>,
    round: u32,
}

impl Joint {
    /// Takes lines of history, whose ids tell equal lines apart; gives those not shown before, oldest first.
    pub fn history(&mut self, records: Vec<LogRecord>, now: Timestamp) -> Vec<LogLine> {
        let new = |record: &LogRecord, sighting: &mut Sighting| {
            let id = id_of(record);
            if sighting.ids.contains(&id) {
                return false;
            }
            sighting.ids.push(id);
            sighting.ids.len() > sighting.shown
        };
        self.tell(records, now, self.newest, new)
    }

    /// An answer of Logs Insights begins: its lines come in any order and are not late for that.
    pub fn begin_answer(&mut self) {
        self.before = self.newest;
    }

    /// Takes lines of an answer of Logs Insights, which tells equal lines apart by `@ptr`, kept as the record's id;
    /// gives those not shown before, oldest first.
    pub fn answered(&mut self, records: Vec<LogRecord>, now: Timestamp) -> Vec<LogLine> {
        let mut unnamed: HashMap<LineKey, usize> = HashMap::new();
        let new = |record: &LogRecord, sighting: &mut Sighting| {
            if record.id.is_empty() {
                let copies = unnamed.entry(LineKey::of(record)).or_default();
                *copies += 1;
                return *copies > sighting.shown;
            }
            let id = id_of(record);
            if sighting.ptrs.contains(&id) {
                return false;
            }
            sighting.ptrs.push(id);
            sighting.ptrs.len() > sighting.shown
        };
        let mut lines = self.tell(records, now, self.before, new);
        for line in lines.iter_mut().filter(|line| !line.record.id.is_empty()) {
            line.row = Some(Box::new(LineCells { cells: Vec::new(), ptr: Some(line.record.id.clone()) }));
        }
        lines
    }

    /// Takes one update of a stream, which tells each line at most once; gives those not shown before, oldest first.
    pub fn update(&mut self, records: Vec<LogRecord>, now: Timestamp) -> Vec<LogLine> {
        let mut told: HashMap<LineKey, usize> = HashMap::with_capacity(records.len());
        let new = |record: &LogRecord, sighting: &mut Sighting| {
            let copies = told.entry(LineKey::of(record)).or_default();
            *copies += 1;
            *copies > sighting.shown
        };
        self.tell(records, now, self.newest, new)
    }

    /// `shown` is the time of a newer line behind which others are late.
    fn tell(
        &mut self,
        mut records: Vec<LogRecord>,
        now: Timestamp,
        shown: Option<i64>,
        mut is_new: impl FnMut(&LogRecord, &mut Sighting) -> bool,
    ) -> Vec<LogLine> {
        records.retain(|record| {
            let sighting = self.seen.entry(LineKey::of(record)).or_default();
            (sighting.at, sighting.round) = (record.at.as_millisecond(), self.round);
            let new = is_new(record, sighting);
            sighting.shown += usize::from(new);
            new
        });
        records.sort_by_key(|record| record.at);
        // A line from the future must not make those of the present late.
        let newest = records.last().map(|record| record.at.min(now).as_millisecond());
        self.newest = self.newest.max(newest);
        let is_late = |record: &LogRecord| shown.is_some_and(|newest| record.at.as_millisecond() + LATE < newest);
        records.into_iter().map(|record| LogLine { late: is_late(&record), record, row: None }).collect()
    }

    /// Forgets lines older than a time before which nobody will ask again, except those told lately: a stream may
    /// tell old lines.
    pub fn forget(&mut self, before: Timestamp) {
        let (before, round) = (before.as_millisecond(), self.round);
        self.seen.retain(|_, sighting| sighting.at >= before || sighting.round + 1 >= round);
        self.round += 1;
    }

    /// Lines remembered.
    pub fn remembered(&self) -> usize {
        self.seen.len()
    }
}

fn id_of(record: &LogRecord) -> u64 {
    let mut hasher = DefaultHasher::new();
    record.id.raw().hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(ms: i64) -> Timestamp {
        Timestamp::from_millisecond(ms).expect("valid")
    }

    /// Few different lines in few milliseconds, so that many are equal but for their id.
    fn record((ms, word): (i64, usize), id: usize) -> LogRecord {
        LogRecord {
            id: Text::new(format!("id-{id}")),
            group: Text::new("/lab/web"),
            at: at(ms),
            ingested_at: Some(at(ms + 40)),
            stream: Text::new("web/app/1"),
            message: Text::new(["a", "b", ""][word]),
        }
    }

    fn anonymous(record: &LogRecord) -> LogRecord {
        LogRecord { id: Text::new("unnamed"), ..record.clone() }
    }

    fn pointed(record: &LogRecord) -> LogRecord {
        LogRecord { id: Text::new(format!("ptr of {}", record.id)), ..record.clone() }
    }

    fn words(lines: &[LogLine]) -> Vec<(i64, &str)> {
        lines.iter().map(|line| (line.record.at.as_millisecond(), line.record.message.as_str())).collect()
    }

    proptest! {
        /// The stream loses some lines and tells some updates again, history is read in overlapping pieces that
        /// miss lines which are not in it yet, all in any order; one last reading finds everything.
        #[test]
        fn rows_shown_are_rows_put_whatever_the_order_and_overlap(
            put in prop::collection::vec((0..6_i64, 0..3_usize), 0..40),
            tellings in prop::collection::vec((0..3_u8, 0..40_usize, 0..40_usize, any::<u64>()), 0..12),
        ) {
            let put: Vec<LogRecord> = put.into_iter().enumerate().map(|(id, line)| record(line, id)).collect();
            let mut joint = Joint::default();
            let mut shown = Vec::new();
            for (teller, from, len, missing) in tellings {
                let some = put.iter().enumerate().skip(from).take(len).filter(|(n, _)| missing >> (n % 64) & 1 == 0);
                let some = some.map(|(_, record)| record);
                shown.extend(match teller {
                    0 => joint.update(some.map(anonymous).collect(), at(9)),
                    1 => joint.history(some.cloned().collect(), at(9)),
                    _ => joint.answered(some.map(pointed).collect(), at(9)),
                });
            }
            shown.extend(joint.history(put.clone(), at(9)));
            prop_assert!(joint.history(put.clone(), at(9)).is_empty());
            prop_assert!(joint.answered(put.iter().map(pointed).collect(), at(9)).is_empty());
            let mut shown = words(&shown);
            let mut put: Vec<_> = put.iter().map(|r| (r.at.as_millisecond(), r.message.as_str())).collect();
            shown.sort();
            put.sort();
            prop_assert_eq!(shown, put);
        }
    }

    #[test]
    fn equal_lines_are_counted_and_an_update_told_again_is_not() {
        let mut joint = Joint::default();
        let twins = [record((1, 0), 1), record((1, 0), 2)];
        let update = || twins.iter().map(anonymous).collect();
        assert_eq!(joint.update(update(), at(9)).len(), 2);
        assert_eq!(joint.update(update(), at(9)).len(), 0);
        assert_eq!(joint.history(twins.to_vec(), at(9)).len(), 0);
        assert_eq!(joint.history(vec![record((1, 0), 3)], at(9)).len(), 1, "a third one that history knows");
    }

    #[test]
    fn only_what_came_well_behind_a_newer_line_is_late_and_the_future_makes_nothing_late() {
        let mut joint = Joint::default();
        let mut late = |ms: i64, id: usize, now: i64| {
            let lines = joint.history(vec![record((ms, 0), id)], at(now));
            lines.first().expect("new").late
        };
        assert!(!late(20_000, 1, 20_000));
        assert!(!late(15_000, 2, 21_000));
        assert!(late(14_999, 3, 21_000));
        assert!(!late(900_000, 4, 22_000));
        assert!(!late(17_000, 5, 22_000));
        assert!(late(16_999, 6, 22_000));
    }

    #[test]
    fn lines_are_forgotten_when_nobody_can_tell_them_again() {
        let mut joint = Joint::default();
        joint.history((0..100).map(|n| record((n, 0), 1)).collect(), at(100));
        joint.forget(at(60));
        assert_eq!(joint.remembered(), 100, "told just now");
        joint.forget(at(60));
        assert_eq!(joint.remembered(), 100);
        joint.forget(at(60));
        assert_eq!(joint.remembered(), 40);
    }
}
