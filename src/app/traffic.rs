//! How many calls a minute watching costs, from counts taken once a second.

use crate::domain::Timestamp;
use crate::domain::calls::Calls;
use crate::domain::clock::seconds_between;
use std::collections::VecDeque;

/// The counts of the last minute. Empty until the first count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    counts: VecDeque<(Timestamp, Calls)>,
}

/// What is counted together, in seconds.
const MINUTE: u64 = 60;

impl Traffic {
    /// Takes what was counted since the start.
    pub fn count(&mut self, at: Timestamp, calls: Calls) {
        self.counts.push_back((at, calls));
        // The newest count that is a minute old stays: it is what the last minute is measured from.
        while self.counts.get(1).is_some_and(|(then, _)| seconds_between(*then, at) >= MINUTE) {
            self.counts.pop_front();
        }
    }

    /// Calls of the last minute, or since the start where that is less long ago; none before the first count.
    pub fn a_minute(&self) -> Option<Calls> {
        let ((began, before), (at, now)) = (self.counts.front()?, self.counts.back()?);
        let before = if seconds_between(*began, *at) < MINUTE { Calls::default() } else { *before };
        Some(Calls {
            sent: now.sent.saturating_sub(before.sent),
            throttled: now.throttled.saturating_sub(before.throttled),
        })
    }

    /// `31 calls/min · none throttled`.
    pub fn words(&self) -> Option<String> {
        let calls = self.a_minute()?;
        let throttled = if calls.throttled == 0 { "none".to_owned() } else { calls.throttled.to_string() };
        Some(format!("{} calls/min · {throttled} throttled", calls.sent))
    }

    /// The same where there is little room: `31 calls/min`.
    pub fn short_words(&self) -> Option<String> {
        let calls = self.a_minute()?;
        let throttled = if calls.throttled == 0 { String::new() } else { format!(" {} throttled", calls.throttled) };
        Some(format!("{} calls/min{throttled}", calls.sent))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_is_counted_from_a_minute_ago_and_from_the_start_before_that() {
        let mut traffic = Traffic::default();
        assert_eq!(traffic.words(), None);
        // Ten calls at once, then one a second; every hundredth is throttled.
        for second in 0..200_u64 {
            let at = Timestamp::from_second(i64::try_from(second).expect("small")).expect("valid");
            traffic.count(at, Calls { sent: 10 + second, throttled: second / 100 });
            let expected = match second {
                0..60 => 10 + second,
                _ => 60,
            };
            assert_eq!(traffic.a_minute().map(|calls| calls.sent), Some(expected), "after {second} s");
            assert!(traffic.counts.len() <= 61);
        }
        assert_eq!(traffic.words().as_deref(), Some("60 calls/min · none throttled"));
        traffic.count(Timestamp::from_second(201).expect("valid"), Calls { sent: 211, throttled: 4 });
        assert_eq!(traffic.words().as_deref(), Some("60 calls/min · 3 throttled"));
        assert_eq!(traffic.short_words().as_deref(), Some("60 calls/min 3 throttled"));
    }
}
