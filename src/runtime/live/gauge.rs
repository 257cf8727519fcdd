//! The numbers of a live query: how much came, how late, what it cost.

use crate::domain::Timestamp;
use crate::domain::live::LivePulse;
use crate::domain::log_cost::LogCost;
use std::collections::VecDeque;
use std::time::Duration;
use tokio::time::Instant;

/// Seconds that events a second are told of. Our choice.
const OF_LATE: usize = 5;
/// Costs are told for an hour once this much is known.
const KNOWN: Duration = Duration::from_secs(30);
/// What was scanned longer ago says nothing about the present rate.
const RECENT: Duration = Duration::from_secs(600);

/// Counts.
#[derive(Debug)]
pub struct Gauge {
    began: Instant,
    cost: LogCost,
    /// A session is open since then.
    tailing: Option<Instant>,
    tailed: Duration,
    /// What was scanned, and when; the first scan reads the past and is no rate.
    scans: VecDeque<(Instant, u64)>,
    past_is_read: bool,
    events: VecDeque<u64>,
    lag_ms: Option<u64>,
    pub next_at: Option<Timestamp>,
    pub is_asking: bool,
    /// What a run of the whole query is thought to scan.
    pub a_run: Option<u64>,
}

impl Gauge {
    pub fn new() -> Self {
        Self {
            began: Instant::now(),
            cost: LogCost::default(),
            tailing: None,
            tailed: Duration::ZERO,
            scans: VecDeque::new(),
            past_is_read: false,
            events: VecDeque::from([0]),
            lag_ms: None,
            next_at: None,
            is_asking: false,
            a_run: None,
        }
    }

    /// Lines came of which the newest is of this time.
    pub fn came(&mut self, lines: usize, newest: Option<Timestamp>, now: Timestamp) {
        // What was there before is no rate.
        if let Some(last) = self.events.back_mut().filter(|_| self.past_is_read) {
            *last += lines as u64;
        }
        if let Some(newest) = newest {
            self.lag_ms = Some(u64::try_from(now.duration_since(newest).as_millis()).unwrap_or(0));
        }
    }

    /// A query has scanned so many bytes more.
    pub fn scanned(&mut self, bytes: u64) {
        self.cost.scanned_bytes = self.cost.scanned_bytes.saturating_add(bytes);
        self.scans.push_back((Instant::now(), bytes));
    }

    /// What came and was scanned so far was of the past.
    pub fn past_is_read(&mut self) {
        if !std::mem::replace(&mut self.past_is_read, true) {
            self.scans.clear();
            self.began = Instant::now();
        }
    }

    /// A session has been opened, or has ended.
    pub fn session(&mut self, open: bool) {
        let now = Instant::now();
        if let Some(since) = self.tailing.take() {
            self.tailed += now - since;
        }
        self.tailing = open.then_some(now);
    }

    /// A second has passed; what is to be told.
    pub fn second(&mut self) -> LivePulse {
        let pulse = self.pulse();
        self.events.push_back(0);
        if self.events.len() > OF_LATE {
            self.events.pop_front();
        }
        pulse
    }

    /// How it goes now.
    pub fn pulse(&mut self) -> LivePulse {
        let now = Instant::now();
        let tailed = self.tailed + self.tailing.map_or(Duration::ZERO, |since| now - since);
        self.cost.tailed_seconds = tailed.as_secs();
        while self.scans.front().is_some_and(|(at, _)| now - *at > RECENT) {
            self.scans.pop_front();
        }
        let known = (now - self.began).min(RECENT);
        // An open session is paid for by the minute: that is known at once.
        let an_hour = (known >= KNOWN || self.tailing.is_some()).then(|| {
            let scanned = self.scans.iter().map(|(_, bytes)| *bytes).sum::<u64>() as f64;
            LogCost {
                scanned_bytes: (scanned * 3_600.0 / known.max(KNOWN).as_secs_f64()) as u64,
                tailed_seconds: if self.tailing.is_some() { 3_600 } else { 0 },
            }
        });
        let events = self.events.iter().sum::<u64>() as f64 / self.events.len().max(1) as f64;
        LivePulse {
            cost: self.cost,
            an_hour,
            events_a_second: events,
            lag_ms: self.lag_ms,
            next_at: self.next_at,
            is_asking: self.is_asking,
            a_run: self.a_run,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_was_there_before_is_no_rate_and_an_open_session_s_price_is_known_at_once() {
        let (mut gauge, now) = (Gauge::new(), Timestamp::UNIX_EPOCH);
        assert_eq!(gauge.pulse().an_hour, None);
        gauge.session(true);
        gauge.came(4_000, None, now);
        gauge.scanned(9_000_000);
        gauge.past_is_read();
        gauge.came(10, None, now);
        let pulse = gauge.second();
        assert_eq!((pulse.events_a_second, pulse.cost.scanned_bytes), (10.0, 9_000_000));
        assert_eq!(pulse.an_hour, Some(LogCost { scanned_bytes: 0, tailed_seconds: 3_600 }));
    }
}
