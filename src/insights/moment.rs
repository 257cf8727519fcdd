//! When a line of a file happened, by the fields people put times in.

use super::tree::Number;
use super::value::as_float;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

/// The fields a line's time is looked for in.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeFields {
    /// Their names, dotted where they lie inside maps.
    pub names: Vec<String>,
    /// The least number of seconds taken for a time: under a name such as `time` a small number is a duration.
    least: f64,
}

/// The names common loggers give it.
const USUAL: [&str; 13] = [
    "@timestamp",
    "timestamp",
    "time",
    "ts",
    "datetime",
    "date",
    "eventTime",
    "event_time",
    "asctime",
    "timeMillis",
    "timeUnixNano",
    "@t",
    "__REALTIME_TIMESTAMP",
];

impl TimeFields {
    /// The usual names; numbers count from 1973 on.
    pub fn usual() -> TimeFields {
        TimeFields { names: USUAL.map(str::to_owned).to_vec(), least: 1e8 }
    }

    /// The one name somebody gave; any number in it is a time.
    pub fn named(name: &str) -> TimeFields {
        TimeFields { names: vec![name.to_owned()], least: 0.0 }
    }

    /// Milliseconds since 1970 of a number of seconds, milli-, micro- or nanoseconds, told apart by its size.
    pub fn of_number(&self, number: f64) -> Option<i64> {
        let millis = match number {
            n if n < self.least => return None,
            n if n < 1e11 => n * 1e3,
            n if n < 1e14 => n,
            n if n < 1e17 => n / 1e3,
            n => n / 1e6,
        };
        (millis < 1e14).then(|| millis.round() as i64)
    }

    /// The same of a text: a number, or a date and time. Without an offset it is taken as UTC.
    pub fn of_text(&self, text: &str) -> Option<i64> {
        let text = text.trim();
        match text.len() {
            0..=7 if !text.bytes().all(|b| b.is_ascii_digit()) => None,
            _ if text.bytes().all(|b| b.is_ascii_digit() || b == b'.') => self.of_number(as_float(Number::read(text)?)),
            _ => iso(text),
        }
    }
}

/// Milliseconds since 1970 of a date and time as ISO 8601 or `YYYY-MM-DD HH:MM:SS.mmm` has it; UTC without an offset.
pub fn iso(text: &str) -> Option<i64> {
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(at.as_millisecond());
    }
    let at = text.parse::<DateTime>().ok()?;
    Offset::UTC.to_timestamp(at).ok().map(|at| at.as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_come_in_the_forms_loggers_write() {
        let usual = TimeFields::usual();
        let at = Some(1_767_225_600_250);
        for text in [
            "2026-01-01T00:00:00.250Z",
            "2026-01-01T01:00:00.250+01:00",
            "2026-01-01T01:00:00.250+0100",
            "2026-01-01 00:00:00.250",
            "2026-01-01 00:00:00,250",
            "2026-01-01T00:00:00.25",
            "1767225600.250",
            "1767225600250",
            "1767225600250000",
            "1767225600250000000",
        ] {
            assert_eq!(usual.of_text(text), at, "{text}");
        }
        assert_eq!(usual.of_text("2026-01-01"), Some(1_767_225_600_000));
        assert_eq!(usual.of_number(1_767_225_600.25), at);
        for none in ["", "soon", "0.153", "12 ms", "7", "2026-13-01T00:00:00Z", "é2026é"] {
            assert_eq!(usual.of_text(none), None, "{none}");
        }
        assert_eq!(usual.of_number(0.153), None);
        assert_eq!(TimeFields::named("t").of_number(7.0), Some(7000));
        assert_eq!(TimeFields::named("t").of_number(f64::NAN), None);
    }
}
