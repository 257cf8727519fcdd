//! Points in time as each protocol writes them.

use crate::domain::Timestamp;

/// awsJson 1.1: seconds since 1970 with a fraction, to the millisecond as AWS gives them.
pub fn epoch(at: Timestamp) -> f64 {
    // A millisecond count below 2^53 is exact in a double: that is the year 287396.
    at.as_millisecond() as f64 / 1000.0
}

/// The same where there may be none.
pub fn maybe_epoch(at: Option<Timestamp>) -> Option<f64> {
    at.map(epoch)
}

/// awsQuery: ISO 8601 in UTC to the millisecond, `2026-11-21T12:31:07.042Z`.
pub fn iso(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// Reads seconds since 1970 with or without a fraction; none where no time is that far away.
pub fn from_epoch(seconds: f64) -> Option<Timestamp> {
    let millis = seconds * 1000.0;
    // The cast saturates, and what is out of range is refused by the constructor.
    millis.is_finite().then(|| Timestamp::from_millisecond(millis.round() as i64).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_written_to_the_millisecond_in_both_ways() {
        let at = Timestamp::from_millisecond(1_763_728_267_042).expect("valid");
        assert_eq!(epoch(at), 1_763_728_267.042);
        assert_eq!(iso(at), "2025-11-21T12:31:07.042Z");
        assert_eq!(from_epoch(1_763_728_267.042), Some(at));
        assert_eq!(from_epoch(f64::NAN), None);
        assert_eq!(from_epoch(1e300), None);
    }
}
