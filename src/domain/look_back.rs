//! How far behind the present a log has to be read again, since lines arrive late.

use jiff::SignedDuration;

/// The first window. FilterLogEvents was seen to be two minutes behind (grafana/alloy #5854); AWS promises nothing.
const FIRST: SignedDuration = SignedDuration::from_secs(120);
/// The widest window. Our choice.
pub const WIDEST: SignedDuration = SignedDuration::from_secs(600);
/// Rounds without a late line after which the window shrinks by half. Our choice.
const CALM: u32 = 20;

/// A window that widens while late lines keep turning up in its older half, and shrinks when they do not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookBack {
    window: SignedDuration,
    late: u32,
    calm: u32,
}

impl Default for LookBack {
    fn default() -> Self {
        Self { window: FIRST, late: 0, calm: 0 }
    }
}

impl LookBack {
    /// How far to look back.
    pub fn window(&self) -> SignedDuration {
        self.window
    }

    /// Looks further from now on: nothing at all was there to be read, so nothing can be known of how late lines are.
    pub fn widen(&mut self) {
        self.window = (self.window * 2).min(WIDEST);
        (self.late, self.calm) = (0, 0);
    }

    /// Learns from a round: the age of the oldest line it told for the first time, none where it told nothing new.
    pub fn read(&mut self, oldest: Option<SignedDuration>) {
        if oldest.is_some_and(|age| age > self.window / 2) {
            (self.late, self.calm) = (self.late + 1, 0);
        } else {
            (self.late, self.calm) = (0, self.calm + 1);
        }
        if self.late >= 2 {
            self.window = (self.window * 2).min(WIDEST);
            self.late = 0;
        } else if self.calm >= CALM {
            self.window = (self.window / 2).max(FIRST);
            self.calm = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_keep_coming_late_widen_the_window_and_calm_shrinks_it() {
        let mut look_back = LookBack::default();
        let mut after = |rounds: u32, age: Option<i64>| {
            (0..rounds).for_each(|_| look_back.read(age.map(SignedDuration::from_secs)));
            look_back.window().as_secs()
        };
        assert_eq!(after(1, Some(100)), 120, "one late line is none that keep coming");
        assert_eq!(after(1, Some(20)), 120);
        assert_eq!(after(2, Some(100)), 240);
        assert_eq!(after(2, Some(100)), 240, "within the younger half of the new window");
        assert_eq!(after(4, Some(9_999)), 600);
        assert_eq!(after(19, None), 600);
        assert_eq!(after(1, None), 300);
        assert_eq!(after(100, Some(1)), 120);
    }
}
