//! One look at logs: the same telling as of those who follow, without going on.

use super::clock::Clock;
use super::log_reading::{ReadWord, read};
use super::log_told::{Following, Told, Way};
use super::window_reading::read_windows;
use crate::aws::connect::Clients;
use crate::aws::log_history::LogHistory;
use crate::domain::Text;
use crate::domain::log_joint::Joint;
use jiff::SignedDuration;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

/// How long a line is remembered, in the time of lines: those of one time may be told on two pages.
const REMEMBERED: SignedDuration = SignedDuration::from_secs(60);

/// Tells the lines there are, and ends.
pub async fn look(mut what: Following, clients: Clients, clock: Clock, out: mpsc::Sender<Told>) {
    let (pages_out, mut pages) = mpsc::channel(2);
    let mut tasks = JoinSet::new();
    let range = (what.from, what.to.unwrap_or_else(|| clock.now()));
    let groups = what.scope.groups.clone();
    let by_windows = |windows| read_windows(windows, groups.clone(), clients.clone(), range, pages_out.clone());
    let way = match what.windows.clone() {
        Some(windows) => {
            tasks.spawn(by_windows(windows));
            Way::Windows(what.arns.clone().err().unwrap_or_else(|| Text::new("")))
        }
        None => {
            let history = LogHistory::new(&what.scope, what.from, what.to);
            tasks.spawn(read(history, clients.clone(), pages_out.clone()));
            Way::Stream
        }
    };
    if out.send(Told::Way(way)).await.is_err() {
        return;
    }
    let mut joint = Joint::within(what.memory);
    let mut faulted = false;
    while let Some(word) = pages.recv().await {
        let is_last = matches!(word, ReadWord::Done { .. } | ReadWord::Failed(_));
        if let ReadWord::Failed(fault) = &word
            && let Some(note) = what.spare(fault)
            && let Some(windows) = what.windows.clone()
        {
            tasks.spawn(by_windows(windows));
            if out.send(note).await.is_err() {
                return;
            }
            continue;
        }
        let told = match word {
            ReadWord::Page(records) => {
                let newest = records.last().map(|record| record.at);
                let lines = joint.history(records, clock.now());
                if let Some(before) = newest.and_then(|newest| newest.checked_sub(REMEMBERED).ok()) {
                    joint.forget(before);
                }
                vec![Told::Lines(lines)]
            }
            ReadWord::Found(records) => vec![Told::Lines(joint.answered(records, clock.now()))],
            ReadWord::Scanned { bytes, .. } => vec![Told::Scanned(bytes)],
            ReadWord::LeftOut(gap) => vec![Told::Gap(gap)],
            ReadWord::Faulted(fault) | ReadWord::Failed(fault) => {
                faulted = true;
                vec![Told::Faulted(fault)]
            }
            ReadWord::Done { missing, .. } => {
                let mended = faulted.then_some(Told::Mended);
                mended.into_iter().chain([Told::Missing(missing), Told::CaughtUp]).collect()
            }
        };
        for told in told {
            if out.send(told).await.is_err() {
                return;
            }
        }
        if is_last {
            return;
        }
    }
}
