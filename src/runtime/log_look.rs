//! One look at logs: the same telling as of those who follow, without going on.

use super::clock::Clock;
use super::log_reading::{ReadWord, read};
use super::log_told::{Following, Told};
use crate::aws::connect::Clients;
use crate::aws::log_history::LogHistory;
use crate::domain::log_joint::Joint;
use jiff::SignedDuration;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

/// How long a line is remembered, in the time of lines: those of one time may be told on two pages.
const REMEMBERED: SignedDuration = SignedDuration::from_secs(60);

/// Tells the lines there are, and ends.
pub async fn look(what: Following, clients: Clients, clock: Clock, out: mpsc::Sender<Told>) {
    let (pages_out, mut pages) = mpsc::channel(2);
    let mut tasks = JoinSet::new();
    tasks.spawn(read(LogHistory::new(&what.scope, what.from), clients, pages_out));
    let mut joint = Joint::default();
    while let Some(word) = pages.recv().await {
        let told = match word {
            ReadWord::Page(records) => {
                let newest = records.last().map(|record| record.at);
                let lines = joint.history(records, clock.now());
                if let Some(before) = newest.and_then(|newest| newest.checked_sub(REMEMBERED).ok()) {
                    joint.forget(before);
                }
                vec![Told::Lines(lines)]
            }
            ReadWord::Faulted(fault) | ReadWord::Failed(fault) => vec![Told::Faulted(fault)],
            ReadWord::Done { missing, .. } => missing.into_iter().map(Told::Missing).chain([Told::CaughtUp]).collect(),
        };
        for told in told {
            if out.send(told).await.is_err() {
                return;
            }
        }
    }
}
