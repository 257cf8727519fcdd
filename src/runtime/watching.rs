//! Follows a stack as plain lines until it has settled, for a job in CI.

use super::following::Following;
use crate::app::bulletin::{Bulletin, Outcome, cause_line, waits_for_somebody};
use crate::app::model::Model;
use crate::domain::clock::time_of_day;
use crate::domain::redact::redact;
use std::io::Write;
use std::time::Duration;

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    Settled(Outcome),
    /// A signal, by its number.
    Signal(i32),
    /// Nobody reads the lines any more.
    Unread,
}

/// Time passes for the verdict at least this often.
const TICK: Duration = Duration::from_secs(1);

/// Writes a line for each thing that matters until there is an end, a signal, or no reader.
pub async fn watch(
    mut following: Following,
    fail_fast: bool,
    signal: impl Future<Output = i32>,
    out: &mut impl Write,
) -> Ended {
    let ended = lines(&mut following, fail_fast, signal, out).await;
    following.leave();
    ended
}

async fn lines(
    following: &mut Following,
    fail_fast: bool,
    signal: impl Future<Output = i32>,
    out: &mut impl Write,
) -> Ended {
    let mut bulletin = Bulletin::default();
    let mut signal = std::pin::pin!(signal);
    let mut status = None;
    loop {
        tokio::select! {
            biased;
            number = &mut signal => return Ended::Signal(number),
            _ = following.step(TICK) => {}
        }
        // What is wanted and has not answered may say better: half of the facts give a cause that is gone a moment later.
        if !following.missing().is_empty() {
            continue;
        }
        let now = following.model.facts.stack.value().map(|stack| stack.status.clone());
        if now != status {
            // What was first told of a stack that had settled already was told after it had.
            if status.is_some() {
                following.doubt();
            }
            status = now;
        }
        // What was told of a stack before it settled is not the end of its story.
        if status.as_ref().is_some_and(|status| !status.is_moving()) && following.is_doubted() {
            continue;
        }
        let model = &following.model;
        let mut lines = bulletin.news(model);
        let end = bulletin.outcome(model, fail_fast);
        lines.extend(end.map(|end| last_words(model, end)));
        for line in lines {
            // A line at a time, so that it is read when it is true.
            let line = format!("{}Z {}", time_of_day(model.now), redact(&line));
            if writeln!(out, "{line}").and_then(|()| out.flush()).is_err() {
                return Ended::Unread;
            }
        }
        if let Some(end) = end {
            return Ended::Settled(end);
        }
    }
}

fn last_words(model: &Model, end: Outcome) -> String {
    let said = &model.diagnosis;
    match (end, said.findings.first()) {
        (Outcome::Well, _) => format!("settled well: {}", said.headline),
        (Outcome::Badly, Some(first)) => {
            // What is likely may lie deeper than what is sure: both are told.
            let sure = said.sure().filter(|sure| !std::ptr::eq(*sure, first));
            let also = sure.map(|sure| format!("; {}", cause_line(sure))).unwrap_or_default();
            format!("ended badly: {}{also}", cause_line(first))
        }
        (Outcome::Asks, _) => match waits_for_somebody(said) {
            Some(asks) => {
                format!("nothing has failed: {} ({}); without --fail-fast it is watched on", asks.summary, asks.cause)
            }
            None => format!("nothing has failed: {}; it waits for a person", said.headline),
        },
        (Outcome::Badly, None) => format!("ended badly: {}", said.headline),
        (Outcome::Untold, _) if model.facts.stack.fault().is_some_and(|_| model.facts.stack.value().is_some()) => {
            let fault = model.facts.stack.fault().map(ToString::to_string).unwrap_or_default();
            format!("cannot tell: no answer for minutes: {fault}")
        }
        (Outcome::Untold, _) => format!("cannot tell: {}", said.headline),
    }
}
