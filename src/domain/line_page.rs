//! Lines that stand beside each other in a line store. Their texts lie one behind the other in one piece of memory: a
//! line takes little beside its own bytes, and a search reads on where it was.

use super::clock::Timestamp;
use super::log_joint::LineCells;
use super::severity::Severity;
use super::text::Text;
use std::borrow::Cow;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// Lines of a page, so that a late one moves few others, and bytes of their text. Pages are of one size as far as may
/// be: where one goes, the next one fits.
const LINES: usize = if cfg!(test) { 4 } else { 4_096 };
const BYTES: usize = if cfg!(test) { 500 } else { 256 << 10 };
/// Room made for late lines, and room left unused, as a part of the text there is.
const ROOM: usize = 8;
/// What an allocation takes beside its bytes: the counts of a shared text, and the allocator's own. Our estimate.
const ALLOCATION: usize = 24;

/// A line as it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptLine<'a> {
    /// No other line of the store ever has the same; later lines have larger ones.
    pub number: u64,
    at: i64,
    ingested_after: i32,
    /// As it came; never shown itself.
    raw: &'a str,
    is_altered: bool,
    pub source: &'a LineSource,
    /// What a query makes of it, where it makes something else than the line.
    pub row: Option<&'a LineCells>,
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

/// A line on its way into a page.
#[derive(Debug)]
pub(super) struct NewLine {
    pub number: u64,
    /// Milliseconds since 1970.
    pub at: i64,
    pub ingested_at: Option<Timestamp>,
    pub message: Text,
    pub source: Arc<LineSource>,
    pub row: Option<Box<LineCells>>,
    pub late: bool,
    pub severity: Severity,
}

/// A line that was taken out of a page.
#[derive(Debug)]
pub(super) struct GoneLine {
    pub at: Timestamp,
    pub severity: Severity,
    pub source: Arc<LineSource>,
    /// What it weighed, in bytes.
    pub weight: usize,
}

/// What is kept of every line beside its text.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Packed {
    number: u64,
    at: i64,
    source: Arc<LineSource>,
    /// Where its text begins in the page's, and its length.
    from: u32,
    len: u32,
    /// Milliseconds from its time to when it was ingested; `UNTOLD` where that is not known.
    ingested_after: i32,
    severity: Severity,
    flags: Flags,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Flags {
    late: bool,
    is_altered: bool,
}

/// AWS takes no line older than 14 days or two hours ahead; what is further from its time is not told.
const UNTOLD: i32 = i32::MIN;

/// What a query makes of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    cells: Box<LineCells>,
    /// The cell that is the line itself, which is not kept twice.
    message: Option<usize>,
}

/// Lines beside each other, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Page {
    lines: VecDeque<Packed>,
    text: String,
    /// By the line's number, for the lines that have one.
    rows: BTreeMap<u64, Row>,
}

impl<'a> KeptLine<'a> {
    pub fn at(&self) -> Timestamp {
        moment(self.at)
    }

    /// When CloudWatch took it; none where nobody said.
    pub fn ingested_at(&self) -> Option<Timestamp> {
        let after = (self.ingested_after != UNTOLD).then_some(self.ingested_after)?;
        Timestamp::from_millisecond(self.at.saturating_add(i64::from(after))).ok()
    }

    pub fn message(&self) -> Text {
        Text::new(self.raw)
    }

    /// The message as it came. For comparing and for calls, never for showing.
    pub fn raw(&self) -> &'a str {
        self.raw
    }

    /// The message's safe form, which is [`Text::as_str`] of it.
    pub fn shown(&self) -> Cow<'a, str> {
        match self.is_altered {
            true => Cow::Owned(self.message().as_str().to_owned()),
            false => Cow::Borrowed(self.raw),
        }
    }
}

impl Page {
    /// An empty one with room for a whole page.
    pub fn new() -> Self {
        Self { text: String::with_capacity(BYTES), ..Self::default() }
    }

    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether a line with so many bytes had better go to the next page.
    pub fn is_full(&self, bytes: usize) -> bool {
        self.lines.len() >= LINES || self.text.len() + bytes > BYTES
    }

    /// Whether it is to be split.
    pub fn is_overfull(&self) -> bool {
        self.lines.len() > 2 * LINES || (self.text.len() > 2 * BYTES && self.lines.len() > 1)
    }

    /// The time of its oldest line, in milliseconds since 1970.
    pub fn oldest(&self) -> Option<i64> {
        self.lines.front().map(|line| line.at)
    }

    /// The time of its newest line.
    pub fn newest(&self) -> Option<i64> {
        self.lines.back().map(|line| line.at)
    }

    /// How many of its lines are older than this, or as old.
    pub fn up_to(&self, at: i64) -> usize {
        self.lines.partition_point(|line| line.at <= at)
    }

    /// How many of its lines are older than this.
    pub fn before(&self, at: i64) -> usize {
        self.lines.partition_point(|line| line.at < at)
    }

    /// Gives back the room no line needed.
    pub fn close(&mut self) {
        self.lines.shrink_to_fit();
        if self.text.capacity() - self.text.len() > self.text.len() / ROOM {
            self.text.shrink_to_fit();
        }
    }

    /// Puts a line in a place; what it weighs, in bytes.
    pub fn insert(&mut self, place: usize, line: NewLine) -> usize {
        let NewLine { number, at, ingested_at, message, source, row, late, severity } = line;
        let after = ingested_at.and_then(|ingested| i32::try_from(ingested.as_millisecond().checked_sub(at)?).ok());
        let row = row.map(|cells| {
            let is_message = |cell: &Option<Text>| cell.as_ref() == Some(&message);
            Row { message: cells.cells.iter().position(is_message), cells }
        });
        let text = if row.as_ref().is_some_and(|row| row.message.is_some()) { "" } else { message.raw() };
        let packed = Packed {
            number,
            at,
            source,
            from: u32::try_from(self.text.len()).unwrap_or(u32::MAX),
            len: u32::try_from(text.len()).unwrap_or(0),
            ingested_after: after.unwrap_or(UNTOLD),
            severity,
            flags: Flags { late, is_altered: message.is_altered() },
        };
        if self.text.capacity() - self.text.len() < text.len() {
            self.text.reserve_exact(text.len().max(self.text.len() / ROOM));
        }
        self.text.push_str(text);
        let weight = packed.weight() + row.as_ref().map_or(0, Row::weight);
        self.rows.extend(row.map(|row| (number, row)));
        self.lines.insert(place, packed);
        weight
    }

    /// Takes the oldest line out. Its text stays until the page's last line goes.
    pub fn pop(&mut self) -> Option<GoneLine> {
        let line = self.lines.pop_front()?;
        let row = self.rows.remove(&line.number);
        let weight = line.weight() + row.map_or(0, |row| row.weight());
        Some(GoneLine { at: moment(line.at), severity: line.severity, source: line.source, weight })
    }

    /// Leaves the older half here; the newer one.
    pub fn split(&mut self) -> Self {
        let half = self.lines.len() / 2;
        let newer = self.part(half..self.lines.len());
        *self = self.part(0..half);
        newer
    }

    /// A page of some of its lines, with their texts alone.
    fn part(&mut self, places: std::ops::Range<usize>) -> Self {
        let mut part = Self::default();
        for line in self.lines.range(places) {
            let text = self.text_of(line);
            let from = u32::try_from(part.text.len()).unwrap_or(u32::MAX);
            part.text.push_str(text);
            part.lines.push_back(Packed { from, ..line.clone() });
        }
        for line in &part.lines {
            part.rows.extend(self.rows.remove(&line.number).map(|row| (line.number, row)));
        }
        part.close();
        part
    }

    /// The `n`th line, counted from its oldest.
    pub fn get(&self, n: usize) -> Option<KeptLine<'_>> {
        self.lines.get(n).map(|line| self.kept(line))
    }

    /// The lines in these places, oldest first.
    pub fn lines(&self, places: impl std::ops::RangeBounds<usize>) -> impl DoubleEndedIterator<Item = KeptLine<'_>> {
        self.lines.range(places).map(|line| self.kept(line))
    }

    fn kept<'a>(&'a self, line: &'a Packed) -> KeptLine<'a> {
        let row = if self.rows.is_empty() { None } else { self.rows.get(&line.number) };
        let in_row = row.and_then(|row| row.cells.cells.get(row.message?)?.as_ref());
        KeptLine {
            number: line.number,
            at: line.at,
            ingested_after: line.ingested_after,
            raw: in_row.map_or_else(|| self.text_of(line), Text::raw),
            is_altered: line.flags.is_altered,
            source: &line.source,
            row: row.map(|row| &*row.cells),
            late: line.flags.late,
            severity: line.severity,
        }
    }

    fn text_of(&self, line: &Packed) -> &str {
        let from = line.from as usize;
        self.text.get(from..from + line.len as usize).unwrap_or_default()
    }
}

impl Packed {
    fn weight(&self) -> usize {
        size_of::<Self>() + self.len as usize
    }
}

impl Row {
    fn weight(&self) -> usize {
        let text = |text: &Text| {
            let shown = if text.is_altered() { text.as_str().len() + ALLOCATION } else { 0 };
            text.raw().len() + ALLOCATION + shown
        };
        let cells = &self.cells.cells;
        let texts: usize = cells.iter().flatten().chain(&self.cells.ptr).map(text).sum();
        size_of::<(u64, Self)>() + size_of::<LineCells>() + 2 * ALLOCATION + size_of_val(&**cells) + texts
    }
}

fn moment(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH)
}
