//! Reads the history of logs to its end, waiting where it is asked to.

use super::backoff::after_fault;
use crate::aws::connect::Clients;
use crate::aws::log_history::LogHistory;
use crate::domain::Text;
use crate::domain::fault::Fault;
use crate::domain::log::LogRecord;
use crate::domain::log_gap::LogGap;
use std::time::Duration;
use tokio::sync::mpsc;

/// The first wait after a fault.
const FIRST_WAIT: Duration = Duration::from_secs(1);
/// Pages that may wait for whoever takes them.
pub const PAGES: usize = 2;

/// What comes of a reading.
#[derive(Debug)]
pub enum ReadWord {
    /// Lines, oldest first, none older than those of the page before by more than its turn.
    Page(Vec<LogRecord>),
    /// Lines of Logs Insights, in any order, some of them told before.
    Found(Vec<LogRecord>),
    /// Logs Insights has read so much.
    Scanned { bytes: u64, events: u64 },
    /// Lines that cannot be had.
    LeftOut(LogGap),
    /// A call failed and is made again.
    Faulted(Fault),
    /// All was read, with so many calls. What does not exist is named.
    Done { calls: usize, missing: Vec<Text> },
    /// It cannot be read.
    Failed(Fault),
}

/// Reads until the end, a fault that no waiting mends, or until nobody listens.
pub async fn read(mut history: LogHistory, clients: Clients, out: mpsc::Sender<ReadWord>) {
    let mut failures = 0;
    loop {
        let word = match history.next(&clients).await {
            Ok(Some(page)) => {
                failures = 0;
                ReadWord::Page(page)
            }
            Ok(None) => ReadWord::Done { calls: history.calls(), missing: history.missing().cloned().collect() },
            Err(fault) if fault.kind.is_passing() => {
                let wait = after_fault(FIRST_WAIT, failures, &fault);
                failures += 1;
                if out.send(ReadWord::Faulted(fault)).await.is_err() {
                    return;
                }
                tokio::time::sleep(wait).await;
                continue;
            }
            Err(fault) => ReadWord::Failed(fault),
        };
        let is_last = !matches!(word, ReadWord::Page(_));
        if out.send(word).await.is_err() || is_last {
            return;
        }
    }
}
