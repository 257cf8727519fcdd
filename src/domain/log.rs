//! Log records and where they come from.

use super::clock::Timestamp;
use super::text::Text;
use std::collections::VecDeque;

/// The log stream of one container of one task, from a point in time on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LogSource {
    pub group: Text,
    /// The group's region where the task definition names one.
    pub region: Option<Text>,
    /// `PREFIX/CONTAINER/TASKID`.
    pub stream: Text,
    /// Lines before this are not asked for.
    pub from: Timestamp,
}

/// One line of a log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogRecord {
    /// The event id of FilterLogEvents: unique within its log group.
    pub id: Text,
    pub at: Timestamp,
    pub ingested_at: Option<Timestamp>,
    pub stream: Text,
    pub message: Text,
}

/// The newest lines of one source, oldest first. Bounded: what falls out is counted.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct LogTail {
    records: VecDeque<LogRecord>,
    dropped: u64,
}

/// Lines kept for each source.
pub const TAIL_LINES: usize = 1_000;

impl LogTail {
    /// Adds a record in its place; one that is already there is not added again.
    pub fn insert(&mut self, record: LogRecord) {
        let place = self.records.partition_point(|r| r.at <= record.at);
        let is_twin = |r: &LogRecord| r.at == record.at && r.id == record.id;
        if self.records.iter().take(place).rev().take_while(|r| r.at == record.at).any(is_twin) {
            return;
        }
        if self.records.len() >= TAIL_LINES {
            self.dropped += 1;
            if place == 0 {
                return;
            }
            self.records.pop_front();
            self.records.insert(place - 1, record);
        } else {
            self.records.insert(place, record);
        }
    }

    /// Oldest first.
    pub fn records(&self) -> impl DoubleEndedIterator<Item = &LogRecord> + ExactSizeIterator {
        self.records.iter()
    }

    /// How many records fell out of the bound.
    pub fn dropped(&self) -> u64 {
        self.dropped
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(ms: i64, id: &str) -> LogRecord {
        LogRecord {
            id: Text::new(id),
            at: Timestamp::from_millisecond(ms).expect("valid"),
            ingested_at: None,
            stream: Text::new("app/app/1"),
            message: Text::new(id),
        }
    }

    fn ids(tail: &LogTail) -> Vec<&str> {
        tail.records().map(|r| r.id.as_str()).collect()
    }

    #[test]
    fn late_records_find_their_place_and_twins_are_kept_once() {
        let mut tail = LogTail::default();
        for (ms, id) in [(5, "b"), (9, "d"), (5, "c"), (1, "a"), (5, "b"), (9, "d")] {
            tail.insert(record(ms, id));
        }
        assert_eq!(ids(&tail), ["a", "b", "c", "d"]);
    }

    #[test]
    fn the_oldest_falls_out_and_is_counted() {
        let mut tail = LogTail::default();
        for n in 0..(TAIL_LINES as i64 + 5) {
            tail.insert(record(n, &n.to_string()));
        }
        assert_eq!(tail.records().len(), TAIL_LINES);
        assert_eq!(tail.dropped(), 5);
        assert_eq!(tail.records().next().map(|r| r.id.as_str()), Some("5"));
        tail.insert(record(0, "too old"));
        assert_eq!(tail.records().next().map(|r| r.id.as_str()), Some("5"));
        assert_eq!(tail.dropped(), 6);
    }
}
