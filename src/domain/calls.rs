//! How many calls were made: the price of looking.

/// Calls since the start, retries included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Calls {
    /// Requests that were sent.
    pub sent: u64,
    /// Those AWS refused because there were too many.
    pub throttled: u64,
}

impl std::ops::Add for Calls {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { sent: self.sent + other.sent, throttled: self.throttled + other.throttled }
    }
}
