//! The stream's silence: from when it was last heard until it is heard again, and until history has told what it would
//! have.

use crate::domain::log_gap::LogGap;
use crate::domain::{Text, Timestamp};

/// When the stream was last heard, and what it has left out since.
pub(super) struct Silence {
    heard_at: Timestamp,
    gap: Option<LogGap>,
}

impl Silence {
    pub(super) fn new(now: Timestamp) -> Self {
        Self { heard_at: now, gap: None }
    }

    /// It has said something.
    pub(super) fn heard(&mut self, now: Timestamp) {
        self.heard_at = now;
    }

    /// It says nothing any more, since it was last heard; where it had fallen silent before that is one gap.
    pub(super) fn begin(&mut self, why: Text) -> LogGap {
        let gap = self.gap.get_or_insert(LogGap { from: self.heard_at, to: None, why, filled: false });
        gap.to = None;
        gap.clone()
    }

    /// It says something again.
    pub(super) fn end(&mut self, now: Timestamp) -> Option<LogGap> {
        let gap = self.gap.as_mut()?;
        gap.to = Some(now);
        Some(gap.clone())
    }

    /// Whether there is something it has left out.
    pub(super) fn is_there(&self) -> bool {
        self.gap.is_some()
    }

    /// Takes what is filled by a good reading of history, which began then.
    pub(super) fn fill(&mut self, began: Timestamp) -> Option<LogGap> {
        let gap = self.gap.take_if(|gap| gap.to.is_some_and(|to| to <= began))?;
        Some(LogGap { filled: true, ..gap })
    }

    /// Nobody will read what an ended gap stands for.
    pub(super) fn give_up(&mut self) {
        self.gap.take_if(|gap| gap.to.is_some());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("valid")
    }

    #[test]
    fn it_is_filled_only_by_a_reading_that_began_when_it_was_over() {
        let mut silence = Silence::new(at(0));
        silence.heard(at(10));
        let gap = silence.begin(Text::new("cut"));
        assert_eq!((gap.from, gap.to, gap.filled), (at(10), None, false));
        assert_eq!(silence.fill(at(15)), None, "it goes on");
        assert_eq!(silence.end(at(20)).and_then(|gap| gap.to), Some(at(20)));
        assert_eq!(silence.fill(at(19)), None, "what came in its last second was not read");
        let filled = silence.fill(at(20)).expect("read from its end on");
        assert_eq!((filled.from, filled.to, filled.filled), (at(10), Some(at(20)), true));
        assert!(!silence.is_there() && silence.end(at(30)).is_none());
    }

    #[test]
    fn one_that_begins_again_before_it_was_filled_is_the_same_and_only_an_ended_one_is_given_up() {
        let mut silence = Silence::new(at(0));
        silence.begin(Text::new("cut"));
        silence.end(at(5));
        silence.heard(at(6));
        let gap = silence.begin(Text::new("cut again"));
        assert_eq!((gap.from, gap.to, gap.why.raw()), (at(0), None, "cut"));
        silence.give_up();
        assert!(silence.is_there());
        silence.end(at(8));
        silence.give_up();
        assert!(!silence.is_there());
    }
}
