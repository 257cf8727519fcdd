//! From what is told of a live query to what is written.

use super::held::Held;
use super::show::Show;
use crate::commands::exit;
use crate::domain::Text;
use crate::domain::fault::Fault;
use crate::domain::live::{ChosenWay, LiveNews, LiveWay};
use crate::domain::log_cost::{LogCost, LogPrices};
use crate::runtime::pipe;
use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::{MissedTickBehavior, interval};

/// A result that changes is shown this often, and as often it is looked whether anybody still reads.
const TICK: Duration = Duration::from_secs(1);

/// Faults in a row after which a look that is no following is given up. Our choice.
const PATIENCE: u32 = 5;

/// What was asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    pub follow: bool,
    pub queried: bool,
    /// How far back.
    pub since: Duration,
    pub prices: LogPrices,
}

/// Writes what is told until there is no more of it or nobody reads.
pub async fn pour<W: Write>(mut words: mpsc::Receiver<LiveNews>, mut show: Show<W>, asked: Asked) -> ExitCode {
    let Asked { follow, .. } = asked;
    let mut tick = interval(TICK);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (mut notes, mut held) = (Notes::new(asked), Held::default());
    loop {
        let written = tokio::select! {
            word = words.recv() => match word {
                None | Some(LiveNews::Ended) => break,
                Some(LiveNews::Columns(columns)) => {
                    show.columns(columns);
                    Ok(())
                }
                Some(LiveNews::Lines(lines)) => {
                    notes.failures = 0;
                    notes.matched |= !lines.is_empty();
                    show.lines(&held.take(lines))
                }
                Some(LiveNews::Table(table)) => {
                    notes.matched |= !table.rows.is_empty();
                    show.table(table);
                    Ok(())
                }
                Some(other) => {
                    if reads_back(&other) {
                        held.begin();
                    }
                    let caught_up = matches!(other, LiveNews::CaughtUp);
                    let code = notes.take(other);
                    let written = if caught_up || code.is_some() { show.lines(&held.release()) } else { Ok(()) };
                    match code {
                        Some(code) => return code,
                        None => written,
                    }
                }
            },
            _ = tick.tick() => match pipe::is_unread() {
                true => return ExitCode::SUCCESS,
                false if follow => show.result(),
                false => Ok(()),
            },
        };
        if let Some(code) = written.err().map(ended) {
            return code;
        }
    }
    if let Some(code) = show.lines(&held.release()).err().map(ended) {
        return code;
    }
    show.end();
    notes.cost();
    if !follow {
        notes.match_none();
    }
    if let Some(code) = show.result().err().map(ended) {
        return code;
    }
    if !notes.missing.is_empty() || notes.fault.is_some() { ExitCode::from(exit::COULD_NOT) } else { ExitCode::SUCCESS }
}

/// Whether lines come newest first until all that was there is read.
fn reads_back(news: &LiveNews) -> bool {
    match news {
        LiveNews::Way(way) => way.way == LiveWay::Windows,
        LiveNews::NewestFirst(_) => true,
        _ => false,
    }
}

fn ended(error: io::Error) -> ExitCode {
    match error.kind() {
        // The reader has seen enough.
        io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        _ => exit::failed(&format!("the lines cannot be written: {error}")),
    }
}

/// What is said beside the lines, on standard error, and not over and over.
struct Notes {
    asked: Asked,
    /// A line or a row has come.
    matched: bool,
    /// What was said of a gap last.
    gap: Option<String>,
    way: Option<ChosenWay>,
    /// What goes wrong at present, and how often it has in a row.
    fault: Option<Fault>,
    failures: u32,
    /// Something that was asked for does not exist.
    missing: Vec<Text>,
    /// What was paid for, and how much of it has been said.
    cost: LogCost,
    said: u64,
    an_hour: Option<LogCost>,
    /// What a run costs has been said.
    estimated: bool,
}

impl Notes {
    fn new(asked: Asked) -> Self {
        Self {
            asked,
            matched: false,
            gap: None,
            way: None,
            fault: None,
            failures: 0,
            missing: Vec::new(),
            cost: LogCost::default(),
            said: 0,
            an_hour: None,
            estimated: false,
        }
    }

    /// Says it; how it ends where nothing can come any more.
    fn take(&mut self, news: LiveNews) -> Option<ExitCode> {
        let Asked { follow, .. } = self.asked;
        match news {
            LiveNews::Lines(_) | LiveNews::Table(_) | LiveNews::Columns(_) | LiveNews::Ended => {}
            LiveNews::CaughtUp if follow => {
                self.cost();
                self.match_none();
            }
            LiveNews::CaughtUp => {}
            LiveNews::Missing(missing) => {
                missing.iter().filter(|what| !self.missing.contains(what)).for_each(|what| exit::note(what.as_str()));
                if missing.is_empty() && !self.missing.is_empty() {
                    exit::note("what did not exist is there now");
                }
                self.missing = missing;
            }
            LiveNews::Note(what) | LiveNews::NewestFirst(what) => exit::note(what.as_str()),
            // Being filled takes a moment; only where it may not come is the end of a gap news.
            LiveNews::Gap(gap) if gap.to.is_some() && !gap.filled && self.fault.is_none() => {}
            LiveNews::Gap(gap) => {
                // A stream that is closed as soon as it is open is told of again and again.
                let what = gap.what();
                if self.gap.replace(what.clone()).as_ref() != Some(&what) {
                    exit::note(&what);
                }
            }
            LiveNews::Sampled => {
                exit::note("more than 500 lines a second: the stream leaves some out, and they are read from history");
            }
            LiveNews::Way(way) => self.way(way).iter().for_each(|words| exit::note(words)),
            LiveNews::Pulse(pulse) => {
                (self.cost, self.an_hour) = (pulse.cost, pulse.an_hour);
                // Said first when all is read, and again whenever it has doubled.
                if self.said > 0 && self.cost.scanned_bytes >= self.said.saturating_mul(2) {
                    self.cost();
                }
                self.estimate(pulse.a_run);
            }
            LiveNews::Fault(None) => (self.fault, self.failures) = (None, 0),
            LiveNews::Fault(Some(fault)) => {
                if self.fault.as_ref() != Some(&fault) {
                    exit::note(&format!("{}; {}", fault.what(), fault.what_to_do()));
                }
                self.failures += 1;
                let streams = self.way.as_ref().is_some_and(|way| way.way == LiveWay::Stream && !way.polls);
                let hopeless = !fault.kind.is_passing() && !streams || !follow && self.failures > PATIENCE;
                self.fault = Some(fault);
                return hopeless.then(|| ExitCode::from(exit::COULD_NOT));
            }
        }
        None
    }

    /// What is to be said of the way taken now; none where that is a matter of course.
    fn way(&mut self, way: ChosenWay) -> Option<String> {
        let (why, word) = (&way.why, way.way.word());
        let again = if self.way.as_ref().is_some_and(|before| *before != way) { " from now on" } else { "" };
        let often = if self.asked.follow { " every 10 to 60 s" } else { "" };
        let words = match way.way {
            LiveWay::Stream if way.polls => {
                format!("{word}: {why}; lines are asked for every second instead of streamed")
            }
            // Lines as they are, or one look: there is nothing to choose.
            LiveWay::Stream if again.is_empty() && !(self.asked.queried && self.asked.follow) => String::new(),
            LiveWay::Stream => format!("{word}{again}: {why}"),
            LiveWay::Windows => {
                format!("{word}{again}: {why}; Logs Insights is asked{often}, and what it scans is paid for")
            }
            LiveWay::Service => {
                format!("{word}: {why}; CloudWatch runs the query, and what each run scans is paid for")
            }
        };
        self.way = Some(way);
        Some(words).filter(|words| !words.is_empty())
    }

    /// Says that there was nothing.
    fn match_none(&self) {
        if self.matched || self.fault.is_some() || !self.missing.is_empty() {
            return;
        }
        let seconds = self.asked.since.as_secs();
        let unit = [(86_400, "d"), (3_600, "h"), (60, "m")].into_iter().find(|(unit, _)| seconds.is_multiple_of(*unit));
        let (unit, letter) = unit.unwrap_or((1, "s"));
        let what = if self.asked.queried { "no line matches" } else { "no line" };
        let going = if self.asked.follow { "; following" } else { "" };
        exit::note(&format!("{what} in the last {}{letter}{going}", seconds / unit));
    }

    /// Says what a run will cost, once.
    fn estimate(&mut self, a_run: Option<u64>) {
        let Some(bytes) = a_run.filter(|_| !std::mem::replace(&mut self.estimated, true)) else { return };
        let dollars = LogCost { scanned_bytes: bytes, tailed_seconds: 0 }.dollars(&self.asked.prices);
        let gigabytes = bytes as f64 / 1e9;
        exit::note(&format!(
            "a run scans about {gigabytes:.3} GB, about ${dollars:.4}: an estimate from what the log groups store"
        ));
    }

    /// Says what was scanned since it was last said.
    fn cost(&mut self) {
        let scanned = self.cost.scanned_bytes;
        if scanned > self.said {
            let dollars = self.cost.dollars(&self.asked.prices);
            let an_hour = self.an_hour.map(|cost| cost.dollars(&self.asked.prices));
            let rate = an_hour.map_or(String::new(), |dollars| format!("; ${dollars:.4} an hour at this rate"));
            exit::note(&format!("{:.3} GB scanned so far, about ${dollars:.4}{rate}", scanned as f64 / 1e9));
            self.said = scanned;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Text;

    #[test]
    fn the_way_is_said_once_and_when_it_changes() {
        let asked = |follow, queried| Asked { follow, queried, since: TICK, prices: LogPrices::default() };
        let way = |way, polls, why: &str| ChosenWay { way, polls, why: Text::new(why) };
        let stream = || way(LiveWay::Stream, false, "it can be run here");
        for (asked, ways, said) in [
            (asked(false, true), vec![stream()], vec![None]),
            (asked(true, false), vec![stream()], vec![None]),
            (asked(true, true), vec![stream()], vec![Some("stream: it can be run here")]),
            (
                asked(true, false),
                vec![stream(), way(LiveWay::Stream, true, "no permission"), stream()],
                vec![
                    None,
                    Some("stream: no permission; lines are asked for every second instead of streamed"),
                    Some("stream from now on: it can be run here"),
                ],
            ),
            (
                asked(true, true),
                vec![stream(), way(LiveWay::Windows, false, "at its quota")],
                vec![
                    Some("stream: it can be run here"),
                    Some(
                        "windows from now on: at its quota; Logs Insights is asked every 10 to 60 s, and what it scans \
                         is paid for",
                    ),
                ],
            ),
            (
                asked(false, true),
                vec![way(LiveWay::Service, false, "only CloudWatch runs pattern")],
                vec![Some(
                    "service: only CloudWatch runs pattern; CloudWatch runs the query, and what each run scans is paid for",
                )],
            ),
        ] {
            let mut notes = Notes::new(asked);
            let told: Vec<Option<String>> = ways.into_iter().map(|way| notes.way(way)).collect();
            assert_eq!(told.iter().map(Option::as_deref).collect::<Vec<_>>(), said, "{asked:?}");
        }
    }
}
