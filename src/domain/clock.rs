//! Points in time and how they are said. Nobody here asks what time it is: `now` is always given.

pub use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Whole seconds from `from` to `to`; never negative, because a clock that is a little off must not
/// make an age nonsense.
pub fn seconds_between(from: Timestamp, to: Timestamp) -> u64 {
    u64::try_from(to.as_second().saturating_sub(from.as_second())).unwrap_or(0)
}

/// A length of time in at most two units: `6s`, `3m20s`, `47m`, `2h13m`, `3d4h`.
///
/// Seconds are said only under ten minutes: above that they change faster than they matter.
pub fn short_duration(seconds: u64) -> String {
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    match seconds {
        0..60 => format!("{seconds}s"),
        60..600 if !seconds.is_multiple_of(60) => format!("{minutes}m{:02}s", seconds % 60),
        60..3600 => format!("{minutes}m"),
        3600..86_400 if !minutes.is_multiple_of(60) => format!("{hours}h{:02}m", minutes % 60),
        3600..86_400 => format!("{hours}h"),
        _ if !hours.is_multiple_of(24) => format!("{days}d{}h", hours % 24),
        _ => format!("{days}d"),
    }
}

/// How long ago `at` was, in the words of [`short_duration`].
pub fn age(at: Timestamp, now: Timestamp) -> String {
    short_duration(seconds_between(at, now))
}

/// The time of day in UTC, `12:31:07`.
pub fn time_of_day(at: Timestamp) -> String {
    at.strftime("%H:%M:%S").to_string()
}

/// The time of day in a time zone, `13:31:07`.
pub fn time_of_day_in(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%H:%M:%S").to_string()
}

/// How far a time zone is from UTC at a time, `+01:00`.
pub fn offset(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%:z").to_string()
}

/// Date and time in UTC to the second, `2026-11-21T12:31:07Z`.
pub fn date_time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_said_in_at_most_two_units() {
        for (seconds, said) in [
            (0, "0s"),
            (59, "59s"),
            (60, "1m"),
            (200, "3m20s"),
            (605, "10m"),
            (2820, "47m"),
            (3600, "1h"),
            (7980, "2h13m"),
            (86_400, "1d"),
            (100_800, "1d4h"),
        ] {
            assert_eq!(short_duration(seconds), said);
        }
    }

    #[test]
    fn a_clock_that_runs_behind_gives_age_zero() {
        let now = Timestamp::from_second(100).expect("valid");
        let later = Timestamp::from_second(130).expect("valid");
        assert_eq!(seconds_between(later, now), 0);
    }
}
