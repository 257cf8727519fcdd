//! Keeps a Live Tail session open: opens it, renews it before its end, opens it again after a fault.

use super::backoff::after_fault;
use super::clock::Clock;
use crate::aws::connect::Clients;
use crate::aws::live_tail::{LiveTail, TailUpdate};
use crate::aws::log_stream::is_missing;
use crate::domain::fault::{Fault, FaultKind};
use crate::domain::log_scope::LogScope;
use std::time::Duration;
use tokio::sync::mpsc::{self, error::TrySendError};
use tokio::time::{Instant, timeout_at};

/// A session ends after three hours; the next one is opened before. Our choice.
const RENEWED_AFTER: Duration = Duration::from_secs(170 * 60);
/// A session that leaves a missing group out is tried over all of them this often. Until then what such a group tells is
/// read from history. Our choice.
const WIDENED_AFTER: Duration = Duration::from_secs(60);
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

/// What a session is kept over.
pub struct Wanted {
    pub clients: Clients,
    pub clock: Clock,
    pub scope: LogScope,
    /// In the order of the scope's groups.
    pub arns: Vec<String>,
}

/// An open session, and whether a group was left out of it.
struct Opened {
    tail: LiveTail,
    is_part: bool,
}

impl Wanted {
    /// A session over all groups, or over those that exist: one that does not has a session refused.
    async fn open(&self) -> Result<Opened, Fault> {
        let fault = match self.open_whole().await {
            Err(fault) if fault.kind == FaultKind::NotFound => fault,
            opened => return opened,
        };
        let (mut scope, mut arns) = (self.scope.clone(), Vec::new());
        scope.groups.clear();
        for (group, arn) in self.scope.groups.iter().zip(&self.arns) {
            if !is_missing(&self.clients, group, self.clock.now()).await {
                scope.groups.push(group.clone());
                arns.push(arn.clone());
            }
        }
        if arns.is_empty() || arns.len() == self.arns.len() {
            return Err(fault);
        }
        Ok(Opened { tail: LiveTail::open(&self.clients, &scope, &arns).await?, is_part: true })
    }

    async fn open_whole(&self) -> Result<Opened, Fault> {
        Ok(Opened { tail: LiveTail::open(&self.clients, &self.scope, &self.arns).await?, is_part: false })
    }
}

/// Keeps a session until nobody listens any more.
pub async fn keep(wanted: Wanted, out: mpsc::Sender<TailWord>) {
    let mut failures = 0;
    loop {
        let fault = match wanted.open().await {
            Ok(opened) => {
                if out.send(TailWord::Opened).await.is_err() {
                    return;
                }
                let Some((fault, told)) = listen(opened, &wanted, &out).await else { return };
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
async fn listen(mut opened: Opened, wanted: &Wanted, out: &mpsc::Sender<TailWord>) -> Option<(Fault, bool)> {
    let mut renewal = Instant::now() + RENEWED_AFTER;
    let (mut told, mut overflowed) = (false, false);
    let mut widening = Instant::now() + WIDENED_AFTER;
    loop {
        let until = if opened.is_part { renewal.min(widening) } else { renewal };
        let update = match timeout_at(until, opened.tail.next()).await {
            Ok(Ok(update)) => update,
            Ok(Err(fault)) => return Some((fault, told)),
            Err(_) => {
                let is_due = renewal <= Instant::now();
                widening = Instant::now() + WIDENED_AFTER;
                if is_due {
                    renewal = Instant::now() + RENEWED_AFTER;
                }
                // Where none is to be had now, the old one goes on to its end.
                let new = if is_due { wanted.open().await } else { wanted.open_whole().await };
                let Ok(new) = new else { continue };
                renewal = Instant::now() + RENEWED_AFTER;
                let old = std::mem::replace(&mut opened, new);
                if !last_words(old.tail, out, &mut overflowed).await {
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
