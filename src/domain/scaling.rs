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

impl ScalableTarget {
    /// Whether it would bring tasks back after the count was set to 0 by hand.
    pub fn brings_back(&self) -> bool {
        self.min > 0 && !self.suspended.scale_out
    }
}
