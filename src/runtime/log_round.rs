//! One reading of what is behind the present, and when the next one is due.

use super::log_told::Told;
use crate::domain::log_gap::LogGap;
use crate::domain::look_back::{LookBack, WIDEST};
use crate::domain::{Text, Timestamp};
use jiff::SignedDuration;
use std::time::Duration;
use tokio::time::Instant;

/// How far a poll of the newest lines looks back.
pub const POLL_BACK: SignedDuration = SignedDuration::from_secs(10);
/// Lines of the stream that wait for history at most. Our choice.
pub const HELD: usize = 20_000;
/// Behind a stream the window is read this often; where it left lines out, sooner. Our choice.
const BEHIND_STREAM: Duration = Duration::from_secs(30);
const BEHIND_SAMPLED: Duration = Duration::from_secs(10);
/// The same where reading is paid for by what it scans. Our choice.
const PAID_BEHIND_STREAM: Duration = Duration::from_secs(300);
const PAID_BEHIND_SAMPLED: Duration = Duration::from_secs(60);
/// Without a stream the newest lines are asked for this often, a call each. FilterLogEvents has 5 calls a second in the
/// tightest regions, for the whole account.
const POLLED: Duration = Duration::from_secs(1);
const A_CALL: Duration = Duration::from_millis(500);
/// Windows of Logs Insights are asked for this often, each scanning what the one before has scanned but for so much.
const BETWEEN_WINDOWS: Duration = Duration::from_secs(10);
/// They are asked for less often, down to this, while they would scan more than that in an hour: what a Live Tail
/// session costs for as long, at the prices of us-east-1. Our choice.
const SELDOM: Duration = Duration::from_secs(60);
const SCANNED_AN_HOUR: f64 = 120e9;
/// Lines are remembered a little longer than the widest window.
const MARGIN: SignedDuration = SignedDuration::from_secs(60);
/// Readings of the window are never so far apart, unless something went wrong or reading is paid for.
const LOOKED: SignedDuration = SignedDuration::from_secs(100);

/// How long after a reading the whole window is read again behind a stream.
pub fn behind_stream(sampled: bool, paid: bool) -> Duration {
    match (sampled, paid) {
        (false, false) => BEHIND_STREAM,
        (true, false) => BEHIND_SAMPLED,
        (false, true) => PAID_BEHIND_STREAM,
        (true, true) => PAID_BEHIND_SAMPLED,
    }
}

/// How long after a reading of so many calls began the newest lines are asked for again.
pub fn polled(calls: usize) -> Duration {
    POLLED.max(A_CALL * u32::try_from(calls).unwrap_or(u32::MAX))
}

/// A reading under way.
#[derive(Debug)]
pub struct Round {
    pub since: Timestamp,
    pub began: Timestamp,
    /// It reads the whole window, and not only its end.
    pub whole: bool,
    /// By Logs Insights.
    pub windows: bool,
    /// The oldest line it told for the first time.
    pub oldest: Option<Timestamp>,
    /// What Logs Insights has read for it.
    pub bytes: u64,
    pub events: u64,
    /// Something has failed.
    pub faulted: bool,
}

impl Round {
    pub fn new(since: Timestamp, began: Timestamp, whole: bool, windows: bool) -> Self {
        Self { since, began, whole, windows, oldest: None, bytes: 0, events: 0, faulted: false }
    }

    /// A line of this time was told for the first time.
    pub fn note(&mut self, at: Timestamp) {
        self.oldest = Some(self.oldest.map_or(at, |oldest| oldest.min(at)));
    }

    /// Lines older than this need not be remembered behind it: those of the widest window are, and a little more.
    pub fn remembers(&self) -> Timestamp {
        earlier(self.began, WIDEST + MARGIN)
    }

    /// Has the look-back learn from it; the last reading of the whole window began at `read_at`.
    pub fn teach(&self, look_back: &mut LookBack, read_at: Option<Timestamp>, has_gap: bool) {
        // What came since the last window is no surprise to the next.
        let from = read_at.filter(|_| self.windows).unwrap_or(self.began);
        let age = |oldest: Timestamp| from.duration_since(oldest);
        // After a gap there are old lines because nobody has looked before.
        let looked = read_at.is_some_and(|read_at| self.began.duration_since(read_at) < LOOKED);
        if self.windows && self.events == 0 {
            // A window in which there is nothing costs nothing, and lines may come later than it is long.
            look_back.widen();
        } else if looked && !has_gap {
            look_back.read(self.oldest.map(age));
        }
    }

    /// When the newest lines are asked for again, counted from when this reading of so many calls began: how long the
    /// service takes to answer does not make lines later. Never at once: a slow service is left a pause.
    pub fn next_poll(&self, calls: usize, now: Timestamp) -> Instant {
        Instant::now() + polled(calls).saturating_sub(self.passed(now)).max(A_CALL)
    }

    fn passed(&self, now: Timestamp) -> Duration {
        Duration::try_from(now.duration_since(self.began)).unwrap_or(Duration::ZERO)
    }

    /// When the next window is asked for: so seldom that what is scanned stays in bounds. A window scans what came
    /// since the last one began, and the look-back before that.
    pub fn next_window(&self, look_back: SignedDuration, now: Timestamp) -> Instant {
        let wait = between(self.bytes, self.began.duration_since(self.since), look_back);
        Instant::now() + wait.saturating_sub(self.passed(now))
    }
}

/// What is said of a reading that could not keep up: from where on lines are missing, if the stream told not all.
pub fn left_behind(from: Option<Timestamp>, now: Timestamp) -> Told {
    let why = "lines come faster than history can be read";
    match from {
        Some(from) => Told::Gap(LogGap { from, to: Some(now), why: Text::new(why), filled: false }),
        None => Told::Note(Text::from(format!("{why}: late ones may be missing"))),
    }
}

pub fn earlier(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_sub(by).unwrap_or(Timestamp::MIN)
}

/// The wait between two windows where one of such a length has scanned so much.
fn between(bytes: u64, window: SignedDuration, look_back: SignedDuration) -> Duration {
    let a_second = bytes as f64 / window.as_secs_f64().max(1.0);
    let left = SCANNED_AN_HOUR / 3_600.0 - a_second;
    // Where even all that comes is too much, nothing helps.
    let seconds = if left > 0.0 { a_second * look_back.as_secs_f64() / left } else { SELDOM.as_secs_f64() };
    Duration::try_from_secs_f64(seconds).unwrap_or(SELDOM).clamp(BETWEEN_WINDOWS, SELDOM)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_are_asked_for_the_less_often_the_more_they_scan() {
        let wait = |a_second: u64, look_back: i64| {
            let (window, look_back) = (SignedDuration::from_secs(100), SignedDuration::from_secs(look_back));
            between(a_second * 100, window, look_back).as_secs()
        };
        let an_hour = |a_second: u64, look_back: i64| {
            a_second as f64 * 3_600.0 * (1.0 + look_back as f64 / wait(a_second, look_back) as f64)
        };
        assert_eq!(wait(0, 120), 10);
        assert_eq!(wait(1_000, 600), 10);
        assert_eq!(wait(100_000_000, 120), 60);
        for (a_second, look_back) in [(2_000_000, 600), (5_000_000, 120), (8_000_000, 120), (20_000_000, 120)] {
            let scanned = an_hour(a_second, look_back);
            let rare = wait(a_second, look_back) == 60;
            assert!(rare || scanned < SCANNED_AN_HOUR * 1.1, "{a_second} {look_back}: {scanned}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_second_passes_from_one_poll_s_begin_to_the_next_s_and_a_slow_service_is_left_a_pause() {
        let began = Timestamp::UNIX_EPOCH;
        for (calls, took, wait) in [(1, 0, 1_000), (1, 300, 700), (1, 4_000, 500), (3, 300, 1_200), (3, 4_000, 500)] {
            let now = began + SignedDuration::from_millis(took);
            let next = Round::new(began, began, false, false).next_poll(calls, now);
            assert_eq!((next - Instant::now()).as_millis(), wait, "{calls} calls in {took} ms");
        }
    }
}
