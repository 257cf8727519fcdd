//! The lines kept of a live query, oldest first, in their place, and the gaps between them.

use super::clock::Timestamp;
use super::line_page::{KeptLine, LineSource, NewLine, Page};
use super::log_counts::LogCounts;
use super::log_gap::{LogGap, LogGaps};
use super::log_joint::LogLine;
use super::severity::Severity;
use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

/// What is kept without anybody saying otherwise, in bytes.
pub const USUAL_MEMORY: usize = 256 << 20;
/// A page of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Placed {
    /// The place of its first line, counted from the first of all lines, also of those that fell out: a million lines
    /// are looked up as fast as a thousand.
    first: u64,
    page: Arc<Page>,
}

/// The newest lines within a bound of bytes; what falls out is counted. A copy shares the pages of lines, and each
/// makes its own of one that changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineStore {
    most: usize,
    /// Each has a line at least.
    pages: VecDeque<Placed>,
    len: usize,
    bytes: usize,
    dropped: u64,
    put: u64,
    sources: BTreeSet<Arc<LineSource>>,
    gaps: LogGaps,
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
            pages: VecDeque::new(),
            len: 0,
            bytes: 0,
            dropped: 0,
            put: 0,
            sources: BTreeSet::new(),
            gaps: LogGaps::default(),
            counts: LogCounts::default(),
        }
    }

    /// Adds a line in its place, behind those of the same time. That it is new is for whoever puts it to say.
    pub fn put(&mut self, line: LogLine) {
        let LogLine { record, late, row } = line;
        let severity = Severity::of(record.message.as_str());
        self.counts.add(record.at, severity);
        let line = NewLine {
            number: self.put,
            at: record.at.as_millisecond(),
            ingested_at: record.ingested_at,
            message: record.message,
            source: self.source(LineSource { group: record.group, stream: record.stream }),
            row,
            late,
            severity,
        };
        self.put += 1;
        self.bytes += self.insert(line);
        self.len += 1;
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

    fn insert(&mut self, line: NewLine) -> usize {
        let at = line.at;
        let is_after = |placed: &Placed| placed.page.oldest().is_some_and(|oldest| oldest > at);
        // Nearly every line is the newest.
        let place = match self.pages.back() {
            Some(last) if is_after(last) => self.pages.partition_point(|placed| !is_after(placed)).saturating_sub(1),
            _ => self.pages.len().saturating_sub(1),
        };
        let is_last = place + 1 >= self.pages.len();
        let end = self.dropped + self.len as u64;
        let Some(placed) = self.pages.get_mut(place) else { return self.begin(end, line) };
        let page = Arc::make_mut(&mut placed.page);
        let within = match page.newest() {
            Some(newest) if newest > at => page.up_to(at),
            _ => page.len(),
        };
        if within == page.len() && page.is_full(line.message.raw().len()) && is_last {
            page.close();
            return self.begin(end, line);
        }
        let weight = page.insert(within, line);
        let newer = page.is_overfull().then(|| {
            let newer = Arc::new(page.split());
            Placed { first: placed.first + page.len() as u64, page: newer }
        });
        self.pages.range_mut(place + 1..).for_each(|placed| placed.first += 1);
        if let Some(newer) = newer {
            self.pages.insert(place + 1, newer);
        }
        weight
    }

    /// A new page behind all others, with this line.
    fn begin(&mut self, first: u64, line: NewLine) -> usize {
        let mut page = Page::new();
        let weight = page.insert(0, line);
        self.pages.push_back(Placed { first, page: Arc::new(page) });
        weight
    }

    fn drop_oldest(&mut self) -> bool {
        let Some(placed) = self.pages.front_mut() else { return false };
        let Some(oldest) = Arc::make_mut(&mut placed.page).pop() else { return false };
        placed.first += 1;
        if placed.page.len() == 0 {
            self.pages.pop_front();
        }
        self.bytes -= oldest.weight;
        self.counts.remove(oldest.at, oldest.severity);
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
        self.gaps.put(gap);
    }

    /// Oldest first.
    pub fn lines(&self) -> impl DoubleEndedIterator<Item = KeptLine<'_>> {
        self.pages.iter().flat_map(|placed| placed.page.lines(..))
    }

    /// The lines from the `n`th on, oldest first.
    pub fn lines_from(&self, n: usize) -> impl Iterator<Item = KeptLine<'_>> {
        let (at, place) = self.seek(n);
        let mut pages = self.pages.iter().skip(at).map(|placed| &*placed.page);
        let here = pages.next().into_iter().flat_map(move |page| page.lines(place.min(page.len())..));
        here.chain(pages.flat_map(|page| page.lines(..)))
    }

    /// The lines from the `n`th back to the oldest.
    pub fn lines_back_from(&self, n: usize) -> impl Iterator<Item = KeptLine<'_>> {
        let (at, place) = self.seek(n);
        let mut pages = self.pages.iter().take(at + 1).rev().map(|placed| &*placed.page);
        let up_to = move |page: &Page| page.len().min(place.saturating_add(1));
        let here = pages.next().into_iter().flat_map(move |page| page.lines(..up_to(page)).rev());
        here.chain(pages.flat_map(|page| page.lines(..).rev()))
    }

    /// The `n`th line, counted from the oldest.
    pub fn get(&self, n: usize) -> Option<KeptLine<'_>> {
        let (page, place) = self.seek(n);
        self.pages.get(page)?.page.get(place)
    }

    fn seek(&self, n: usize) -> (usize, usize) {
        let wanted = self.dropped + n as u64;
        let page = self.pages.partition_point(|placed| placed.first <= wanted).saturating_sub(1);
        let first = self.pages.get(page).map_or(0, |placed| placed.first);
        (page, usize::try_from(wanted.saturating_sub(first)).unwrap_or(usize::MAX))
    }

    /// Where the line with this time and number stands now; where it has fallen out, the first that is not older.
    pub fn place(&self, at: Timestamp, number: u64) -> usize {
        let at = at.as_millisecond();
        let page = self.pages.partition_point(|placed| placed.page.newest().is_some_and(|newest| newest < at));
        let first = self.pages.get(page).map_or(self.len, |found| {
            usize::try_from(found.first - self.dropped).unwrap_or(usize::MAX) + found.page.before(at)
        });
        let mut same = self.lines_from(first).take_while(|line| line.at().as_millisecond() == at);
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
    use crate::domain::Text;
    use crate::domain::log::LogRecord;
    use crate::domain::log_joint::LineCells;
    use proptest::prelude::*;

    fn at(ms: i64) -> Timestamp {
        Timestamp::from_millisecond(ms).expect("valid")
    }

    /// A line's time, its length, its stream, and what else it has.
    type Put = (i64, usize, u8, Sort);

    #[derive(Clone, Copy, Debug)]
    enum Sort {
        Plain,
        Error,
        /// With bytes that are not shown as they are.
        Altered,
        /// With cells, of which one is the line itself.
        Whole,
        /// With cells that are parts of it, and CloudWatch's pointer.
        Parts,
        /// Nobody said when it was ingested.
        Untold,
    }

    fn put() -> impl Strategy<Value = Put> {
        use Sort::{Altered, Error, Parts, Plain, Untold, Whole};
        (0..2_500_i64, 0..300_usize, 0..4_u8, prop::sample::select(vec![Plain, Error, Altered, Whole, Parts, Untold]))
    }

    fn line((ms, len, stream, sort): Put) -> LogLine {
        let word = match sort {
            Sort::Error => "ERROR ",
            Sort::Altered => "\tat \u{1b}[31m",
            _ => "é ",
        };
        let message = Text::new(format!("{word}{}", "x".repeat(len)));
        let text = |text: &str| Some(Text::new(text));
        let row = match sort {
            Sort::Whole => Some(LineCells { cells: vec![text("17"), Some(message.clone())], ptr: None }),
            Sort::Parts => Some(LineCells { cells: vec![text("17"), None], ptr: text("CmEKJgoiMTIzNDU2Nzg5") }),
            _ => None,
        };
        let record = LogRecord {
            id: Text::new(""),
            group: Text::new("/lab/web"),
            at: at(ms),
            ingested_at: (!matches!(sort, Sort::Untold)).then(|| at(ms + 60_000 - i64::from(stream) * 40_000)),
            stream: Text::new(format!("web/{stream}")),
            message,
        };
        LogLine { record, late: stream == 3, row: row.map(Box::new) }
    }

    /// What is kept of a line, made whole again; with its number.
    fn whole(line: KeptLine<'_>) -> (u64, LogLine) {
        assert_eq!(line.shown(), line.message().as_str());
        assert_eq!(line.severity, Severity::of(line.message().as_str()));
        let record = LogRecord {
            id: Text::new(""),
            group: line.source.group.clone(),
            at: line.at(),
            ingested_at: line.ingested_at(),
            stream: line.source.stream.clone(),
            message: line.message(),
        };
        (line.number, LogLine { record, late: line.late, row: line.row.cloned().map(Box::new) })
    }

    fn weight(put: Put) -> usize {
        let mut alone = LineStore::new(usize::MAX);
        alone.put(line(put));
        alone.bytes()
    }

    proptest! {
        /// Against a plain list: sorted by time, equal times as they came, the oldest out while it is too heavy. A copy
        /// stays as it was.
        #[test]
        fn lines_are_those_of_a_plain_list_however_they_come(
            put in prop::collection::vec(put(), 0..80),
            most in 0..20_000_usize,
            copied in 0..80_usize,
        ) {
            let mut store = LineStore::new(most);
            let mut list: Vec<(u64, Put)> = Vec::new();
            let mut out: Vec<(u64, Put)> = Vec::new();
            let mut bytes = 0;
            let mut copy = (store.clone(), list.clone());
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
                if number == copied as u64 {
                    copy = (store.clone(), list.clone());
                }
            }
            let meant = |list: &[(u64, Put)]| list.iter().map(|(n, put)| (*n, line(*put))).collect::<Vec<_>>();
            prop_assert_eq!(store.lines().map(whole).collect::<Vec<_>>(), meant(&list));
            prop_assert_eq!(copy.0.lines().map(whole).collect::<Vec<_>>(), meant(&copy.1));
            prop_assert_eq!((store.len(), store.is_empty()), (list.len(), list.is_empty()));
            prop_assert_eq!(store.bytes(), bytes);
            prop_assert_eq!((store.dropped(), store.ever_put()), (out.len() as u64, put.len() as u64));
            let mut counts = LogCounts::default();
            for (n, (number, (ms, _, stream, sort))) in list.iter().enumerate() {
                let back: Vec<u64> = list[..=n].iter().rev().map(|(number, _)| *number).collect();
                prop_assert_eq!(store.lines_from(n).map(whole).collect::<Vec<_>>(), meant(&list[n..]));
                prop_assert_eq!(store.lines_back_from(n).map(|line| line.number).collect::<Vec<_>>(), back);
                let found = store.get(n).expect("a line");
                prop_assert_eq!((found.number, store.place(at(*ms), *number)), (*number, n));
                prop_assert_eq!(found.source.stream.as_str(), format!("web/{stream}"));
                counts.add(at(*ms), if matches!(sort, Sort::Error) { Severity::Error } else { Severity::Usual });
            }
            prop_assert_eq!(store.counts(), &counts);
            prop_assert!(store.get(list.len()).is_none() && store.lines_from(list.len()).next().is_none());
            for (number, (ms, ..)) in &out {
                prop_assert_eq!(store.place(at(*ms), *number), list.partition_point(|(_, known)| known.0 < *ms));
            }
            if copied >= put.len() {
                drop(copy);
                let streams: BTreeSet<u8> = list.iter().map(|(_, (_, _, stream, _))| *stream).collect();
                prop_assert_eq!(store.sources.len(), streams.len());
            }
        }
    }
}
