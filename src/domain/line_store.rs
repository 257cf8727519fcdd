//! The lines kept of a live query, oldest first, in their place, and the gaps between them.

use super::clock::Timestamp;
use super::log_counts::LogCounts;
use super::log_gap::LogGap;
use super::log_joint::{LineCells, LogLine};
use super::severity::Severity;
use super::text::Text;
use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

/// What is kept without anybody saying otherwise, in bytes.
pub const USUAL_MEMORY: usize = 256 << 20;
/// Lines of a piece. Lines are kept in pieces, so that a late one moves few others and none is moved to make room.
const PIECE: usize = if cfg!(test) { 4 } else { 1_024 };
/// What an allocation takes beside its bytes: the counts of a shared text, and the allocator's own. Our estimate.
const ALLOCATION: usize = 24;
/// Gaps kept.
const GAPS: usize = 1_000;

/// A line as it is kept: what others say as well is shared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptLine {
    /// No other line of the store ever has the same; later lines have larger ones.
    pub number: u64,
    at: i64,
    ingested_at: i64,
    pub message: Text,
    pub source: Arc<LineSource>,
    /// What a query makes of it, where it makes something else than the line.
    pub row: Option<Box<LineCells>>,
    /// Newer lines were shown before it.
    pub late: bool,
    pub severity: Severity,
}

/// Where lines come from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineSource {
    pub group: Text,
    pub stream: Text,
}

impl KeptLine {
    pub fn at(&self) -> Timestamp {
        Timestamp::from_millisecond(self.at).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    pub fn ingested_at(&self) -> Option<Timestamp> {
        (self.ingested_at != i64::MIN).then(|| Timestamp::from_millisecond(self.ingested_at).ok()).flatten()
    }

    fn weight(&self) -> usize {
        let text = |text: &Text| {
            let shown = if text.is_altered() { text.as_str().len() + ALLOCATION } else { 0 };
            text.raw().len() + ALLOCATION + shown
        };
        let row = self.row.as_ref().map_or(0, |row| {
            let cells = row.cells.iter().flatten().map(|cell| if *cell == self.message { 0 } else { text(cell) });
            let ptr = row.ptr.as_ref().map_or(0, text);
            size_of::<LineCells>() + row.cells.len() * size_of::<Option<Text>>() + cells.sum::<usize>() + ptr
        });
        size_of::<Self>() + text(&self.message) + row
    }
}

/// Lines beside each other.
#[derive(Clone, Debug)]
struct Piece {
    /// The place of its first line, counted from the first of all lines, also of those that fell out: a million lines
    /// are looked up as fast as a thousand.
    first: u64,
    lines: VecDeque<KeptLine>,
}

/// The newest lines within a bound of bytes; what falls out is counted.
#[derive(Clone, Debug)]
pub struct LineStore {
    most: usize,
    /// Each has a line at least.
    pieces: VecDeque<Piece>,
    len: usize,
    bytes: usize,
    dropped: u64,
    put: u64,
    sources: BTreeSet<Arc<LineSource>>,
    gaps: VecDeque<LogGap>,
    counts: LogCounts,
}

impl Default for LineStore {
    fn default() -> Self {
        Self::new(USUAL_MEMORY)
    }
}

impl LineStore {
    /// An empty store that keeps so many bytes, as lines weigh in memory.
    pub fn new(most: usize) -> Self {
        Self {
            most,
            pieces: VecDeque::new(),
            len: 0,
            bytes: 0,
            dropped: 0,
            put: 0,
            sources: BTreeSet::new(),
            gaps: VecDeque::new(),
            counts: LogCounts::default(),
        }
    }

    /// Adds a line in its place, behind those of the same time. That it is new is for whoever puts it to say.
    pub fn put(&mut self, line: LogLine) {
        let LogLine { record, late, row } = line;
        let at = record.at.as_millisecond();
        let kept = KeptLine {
            number: self.put,
            at,
            severity: Severity::of(record.message.as_str()),
            ingested_at: record.ingested_at.map_or(i64::MIN, |at| at.as_millisecond()),
            message: record.message,
            source: self.source(LineSource { group: record.group, stream: record.stream }),
            row,
            late,
        };
        self.counts.add(record.at, kept.severity);
        self.put += 1;
        self.len += 1;
        self.bytes += kept.weight();
        self.insert(kept, at);
        while self.bytes > self.most && self.drop_oldest() {}
    }

    fn source(&mut self, source: LineSource) -> Arc<LineSource> {
        match self.sources.get(&source) {
            Some(known) => Arc::clone(known),
            None => {
                let known = Arc::new(source);
                self.sources.insert(Arc::clone(&known));
                known
            }
        }
    }

    fn insert(&mut self, line: KeptLine, at: i64) {
        let is_after = |piece: &Piece| piece.lines.front().is_some_and(|first| first.at > at);
        // Nearly every line is the newest.
        let place = match self.pieces.back() {
            None => 0,
            Some(last) if !is_after(last) => self.pieces.len() - 1,
            Some(_) => self.pieces.partition_point(|piece| !is_after(piece)).saturating_sub(1),
        };
        let is_last = place + 1 == self.pieces.len();
        let end = self.dropped + (self.len as u64).saturating_sub(1);
        let Some(piece) = self.pieces.get_mut(place) else {
            self.pieces.push_back(Piece { first: end, lines: VecDeque::from([line]) });
            return;
        };
        let within = match piece.lines.back() {
            Some(newest) if newest.at > at => piece.lines.partition_point(|known| known.at <= at),
            _ => piece.lines.len(),
        };
        if within == piece.lines.len() && within >= PIECE && is_last {
            let mut lines = VecDeque::with_capacity(PIECE);
            lines.push_back(line);
            self.pieces.push_back(Piece { first: end, lines });
            return;
        }
        piece.lines.insert(within, line);
        let behind = (piece.lines.len() > 2 * PIECE).then(|| {
            let mut lines = piece.lines.split_off(PIECE);
            piece.lines.shrink_to_fit();
            lines.shrink_to_fit();
            Piece { first: piece.first + PIECE as u64, lines }
        });
        self.pieces.range_mut(place + 1..).for_each(|piece| piece.first += 1);
        if let Some(behind) = behind {
            self.pieces.insert(place + 1, behind);
        }
    }

    fn drop_oldest(&mut self) -> bool {
        let Some(piece) = self.pieces.front_mut() else { return false };
        let Some(oldest) = piece.lines.pop_front() else { return false };
        piece.first += 1;
        if piece.lines.is_empty() {
            self.pieces.pop_front();
        }
        self.bytes -= oldest.weight();
        self.counts.remove(oldest.at(), oldest.severity);
        self.len -= 1;
        self.dropped += 1;
        // The last line of a stream takes its name with it.
        if Arc::strong_count(&oldest.source) <= 2 {
            self.sources.remove(&oldest.source);
        }
        true
    }

    /// Adds a gap, or tells more of one that began at the same time.
    pub fn put_gap(&mut self, gap: LogGap) {
        // A window is read from its end: what it leaves out is told newest first.
        let place = self.gaps.partition_point(|known| known.from < gap.from);
        match self.gaps.get_mut(place).filter(|known| known.from == gap.from) {
            Some(known) => *known = gap,
            None => self.gaps.insert(place, gap),
        }
        if self.gaps.len() > GAPS {
            self.gaps.pop_front();
        }
    }

    /// Oldest first.
    pub fn lines(&self) -> impl DoubleEndedIterator<Item = &KeptLine> {
        self.pieces.iter().flat_map(|piece| &piece.lines)
    }

    /// The lines from the `n`th on, oldest first.
    pub fn lines_from(&self, n: usize) -> impl Iterator<Item = &KeptLine> {
        let (piece, place) = self.seek(n);
        self.pieces.iter().skip(piece).flat_map(|piece| &piece.lines).skip(place)
    }

    /// The `n`th line, counted from the oldest.
    pub fn get(&self, n: usize) -> Option<&KeptLine> {
        let (piece, place) = self.seek(n);
        self.pieces.get(piece)?.lines.get(place)
    }

    fn seek(&self, n: usize) -> (usize, usize) {
        let wanted = self.dropped + n as u64;
        let piece = self.pieces.partition_point(|piece| piece.first <= wanted).saturating_sub(1);
        let first = self.pieces.get(piece).map_or(0, |piece| piece.first);
        (piece, usize::try_from(wanted.saturating_sub(first)).unwrap_or(usize::MAX))
    }

    /// Where the line with this time and number stands now; where it has fallen out, the first that is not older.
    pub fn place(&self, at: Timestamp, number: u64) -> usize {
        let at = at.as_millisecond();
        let piece = self.pieces.partition_point(|piece| piece.lines.back().is_some_and(|last| last.at < at));
        let first = self.pieces.get(piece).map_or(self.len, |found| {
            let before = usize::try_from(found.first - self.dropped).unwrap_or(usize::MAX);
            before + found.lines.partition_point(|line| line.at < at)
        });
        let mut same = self.lines_from(first).take_while(|line| line.at == at);
        first + same.position(|line| line.number == number).unwrap_or(0)
    }

    /// Lines kept.
    pub fn len(&self) -> usize {
        self.len
    }

    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How many lines of them came when.
    pub fn counts(&self) -> &LogCounts {
        &self.counts
    }

    /// In the order they began.
    pub fn gaps(&self) -> impl ExactSizeIterator<Item = &LogGap> {
        self.gaps.iter()
    }

    /// How many lines fell out of the bound.
    pub fn dropped(&self) -> u64 {
        self.dropped
    }

    /// Lines ever put: by this many more they are new.
    pub fn ever_put(&self) -> u64 {
        self.put
    }

    /// What the lines weigh, in bytes.
    pub fn bytes(&self) -> usize {
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::log::LogRecord;
    use proptest::prelude::*;

    fn at(ms: i64) -> Timestamp {
        Timestamp::from_millisecond(ms).expect("valid")
    }

    /// A line's time, its length, its stream, and whether it tells of an error.
    type Put = (i64, usize, u8, bool);

    fn line((ms, len, stream, fails): Put) -> LogLine {
        let word = if fails { "ERROR " } else { "" };
        let record = LogRecord {
            id: Text::new(""),
            group: Text::new("/lab/web"),
            at: at(ms),
            ingested_at: None,
            stream: Text::new(format!("web/{stream}")),
            message: Text::new(format!("{word}{}", "x".repeat(len))),
        };
        LogLine { record, late: false, row: None }
    }

    fn weight(put: Put) -> usize {
        let mut alone = LineStore::new(usize::MAX);
        alone.put(line(put));
        alone.bytes()
    }

    proptest! {
        /// Against a plain list: sorted by time, equal times as they came, the oldest out while it is too heavy.
        #[test]
        fn lines_are_those_of_a_plain_list_however_they_come(
            put in prop::collection::vec((0..2_500_i64, 0..300_usize, 0..4_u8, any::<bool>()), 0..80),
            most in 0..20_000_usize,
        ) {
            let mut store = LineStore::new(most);
            let mut list: Vec<(u64, Put)> = Vec::new();
            let mut out: Vec<(u64, Put)> = Vec::new();
            let mut bytes = 0;
            for (number, one) in (0..).zip(put.iter().copied()) {
                store.put(line(one));
                list.insert(list.partition_point(|(_, known)| known.0 <= one.0), (number, one));
                bytes += weight(one);
                while bytes > most {
                    let oldest = list.remove(0);
                    bytes -= weight(oldest.1);
                    out.push(oldest);
                }
                prop_assert!(store.bytes() <= most);
            }
            let shown = |lines: Vec<&KeptLine>| -> Vec<(u64, i64, usize)> {
                lines.iter().map(|line| (line.number, line.at().as_millisecond(), line.message.raw().len())).collect()
            };
            let meant = |list: &[(u64, Put)]| -> Vec<(u64, i64, usize)> {
                list.iter().map(|(n, (ms, len, _, fails))| (*n, *ms, len + if *fails { 6 } else { 0 })).collect()
            };
            prop_assert_eq!(shown(store.lines().collect()), meant(&list));
            prop_assert_eq!((store.len(), store.is_empty()), (list.len(), list.is_empty()));
            prop_assert_eq!(store.bytes(), bytes);
            prop_assert_eq!((store.dropped(), store.ever_put()), (out.len() as u64, put.len() as u64));
            let mut counts = LogCounts::default();
            for (n, (number, (ms, _, stream, fails))) in list.iter().enumerate() {
                prop_assert_eq!(shown(store.lines_from(n).collect()), meant(&list[n..]));
                let found = store.get(n).expect("a line");
                prop_assert_eq!((found.number, store.place(at(*ms), *number)), (*number, n));
                prop_assert_eq!(found.source.stream.as_str(), format!("web/{stream}"));
                counts.add(at(*ms), if *fails { Severity::Error } else { Severity::Usual });
            }
            prop_assert_eq!(store.counts(), &counts);
            prop_assert!(store.get(list.len()).is_none() && store.lines_from(list.len()).next().is_none());
            for (number, (ms, ..)) in &out {
                prop_assert_eq!(store.place(at(*ms), *number), list.partition_point(|(_, known)| known.0 < *ms));
            }
            let streams: BTreeSet<u8> = list.iter().map(|(_, (_, _, stream, _))| *stream).collect();
            prop_assert_eq!(store.sources.len(), streams.len());
        }

        #[test]
        fn gaps_stand_in_the_order_they_began_each_as_it_was_told_last(
            told in prop::collection::vec((0..12_i64, any::<bool>()), 0..40),
        ) {
            let mut store = LineStore::default();
            let mut known = std::collections::BTreeMap::new();
            for (from, filled) in told {
                store.put_gap(LogGap { from: at(from), to: None, why: Text::new("cut"), filled });
                known.insert(from, filled);
            }
            let shown: Vec<(i64, bool)> = store.gaps().map(|gap| (gap.from.as_millisecond(), gap.filled)).collect();
            prop_assert_eq!(shown, known.into_iter().collect::<Vec<_>>());
        }
    }

    #[test]
    fn of_too_many_gaps_the_oldest_go() {
        let mut store = LineStore::default();
        let count = i64::try_from(GAPS).expect("few") + 5;
        (0..count).for_each(|n| {
            store.put_gap(LogGap { from: at(n), to: None, why: Text::new("cut"), filled: false });
        });
        assert_eq!(store.gaps().len(), GAPS);
        assert_eq!(store.gaps().next().map(|gap| gap.from), Some(at(5)));
    }
}
