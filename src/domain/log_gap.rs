//! Stretches of a log that were not watched.

use super::clock::Timestamp;
use super::text::Text;
use std::collections::VecDeque;

/// Gaps kept.
const MOST: usize = 1_000;

/// A stretch of time in which lines may have come that nobody told us of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogGap {
    /// When the last word came.
    pub from: Timestamp,
    /// When words came again; none while they do not.
    pub to: Option<Timestamp>,
    /// What happened, in a sentence.
    pub why: Text,
    /// Whether the lines of it have been read from history since.
    pub filled: bool,
}

impl LogGap {
    /// One sentence for people.
    pub fn what(&self) -> String {
        let why = &self.why;
        let Some(to) = self.to else {
            return format!("{why}; lines are missing since {}", super::clock::time_of_day(self.from));
        };
        let seconds = to.duration_since(self.from).as_secs().max(1);
        let since = super::clock::time_of_day(self.from);
        match self.filled {
            true => format!("{seconds} s from {since} without the stream ({why}): read from history"),
            false => format!("{seconds} s from {since} without the stream ({why}): lines may be missing"),
        }
    }
}

/// The newest gaps of a log, in the order they began.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogGaps(VecDeque<LogGap>);

impl LogGaps {
    /// Adds a gap, or tells more of one that began at the same time.
    pub fn put(&mut self, gap: LogGap) {
        let Self(gaps) = self;
        // A window is read from its end: what it leaves out is told newest first.
        let place = gaps.partition_point(|known| known.from < gap.from);
        match gaps.get_mut(place).filter(|known| known.from == gap.from) {
            Some(known) => *known = gap,
            None => gaps.insert(place, gap),
        }
        if gaps.len() > MOST {
            gaps.pop_front();
        }
    }

    pub fn iter(&self) -> impl ExactSizeIterator<Item = &LogGap> {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn gap(ms: i64, filled: bool) -> LogGap {
        let from = Timestamp::from_millisecond(ms).expect("valid");
        LogGap { from, to: None, why: Text::new("cut"), filled }
    }

    proptest! {
        #[test]
        fn gaps_stand_in_the_order_they_began_each_as_it_was_told_last(
            told in prop::collection::vec((0..12_i64, any::<bool>()), 0..40),
        ) {
            let mut gaps = LogGaps::default();
            told.iter().for_each(|(from, filled)| gaps.put(gap(*from, *filled)));
            let shown: Vec<LogGap> = gaps.iter().cloned().collect();
            let known: BTreeMap<i64, bool> = told.into_iter().collect();
            prop_assert_eq!(shown, known.into_iter().map(|(from, filled)| gap(from, filled)).collect::<Vec<_>>());
        }
    }

    #[test]
    fn of_too_many_gaps_the_oldest_go() {
        let mut gaps = LogGaps::default();
        let count = i64::try_from(MOST).expect("few") + 5;
        (0..count).for_each(|n| gaps.put(gap(n, false)));
        assert_eq!((gaps.iter().len(), gaps.iter().next()), (MOST, Some(&gap(5, false))));
    }
}
