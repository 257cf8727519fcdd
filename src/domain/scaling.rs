//! Application Auto Scaling of a service's desired count (DescribeScalableTargets).

use super::clock::Timestamp;

/// A service's count as autoscaling holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScalableTarget {
    /// It brings the count back up to this.
    pub min: i32,
    pub max: i32,
    pub suspended: Suspended,
    pub created_at: Option<Timestamp>,
}

/// Which of its movements are suspended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Suspended {
    pub scale_in: bool,
    pub scale_out: bool,
    pub scheduled: bool,
}

impl Suspended {
    /// Everything at rest.
    pub const ALL: Self = Self { scale_in: true, scale_out: true, scheduled: true };

    /// What these words of [`Display`](std::fmt::Display) say.
    pub fn named(words: &str) -> Option<Self> {
        let bit = |n: u8, at: u8| n >> at & 1 == 1;
        let all = (0..8).map(|n| Self { scale_in: bit(n, 0), scale_out: bit(n, 1), scheduled: bit(n, 2) });
        all.into_iter().find(|one| one.to_string() == words)
    }
}

impl std::fmt::Display for Suspended {
    /// `nothing is suspended`, `scale-in and schedule are suspended`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts = [(self.scale_in, "scale-in"), (self.scale_out, "scale-out"), (self.scheduled, "the schedule")];
        let parts: Vec<&str> = parts.iter().filter(|(on, _)| *on).map(|(_, name)| *name).collect();
        match parts.as_slice() {
            [] => f.write_str("nothing is suspended"),
            [one] => write!(f, "{one} is suspended"),
            [before @ .., last] => write!(f, "{} and {last} are suspended", before.join(", ")),
        }
    }
}

impl ScalableTarget {
    /// Whether it would bring tasks back after the count was set to 0 by hand.
    pub fn brings_back(&self) -> bool {
        self.min > 0 && !self.suspended.scale_out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_suspended_is_read_back_from_its_words() {
        let some = Suspended { scale_in: true, scheduled: true, ..Suspended::default() };
        for one in [Suspended::default(), some, Suspended::ALL] {
            assert_eq!(Suspended::named(&one.to_string()), Some(one));
        }
        assert_eq!(Suspended::named("UPDATE_IN_PROGRESS"), None);
    }
}
