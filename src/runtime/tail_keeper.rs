//! Keeps a Live Tail session open: opens it, renews it before its end, opens it again after a fault.

use super::backoff::after_fault;
use crate::aws::connect::Clients;
use crate::aws::live_tail::{LiveTail, TailUpdate};
use crate::domain::fault::Fault;
use crate::domain::log_scope::LogScope;
use std::time::Duration;
use tokio::sync::mpsc::{self, error::TrySendError};
use tokio::time::{Instant, timeout_at};

/// A session ends after three hours; the next one is opened before. Our choice.
const RENEWED_AFTER: Duration = Duration::from_secs(170 * 60);
/// Updates the old session still tells while the new one has begun: what was on its way.
const OVERLAP: usize = 3;
/// The first wait after a fault.
const FIRST_WAIT: Duration = Duration::from_secs(1);
/// Updates that may wait for whoever reads them: two minutes' worth. Our choice.
pub const WAITING: usize = 120;

/// What is known of the stream.
#[derive(Debug)]
pub enum TailWord {
    /// Lines that come from now on will be told.
    Opened,
    Update(TailUpdate),
    /// The session has ended; another one is tried.
    Lost(Fault),
    /// No session is to be had; it is tried again later.
    Refused(Fault),
    /// Updates were thrown away, because nobody took them in time.
    Overflowed,
}

/// Keeps a session until nobody listens any more.
pub async fn keep(clients: Clients, scope: LogScope, arns: Vec<String>, out: mpsc::Sender<TailWord>) {
    let mut failures = 0;
    loop {
        let fault = match LiveTail::open(&clients, &scope, &arns).await {
            Ok(tail) => {
                if out.send(TailWord::Opened).await.is_err() {
                    return;
                }
                let Some((fault, told)) = listen(tail, &clients, &scope, &arns, &out).await else { return };
                if told {
                    failures = 0;
                }
                if out.send(TailWord::Lost(fault.clone())).await.is_err() {
                    return;
                }
                fault
            }
            Err(fault) => {
                if out.send(TailWord::Refused(fault.clone())).await.is_err() {
                    return;
                }
                fault
            }
        };
        let wait = if failures == 0 && fault.kind.is_passing() {
            FIRST_WAIT
        } else {
            after_fault(FIRST_WAIT, failures, &fault)
        };
        failures = failures.saturating_add(1);
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = out.closed() => return,
        }
    }
}

/// Passes on what sessions tell, one after the other without a gap, until one ends by itself: why, and whether
/// it had told anything. None where nobody listens any more.
async fn listen(
    mut tail: LiveTail,
    clients: &Clients,
    scope: &LogScope,
    arns: &[String],
    out: &mpsc::Sender<TailWord>,
) -> Option<(Fault, bool)> {
    let mut renewal = Instant::now() + RENEWED_AFTER;
    let (mut told, mut overflowed) = (false, false);
    loop {
        let update = match timeout_at(renewal, tail.next()).await {
            Ok(Ok(update)) => update,
            Ok(Err(fault)) => return Some((fault, told)),
            Err(_) => {
                renewal = Instant::now() + RENEWED_AFTER;
                // Where none is to be had now, the old one goes on to its end.
                let Ok(new) = LiveTail::open(clients, scope, arns).await else { continue };
                let old = std::mem::replace(&mut tail, new);
                if !last_words(old, out, &mut overflowed).await {
                    return None;
                }
                continue;
            }
        };
        told = true;
        if !pass(update, out, &mut overflowed) {
            return None;
        }
    }
}

async fn last_words(mut old: LiveTail, out: &mpsc::Sender<TailWord>, overflowed: &mut bool) -> bool {
    for _ in 0..OVERLAP {
        let Ok(update) = old.next().await else { break };
        if !pass(update, out, overflowed) {
            return false;
        }
    }
    true
}

/// Passes on without waiting: the service drops what a slow reader leaves, and does not say so. False where nobody
/// listens any more.
fn pass(update: TailUpdate, out: &mpsc::Sender<TailWord>, overflowed: &mut bool) -> bool {
    if *overflowed && out.try_send(TailWord::Overflowed).is_ok() {
        *overflowed = false;
    }
    match out.try_send(TailWord::Update(update)) {
        Ok(()) => true,
        Err(TrySendError::Full(_)) => {
            *overflowed = true;
            true
        }
        Err(TrySendError::Closed(_)) => false,
    }
}
