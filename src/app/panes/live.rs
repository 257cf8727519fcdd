//! A live query as the logs pane keeps it: everything told of it, ready to be drawn.

use crate::domain::fault::Fault;
use crate::domain::line_store::LineStore;
use crate::domain::live::{ChosenWay, LiveNews, LivePulse, LiveSpec, LiveTable};
use crate::domain::log_cost::{LogPrices, LogSettings};
use crate::domain::{Text, Timestamp};

/// Notes kept.
const NOTES: usize = 20;

/// A live query and what is known of its answer.
#[derive(Clone, Debug)]
pub struct Live {
    pub spec: LiveSpec,
    /// How it is kept fresh; none before that is known.
    pub way: Option<ChosenWay>,
    /// The lines it lets through, with the gaps between them.
    pub lines: LineStore,
    /// The names of the lines' cells; none where lines have none.
    pub columns: Vec<Text>,
    /// The result, where the query makes one out of all lines.
    pub table: Option<LiveTable>,
    /// When more lines came than the stream can carry, last.
    pub sampled_at: Option<Timestamp>,
    /// What was asked for and does not exist, in words.
    pub missing: Vec<Text>,
    /// Containers whose output is in no log group, in sentences.
    pub unread: Vec<Text>,
    /// What else was said, oldest first.
    pub notes: Vec<Text>,
    /// Everything that was there at the beginning has been told.
    pub caught_up: bool,
    /// What goes wrong at present.
    pub fault: Option<Fault>,
    pub pulse: LivePulse,
    /// Nothing more will come.
    pub ended: bool,
    pub prices: LogPrices,
}

impl Live {
    /// A query nothing is known of yet.
    pub fn new(spec: LiveSpec, settings: &LogSettings) -> Self {
        Self {
            spec,
            way: None,
            lines: LineStore::new(settings.memory / 3 * 2),
            columns: Vec::new(),
            table: None,
            sampled_at: None,
            missing: Vec::new(),
            unread: Vec::new(),
            notes: Vec::new(),
            caught_up: false,
            fault: None,
            pulse: LivePulse::default(),
            ended: false,
            prices: settings.prices,
        }
    }

    /// Takes what is told.
    pub fn take(&mut self, news: LiveNews, now: Timestamp) {
        match news {
            LiveNews::Way(way) => self.way = Some(way),
            LiveNews::Columns(columns) => self.columns = columns,
            LiveNews::Lines(lines) => lines.into_iter().for_each(|line| self.lines.put(line)),
            LiveNews::Table(table) => self.table = Some(table),
            LiveNews::Gap(gap) => self.lines.put_gap(gap),
            LiveNews::Sampled => self.sampled_at = Some(now),
            LiveNews::Missing(what) => self.missing = what,
            LiveNews::Note(what) | LiveNews::NewestFirst(what) => note(&mut self.notes, what),
            LiveNews::CaughtUp => self.caught_up = true,
            LiveNews::Fault(fault) => self.fault = fault,
            LiveNews::Pulse(pulse) => self.pulse = pulse,
            LiveNews::Ended => self.ended = true,
        }
    }

    /// Dollars so far.
    pub fn dollars(&self) -> f64 {
        self.pulse.cost.dollars(&self.prices)
    }

    /// Dollars an hour at the present rate.
    pub fn dollars_an_hour(&self) -> Option<f64> {
        self.pulse.an_hour.map(|cost| cost.dollars(&self.prices))
    }

    /// Whether rows are a result and not lines.
    pub fn is_table(&self) -> bool {
        self.table.is_some()
    }
}

/// Notes something once.
fn note(notes: &mut Vec<Text>, what: Text) {
    if notes.contains(&what) {
        return;
    }
    if notes.len() >= NOTES {
        notes.remove(0);
    }
    notes.push(what);
}
