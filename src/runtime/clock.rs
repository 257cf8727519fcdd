//! What time it is, asked nowhere else.

use crate::domain::Timestamp;
use jiff::SignedDuration;
use jiff::tz::TimeZone;
use std::time::Duration;
use tokio::time::Instant;

/// The clock of a run.
#[derive(Clone, Copy, Debug)]
pub enum Clock {
    /// The machine's own.
    System,
    /// A simulated account's: starts at `base` and runs `speed` times as fast as the runtime's timer, which a
    /// test can stop.
    Simulated { base: Timestamp, started: Instant, speed: u32 },
}

impl Clock {
    /// A simulated clock that starts now.
    pub fn simulated(base: Timestamp, speed: u32) -> Self {
        Self::Simulated { base, started: Instant::now(), speed: speed.max(1) }
    }

    /// The machine's time at this moment, for the start of a simulation.
    pub fn wall() -> Timestamp {
        Timestamp::now()
    }

    /// Where the machine is; UTC where that cannot be told.
    pub fn zone() -> TimeZone {
        TimeZone::try_system().unwrap_or(TimeZone::UTC)
    }

    /// So long ago; the beginning of 1970 where that is longer than time has been counted.
    pub fn before(&self, ago: Duration) -> Timestamp {
        let ago = SignedDuration::try_from(ago).ok();
        ago.and_then(|ago| self.now().checked_sub(ago).ok()).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => Timestamp::now(),
            Self::Simulated { base, started, speed } => {
                let passed = SignedDuration::try_from(started.elapsed()).unwrap_or(SignedDuration::ZERO);
                let passed = passed.checked_mul(i32::try_from(*speed).unwrap_or(i32::MAX)).unwrap_or(passed);
                base.checked_add(passed).unwrap_or(*base)
            }
        }
    }
}
