//! From what is told of a live query to what is written.

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

/// Writes what is told until there is no more of it or nobody reads.
pub async fn pour<W: Write>(
    mut words: mpsc::Receiver<LiveNews>,
    mut show: Show<W>,
    follow: bool,
    prices: LogPrices,
) -> ExitCode {
    let mut tick = interval(TICK);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut notes = Notes { prices, ..Notes::default() };
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
                    show.lines(&lines)
                }
                Some(LiveNews::Table(table)) => {
                    show.table(table);
                    Ok(())
                }
                Some(other) => match notes.take(other, follow) {
                    Some(code) => return code,
                    None => Ok(()),
                },
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
    show.end();
    notes.cost();
    if let Some(code) = show.result().err().map(ended) {
        return code;
    }
    if !notes.missing.is_empty() || notes.fault.is_some() { ExitCode::from(exit::COULD_NOT) } else { ExitCode::SUCCESS }
}

fn ended(error: io::Error) -> ExitCode {
    match error.kind() {
        // The reader has seen enough.
        io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        _ => exit::failed(&format!("the lines cannot be written: {error}")),
    }
}

/// What is said beside the lines, on standard error, and not over and over.
#[derive(Default)]
struct Notes {
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
    prices: LogPrices,
    /// What a run costs has been said.
    estimated: bool,
}

impl Notes {
    /// Says it; how it ends where nothing can come any more.
    fn take(&mut self, news: LiveNews, follow: bool) -> Option<ExitCode> {
        match news {
            LiveNews::Lines(_) | LiveNews::Table(_) | LiveNews::Columns(_) | LiveNews::Ended => {}
            LiveNews::CaughtUp if follow => self.cost(),
            LiveNews::CaughtUp => {}
            LiveNews::Missing(missing) => {
                missing.iter().filter(|what| !self.missing.contains(what)).for_each(|what| exit::note(what.as_str()));
                if missing.is_empty() && !self.missing.is_empty() {
                    exit::note("what did not exist is there now");
                }
                self.missing = missing;
            }
            LiveNews::Note(what) => exit::note(what.as_str()),
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
            LiveNews::Way(way) => self.way(way, follow),
            LiveNews::Pulse(pulse) => {
                self.cost = pulse.cost;
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

    fn way(&mut self, way: ChosenWay, follow: bool) {
        match way.way {
            LiveWay::Stream if way.polls => {
                exit::note(&format!("{}; lines are asked for every second instead of streamed", way.why));
            }
            LiveWay::Stream if self.way.as_ref().is_some_and(|before| *before != way) => {
                exit::note("lines are streamed again");
            }
            LiveWay::Stream => {}
            LiveWay::Windows => {
                let often = if follow { " every few seconds" } else { "" };
                exit::note(&format!("{}: Logs Insights is asked{often}, and what it scans is paid for", way.why));
            }
            LiveWay::Service => {
                exit::note(&format!("{}: CloudWatch runs the query, and what it scans is paid for", way.why));
            }
        }
        self.way = Some(way);
    }

    /// Says what a run will cost, once.
    fn estimate(&mut self, a_run: Option<u64>) {
        let Some(bytes) = a_run.filter(|_| !std::mem::replace(&mut self.estimated, true)) else { return };
        let dollars = LogCost { scanned_bytes: bytes, tailed_seconds: 0 }.dollars(&self.prices);
        let gigabytes = bytes as f64 / 1e9;
        exit::note(&format!(
            "a run scans about {gigabytes:.3} GB, about ${dollars:.4}: an estimate from what the log groups store"
        ));
    }

    /// Says what was scanned since it was last said.
    fn cost(&mut self) {
        let scanned = self.cost.scanned_bytes;
        if scanned > self.said {
            let dollars = self.cost.dollars(&self.prices);
            exit::note(&format!("{:.3} GB scanned so far, about ${dollars:.4}", scanned as f64 / 1e9));
            self.said = scanned;
        }
    }
}
