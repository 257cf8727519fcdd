//! A query that keeps answering: what is asked, how it is kept fresh, and what is told of it.

use super::clock::Timestamp;
use super::fault::Fault;
use super::log::LogSpot;
use super::log_cost::LogCost;
use super::log_gap::LogGap;
use super::log_joint::LogLine;
use super::log_scope::LogScope;
use super::text::Text;

/// What is asked. Its value is its identity.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LiveSpec {
    /// Makes one that is started again another one, though everything else is the same.
    pub number: u64,
    pub scope: LogScope,
    /// A Logs Insights query over the lines; none for the lines as they are.
    pub query: Option<String>,
    /// Lines from here on.
    pub from: Timestamp,
    /// Up to here; none follows what comes.
    pub to: Option<Timestamp>,
    /// The way a person wants; none leaves it to the query and to what can be had.
    pub way: Option<LiveWay>,
    /// Bytes it may take; what is told is remembered within an eighth of it.
    pub memory: usize,
}

/// How an answer is kept fresh.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LiveWay {
    /// Lines over StartLiveTail and FilterLogEvents, the query run here.
    Stream,
    /// Lines of ever new windows of StartQuery, the query run here from its first aggregation on.
    Windows,
    /// The whole query run by CloudWatch again and again.
    Service,
}

impl LiveWay {
    pub fn word(self) -> &'static str {
        match self {
            Self::Stream => "stream",
            Self::Windows => "windows",
            Self::Service => "service",
        }
    }
}

/// The way taken, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChosenWay {
    pub way: LiveWay,
    /// Lines come by asking FilterLogEvents every second: a stream is not to be had.
    pub polls: bool,
    /// Why this way, in words.
    pub why: Text,
}

/// What is told of a live query.
#[derive(Clone, Debug, PartialEq)]
pub enum LiveNews {
    /// How the answer is kept fresh from now on.
    Way(ChosenWay),
    /// The names of the cells that lines come with; none where lines have none.
    Columns(Vec<Text>),
    /// Lines that were not told before, each once, oldest first; those marked late belong between earlier ones.
    Lines(Vec<LogLine>),
    /// The whole result, in place of the one before.
    Table(LiveTable),
    /// Lines of a stretch of time may be missing, or more is known about one told before: they began at the same time.
    Gap(LogGap),
    /// More lines came than the stream can carry; those left out are read from history.
    Sampled,
    /// All that does not exist at present, in words: log groups, streams that were asked for. They may come to be.
    Missing(Vec<Text>),
    /// Something else worth saying, once: a filter that cannot be left to CloudWatch.
    Note(Text),
    /// What was there is told from its end to its beginning from now on; why is worth saying, once.
    NewestFirst(Text),
    /// Everything that was there at the beginning has been told.
    CaughtUp,
    /// A call has failed and is made again; none when that is over.
    Fault(Option<Fault>),
    /// The numbers on the pane's edge, about once a second.
    Pulse(LivePulse),
    /// Nothing more will come: the window has ended, or the last fault is one that no waiting mends.
    Ended,
}

/// The result of a query that counts, sorts or is run by CloudWatch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LiveTable {
    pub columns: Vec<Text>,
    pub rows: Vec<LiveRow>,
    /// The query still runs at CloudWatch, or history is still being read: more rows will come.
    pub partial: bool,
    /// More rows or groups than are kept: so many events were left out.
    pub left_out: u64,
}

/// A row of a result.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LiveRow {
    /// As many as there are columns; none where the field has no value.
    pub cells: Vec<Option<Text>>,
    /// `@ptr`, by which GetLogRecord finds the whole event; none for rows made of several.
    pub ptr: Option<Text>,
    /// Where the one line it is made of stands, where that is known here.
    pub spot: Option<Box<LogSpot>>,
}

/// How it goes, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LivePulse {
    /// Everything so far.
    pub cost: LogCost,
    /// What an hour costs at the present rate; none before that can be told.
    pub an_hour: Option<LogCost>,
    /// Lines that came in a second, of late, before the query's filters were run here.
    pub events_a_second: f64,
    /// How many milliseconds behind the present the newest lines were when they were told; none where none came.
    pub lag_ms: Option<u64>,
    /// When CloudWatch is asked next; none where it streams, or is being asked.
    pub next_at: Option<Timestamp>,
    /// A query runs at CloudWatch now.
    pub is_asking: bool,
    /// Bytes a run of the whole query will scan, as estimated from what the log groups store before anything was paid;
    /// none where CloudWatch does not run all of it, or where it cannot be told.
    pub a_run: Option<u64>,
}
