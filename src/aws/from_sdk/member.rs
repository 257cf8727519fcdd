//! Members as the SDK gives them: text that may be missing, times that may be absurd.

use crate::domain::{Text, Timestamp};
use aws_smithy_types::DateTime;

/// A member that may be missing.
pub(in crate::aws) fn text(member: Option<&str>) -> Option<Text> {
    member.map(Text::new)
}

/// A member that must be there for us and may be missing all the same: then it is empty.
pub(in crate::aws) fn text_or_empty(member: Option<&str>) -> Text {
    Text::new(member.unwrap_or_default())
}

/// A list that may be missing.
pub(in crate::aws) fn texts(members: &[String]) -> Vec<Text> {
    members.iter().map(Text::new).collect()
}

/// A word of an enumeration. Where a required one is missing, the SDK puts a phrase of its own in its place.
pub(in crate::aws) fn word(member: Option<&str>) -> &str {
    member.filter(|word| *word != "no value was set").unwrap_or_default()
}

/// A time that may be missing; one no calendar has is as good as missing, and so is the very beginning of time,
/// which the SDK puts where a required one is missing.
pub(in crate::aws) fn time(member: Option<&DateTime>) -> Option<Timestamp> {
    let member = member.filter(|time| time.as_nanos() != 0)?;
    // ECS counts seconds in floating numbers; what is beyond its milliseconds is noise.
    let milliseconds = i64::from(member.subsec_nanos().saturating_add(500_000) / 1_000_000);
    Timestamp::from_millisecond(member.secs().checked_mul(1_000)?.checked_add(milliseconds)?).ok()
}

/// The time of a row that has to stand somewhere: without one it stands at the beginning of time, so that it
/// never counts as news.
pub(in crate::aws) fn time_of_row(member: Option<&DateTime>) -> Timestamp {
    time(member).unwrap_or(Timestamp::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absurd_times_are_as_good_as_missing() {
        for (time_given, seconds) in [
            (DateTime::from_secs(1_790_000_000), Some(1_790_000_000)),
            (DateTime::from_secs(0), None),
            (DateTime::from_secs(i64::MAX), None),
            (DateTime::from_secs(i64::MIN), None),
        ] {
            assert_eq!(time(Some(&time_given)).map(Timestamp::as_second), seconds);
            assert_eq!(time_of_row(Some(&time_given)).as_second(), seconds.unwrap_or(0));
        }
        let noisy = DateTime::from_secs_and_nanos(1_790_000_000, 309_000_015);
        assert_eq!(time(Some(&noisy)).map(|t| t.subsec_nanosecond()), Some(309_000_000));
    }
}
