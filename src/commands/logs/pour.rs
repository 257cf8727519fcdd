//! From what a follower tells to what is written.

use super::show::Show;
use crate::commands::exit;
use crate::domain::fault::Fault;
use crate::runtime::log_told::{Told, Way};
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
pub async fn pour<W: Write>(mut words: mpsc::Receiver<Told>, mut show: Show<W>, follow: bool) -> ExitCode {
    let mut tick = interval(TICK);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut notes = Notes::default();
    loop {
        let written = tokio::select! {
            word = words.recv() => match word {
                None if follow => return exit::failed("nothing is followed any more"),
                None => break,
                Some(Told::Lines(lines)) => {
                    notes.failures = 0;
                    show.lines(&lines)
                }
                Some(other) => match notes.take(other, follow) {
                    Some(code) => return code,
                    None => Ok(()),
                },
            },
            _ = tick.tick() => match pipe::is_unread() {
                true => return ExitCode::SUCCESS,
                // Half of history would be a wrong answer.
                false if follow && notes.caught_up => show.result(),
                false => Ok(()),
            },
        };
        if let Some(code) = written.err().map(ended) {
            return code;
        }
    }
    show.end();
    if let Some(code) = show.result().err().map(ended) {
        return code;
    }
    if notes.missing { ExitCode::from(exit::COULD_NOT) } else { ExitCode::SUCCESS }
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
    way: Option<Way>,
    /// What has gone wrong last, and how often in a row.
    fault: Option<Fault>,
    failures: u32,
    /// Something that was asked for does not exist.
    missing: bool,
    caught_up: bool,
}

impl Notes {
    /// Says it; how it ends where nothing can come any more.
    fn take(&mut self, told: Told, follow: bool) -> Option<ExitCode> {
        match told {
            Told::Lines(_) => {}
            Told::CaughtUp => self.caught_up = true,
            Told::Missing(what) => {
                self.missing = true;
                exit::note(what.as_str());
            }
            // Being filled takes a moment; only where it may not come is the end of a gap news.
            Told::Gap(gap) if gap.to.is_some() && !gap.filled && self.fault.is_none() => {}
            Told::Gap(gap) => exit::note(&gap.what()),
            Told::Sampled => {
                exit::note("more than 500 lines a second: the stream leaves some out, and they are read from history");
            }
            Told::Way(way) => {
                if let Way::Polling(why) = &way {
                    exit::note(&format!("{why}; lines are asked for every second instead of streamed"));
                } else if self.way.as_ref().is_some_and(|before| *before != way) {
                    exit::note("lines are streamed again");
                }
                self.way = Some(way);
            }
            Told::Faulted(fault) => {
                if self.fault.as_ref() != Some(&fault) {
                    exit::note(&format!("{}; {}", fault.what(), fault.what_to_do()));
                }
                self.failures += 1;
                let streams = matches!(self.way, Some(Way::Stream));
                let hopeless = !fault.kind.is_passing() && !streams || !follow && self.failures > PATIENCE;
                self.fault = Some(fault);
                return hopeless.then(|| ExitCode::from(exit::COULD_NOT));
            }
        }
        None
    }
}
