//! The lines kept of a log, oldest first.

use super::clock::Timestamp;
use super::log::LogRecord;
use std::collections::VecDeque;

/// How much is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogBound {
    pub lines: usize,
    /// Of the lines as they weigh in memory.
    pub bytes: usize,
}

/// Lines kept for each source of a diagnosis.
pub const TAIL_LINES: usize = 1_000;
/// Their bytes: a line may be a megabyte long.
const TAIL_BYTES: usize = 8 << 20;
/// What a line takes beside its message: our estimate of the record's own size and of two allocations.
const LINE_BYTES: usize = size_of::<LogRecord>() + 64;

impl Default for LogBound {
    fn default() -> Self {
        Self { lines: TAIL_LINES, bytes: TAIL_BYTES }
    }
}

/// The newest records of a log, each in its place. Bounded: what falls out is counted.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct LogStore {
    bound: LogBound,
    records: VecDeque<LogRecord>,
    bytes: usize,
    dropped: u64,
}

impl LogStore {
    /// An empty store that keeps so much.
    pub fn new(bound: LogBound) -> Self {
        Self { bound, ..Self::default() }
    }

    /// Adds a record in its place, behind those of the same time; one whose id is there already is not added again.
    pub fn insert(&mut self, record: LogRecord) {
        let place = self.place(record.at);
        let mut same_time = self.records.iter().take(place).rev().take_while(|known| known.at == record.at);
        if same_time.any(|known| known.id == record.id) {
            return;
        }
        self.bytes += weight(&record);
        self.records.insert(place, record);
        while self.records.len() > self.bound.lines || self.bytes > self.bound.bytes {
            let Some(oldest) = self.records.pop_front() else { break };
            self.bytes -= weight(&oldest);
            self.dropped += 1;
        }
    }

    fn place(&self, at: Timestamp) -> usize {
        // Nearly every record is the newest.
        match self.records.back() {
            Some(newest) if newest.at > at => self.records.partition_point(|known| known.at <= at),
            _ => self.records.len(),
        }
    }

    /// Oldest first.
    pub fn records(&self) -> impl DoubleEndedIterator<Item = &LogRecord> + ExactSizeIterator {
        self.records.iter()
    }

    /// How many lines fell out of the bound.
    pub fn dropped(&self) -> u64 {
        self.dropped
    }

    /// What the lines weigh, in bytes.
    pub fn bytes(&self) -> usize {
        self.bytes
    }
}

fn weight(record: &LogRecord) -> usize {
    let message = &record.message;
    let shown = if message.is_altered() { message.as_str().len() } else { 0 };
    message.raw().len() + shown + record.stream.raw().len() + record.id.raw().len() + LINE_BYTES
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Text;
    use proptest::prelude::*;

    fn at(ms: i64) -> Timestamp {
        Timestamp::from_millisecond(ms).expect("valid")
    }

    fn record(ms: i64, id: &str) -> LogRecord {
        LogRecord {
            id: Text::new(id),
            group: Text::new("/lab/web"),
            at: at(ms),
            ingested_at: None,
            stream: Text::new("app/app/1"),
            message: Text::new(id),
        }
    }

    fn ids(store: &LogStore) -> Vec<&str> {
        store.records().map(|r| r.id.as_str()).collect()
    }

    #[test]
    fn late_records_find_their_place_and_twins_are_kept_once() {
        let mut store = LogStore::default();
        for (ms, id) in [(5, "b"), (9, "d"), (5, "c"), (1, "a"), (5, "b"), (9, "d")] {
            store.insert(record(ms, id));
        }
        assert_eq!(ids(&store), ["a", "b", "c", "d"]);
    }

    #[test]
    fn the_oldest_falls_out_and_is_counted() {
        let mut store = LogStore::default();
        for n in 0..(TAIL_LINES as i64 + 5) {
            store.insert(record(n, &n.to_string()));
        }
        assert_eq!(store.records().len(), TAIL_LINES);
        assert_eq!(store.dropped(), 5);
        assert_eq!(store.records().next().map(|r| r.id.as_str()), Some("5"));
        store.insert(record(0, "too old"));
        assert_eq!(store.records().next().map(|r| r.id.as_str()), Some("5"));
        assert_eq!(store.dropped(), 6);
    }

    proptest! {
        #[test]
        fn what_is_kept_is_in_order_within_its_bytes_and_every_line_is_kept_or_counted(
            put in prop::collection::vec((0..50_i64, 0..400_usize), 0..60),
            bytes in 0..20_000_usize,
        ) {
            let mut store = LogStore::new(LogBound { lines: usize::MAX, bytes });
            for (n, (ms, len)) in put.iter().enumerate() {
                let message = Text::new("x".repeat(*len));
                store.insert(LogRecord { message, ..record(*ms, &n.to_string()) });
            }
            prop_assert!(store.bytes() <= bytes);
            prop_assert_eq!(store.bytes(), store.records().map(weight).sum::<usize>());
            prop_assert_eq!(store.records().len() as u64 + store.dropped(), put.len() as u64);
            prop_assert!(store.records().map(|r| r.at).is_sorted());
        }
    }
}
