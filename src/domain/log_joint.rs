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
use std::num::NonZeroU64;

/// Lines remembered at most, some 32 MB. When they are more, the newest two of five are left: two minutes of 1,500
/// lines a second. The table they are in grows by doubling, and would once more if half of them were left. Our choice.
const MOST: usize = 450_000;
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
    shown: u32,
    /// The round in which it was last told.
    round: u32,
    /// History's ids of them, and the pointers of Logs Insights, which are other names for the same lines.
    ids: Names,
    ptrs: Names,
}

/// Names of the copies of a line. Nearly every line has one copy.
#[derive(Clone, Debug, Default)]
struct Names {
    first: Option<NonZeroU64>,
    others: Option<Box<Others>>,
}

#[derive(Clone, Debug, Default)]
struct Others(Vec<NonZeroU64>);

impl Names {
    /// Learns a name; how many there are then, none where it was known.
    fn learn(&mut self, name: NonZeroU64) -> Option<u32> {
        let Some(first) = self.first else {
            self.first = Some(name);
            return Some(1);
        };
        if first == name || self.others.as_ref().is_some_and(|others| others.0.contains(&name)) {
            return None;
        }
        let Others(others) = &mut **self.others.get_or_insert_default();
        others.push(name);
        u32::try_from(others.len() + 1).ok()
    }
}

/// Remembers which lines have been told, and lets each through once: as many as that is possible for in bounded memory.
#[derive(Clone, Debug)]
pub struct Joint {
    most: usize,
    /// Lines before this time are not remembered any more.
    floor: Option<i64>,
    seen: HashMap<LineKey, Sighting>,
    /// The time of the newest line let through, in milliseconds.
    newest: Option<i64>,
    /// The same before the answer that is being told began.
    before: Option<i64>,
    round: u32,
}

impl Default for Joint {
    fn default() -> Self {
        Self::of(MOST)
    }
}

/// What remembering a line takes, in bytes, and the part of a live query's budget that is for it. Our estimate.
const A_LINE: usize = 74;
const PART: usize = 8;
/// Lines that are remembered even where the budget has no room for them.
const LEAST: usize = 200;

impl Joint {
    /// One that takes its part of a live query's budget, in bytes.
    pub fn within(memory: usize) -> Self {
        Self::of((memory / PART / A_LINE).clamp(LEAST, MOST))
    }

    fn of(most: usize) -> Self {
        Self { most, floor: None, seen: HashMap::new(), newest: None, before: None, round: 0 }
    }

    /// Before this time it is not known which lines have been told; what is told of it is taken for new. None where
    /// all is known that was not forgotten on purpose.
    pub fn floor(&self) -> Option<Timestamp> {
        self.floor.and_then(|floor| Timestamp::from_millisecond(floor).ok())
    }

    /// Those lines of history of which can be known whether they have been told, and of those before the floor the ones
    /// ingested before a time at which nothing had been.
    pub fn knowable(&self, mut records: Vec<LogRecord>, untold: Option<Timestamp>) -> Vec<LogRecord> {
        if let Some(floor) = self.floor() {
            let was_there = |record: &LogRecord| untold > record.ingested_at.or(Some(record.at));
            records.retain(|record| record.at >= floor || was_there(record));
        }
        records
    }

    /// Takes lines of history, whose ids tell equal lines apart; gives those not shown before, oldest first.
    pub fn history(&mut self, records: Vec<LogRecord>, now: Timestamp) -> Vec<LogLine> {
        let new = |record: &LogRecord, sighting: &mut Sighting| {
            sighting.ids.learn(id_of(record)).is_some_and(|copies| copies > sighting.shown)
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
        let mut unnamed: HashMap<LineKey, u32> = HashMap::new();
        let new = |record: &LogRecord, sighting: &mut Sighting| {
            if record.id.is_empty() {
                let copies = unnamed.entry(LineKey::of(record)).or_default();
                *copies += 1;
                return *copies > sighting.shown;
            }
            sighting.ptrs.learn(id_of(record)).is_some_and(|copies| copies > sighting.shown)
        };
        let mut lines = self.tell(records, now, self.before, new);
        for line in lines.iter_mut().filter(|line| !line.record.id.is_empty()) {
            line.row = Some(Box::new(LineCells { cells: Vec::new(), ptr: Some(line.record.id.clone()) }));
        }
        lines
    }

    /// Takes one update of a stream, which tells each line at most once; gives those not shown before, oldest first.
    pub fn update(&mut self, records: Vec<LogRecord>, now: Timestamp) -> Vec<LogLine> {
        let mut told: HashMap<LineKey, u32> = HashMap::with_capacity(records.len());
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
        let floor = self.floor;
        records.retain(|record| {
            if floor.is_some_and(|floor| record.at.as_millisecond() < floor) {
                return true;
            }
            let sighting = self.seen.entry(LineKey::of(record)).or_default();
            (sighting.at, sighting.round) = (record.at.as_millisecond(), self.round);
            let new = is_new(record, sighting);
            sighting.shown += u32::from(new);
            new
        });
        if self.seen.len() > self.most {
            self.forget_oldest();
        }
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

    /// Forgets all but the newest, and what is told of the time of the others from then on.
    fn forget_oldest(&mut self) {
        let mut times: Vec<i64> = self.seen.values().map(|sighting| sighting.at).collect();
        let cut = times.len().saturating_sub(self.most * 2 / 5).saturating_sub(1);
        if times.is_empty() {
            return;
        }
        let (_, last, _) = times.select_nth_unstable(cut);
        // Lines of the same millisecond are forgotten or remembered together.
        let floor = *last + 1;
        self.seen.retain(|_, sighting| sighting.at >= floor);
        self.floor = self.floor.max(Some(floor));
    }

    /// Lines remembered.
    pub fn remembered(&self) -> usize {
        self.seen.len()
    }
}

fn id_of(record: &LogRecord) -> NonZeroU64 {
    let mut hasher = DefaultHasher::new();
    record.id.raw().hash(&mut hasher);
    NonZeroU64::new(hasher.finish()).unwrap_or(NonZeroU64::MIN)
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

    proptest! {
        /// More lines than are remembered: from the floor on none is shown twice, before it all are taken for new.
        #[test]
        fn bounded_memory_shows_no_line_twice_of_what_it_still_knows(
            put in prop::collection::vec((0..400_i64, 0..3_usize), 60..200),
            again in any::<u64>(),
        ) {
            let mut joint = Joint::of(50);
            let put: Vec<LogRecord> = put.into_iter().enumerate().map(|(id, line)| record(line, id)).collect();
            for piece in put.chunks(7) {
                joint.history(piece.to_vec(), at(500));
                prop_assert!(joint.remembered() <= 50);
            }
            let floor = joint.floor().expect("too many");
            let told: Vec<LogRecord> =
                put.iter().enumerate().filter(|(n, _)| again >> (n % 64) & 1 == 1).map(|(_, line)| line.clone()).collect();
            let (before, after): (Vec<_>, Vec<_>) = told.into_iter().partition(|line| line.at < floor);
            prop_assert_eq!(joint.history(before.clone(), at(500)).len(), before.len());
            prop_assert_eq!(joint.history(after.clone(), at(500)).len(), 0);
            prop_assert_eq!(joint.update(after.iter().map(anonymous).collect(), at(500)).len(), 0);
        }
    }

    #[test]
    fn what_is_remembered_shrinks_with_the_budget() {
        for (memory, most) in [(256 << 20, MOST), (1 << 40, MOST), (64 << 20, 113_359), (1 << 20, 1_771), (0, LEAST)] {
            assert_eq!(Joint::within(memory).most, most, "{memory}");
        }
        let mut joint = Joint::within(1 << 20);
        for n in 0..40_i64 {
            joint.history(
                (0..100).map(|id| record((n, 0), usize::try_from(n).unwrap_or(0) * 100 + id)).collect(),
                at(99),
            );
            joint.history((0..100).map(|ms| record((n * 100 + ms, 1), 1)).collect(), at(9_999));
        }
        assert!(joint.remembered() <= 1_771 && joint.remembered() > 600, "{}", joint.remembered());
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
