//! Functions on times.

use super::java_date;
use crate::insights::eval::clock::QueryClock;
use crate::insights::function::Function;
use crate::insights::tree::{Period, Unit};
use crate::insights::value::Value;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};
use jiff::{Span, Timestamp};

/// Calls a function on times; none when it is no such function.
pub fn call(function: Function, values: &[Value], clock: &QueryClock) -> Option<Value> {
    let get = |at: usize| values.get(at).unwrap_or(&Value::Null);
    Some(match function {
        Function::Now => Value::Int(clock.now.as_second()),
        Function::QueryStartTime => Value::Int(clock.start.as_millisecond()),
        Function::QueryEndTime => Value::Int(clock.end.as_millisecond()),
        Function::QueryTimeRange => Value::Int(clock.end.as_millisecond().saturating_sub(clock.start.as_millisecond())),
        Function::FromMillis => millis(get(0)).map_or(Value::Null, Value::Time),
        Function::ToMillis => millis(get(0)).map_or(Value::Null, Value::Int),
        Function::ParseDate => parse_date(get(0), get(1), values.get(2)).map_or(Value::Null, Value::Int),
        Function::FormatDate | Function::Strftime => {
            format_date(get(0), get(1), values.get(2)).map_or(Value::Null, Value::text)
        }
        _ => return None,
    })
}

/// The milliseconds of a time or of a number of them.
fn millis(value: &Value) -> Option<i64> {
    match value {
        Value::Time(ms) | Value::Int(ms) => Some(*ms),
        other => other.float_of().filter(|ms| ms.abs() < 9e18).map(|ms| ms as i64),
    }
}

/// The time zone of a third argument; UTC without. None when there is no such zone.
fn zone(value: Option<&Value>) -> Option<TimeZone> {
    let Some(name) = value.and_then(Value::as_text) else { return Some(TimeZone::UTC) };
    if ["utc", "gmt", "z"].iter().any(|utc| name.eq_ignore_ascii_case(utc)) {
        return Some(TimeZone::UTC);
    }
    java_date::offset(&name)
        .map(|seconds| Offset::from_seconds(seconds).map(TimeZone::fixed))
        .unwrap_or_else(|| TimeZone::get(&name))
        .ok()
}

fn parse_date(text: &Value, pattern: &Value, timezone: Option<&Value>) -> Option<i64> {
    let parsed = java_date::parse(&text.as_text()?, &pattern.as_text()?)?;
    let zone = match parsed.offset_seconds {
        Some(seconds) => TimeZone::fixed(Offset::from_seconds(seconds).ok()?),
        None => zone(timezone)?,
    };
    Some(zone.to_timestamp(parsed.at).ok()?.as_millisecond())
}

fn format_date(time: &Value, format: &Value, timezone: Option<&Value>) -> Option<String> {
    let at = Timestamp::from_millisecond(millis(time)?).ok()?;
    let zoned = at.to_zoned(zone(timezone)?);
    jiff::fmt::strtime::format(format.as_text()?.as_bytes(), &zoned).ok()
}

/// A time cut down, or up, to a whole period of UTC. Weeks begin on Monday, months, quarters and years by the
/// calendar, whatever the count (our choice: AWS does not say how they align).
pub fn floor(time: &Value, period: Period, up: bool) -> Value {
    let Some(ms) = millis(time) else { return Value::Null };
    let floored = match (period.millis(), period.unit) {
        (Some(length), Unit::Week) => steps(ms, length, 4 * 86_400_000, up),
        (Some(length), _) => steps(ms, length, 0, up),
        (None, _) => calendar(ms, period, up),
    };
    floored.map_or(Value::Null, Value::Time)
}

/// Whole steps counted from `origin`.
fn steps(ms: i64, length: i64, origin: i64, up: bool) -> Option<i64> {
    let from = ms.checked_sub(origin)?;
    let rest = from.checked_rem_euclid(length)?;
    let down = ms.checked_sub(rest)?;
    if up && rest != 0 { down.checked_add(length) } else { Some(down) }
}

fn calendar(ms: i64, period: Period, up: bool) -> Option<i64> {
    let date = Offset::UTC.to_datetime(Timestamp::from_millisecond(ms).ok()?).date();
    let months = match period.unit {
        Unit::Quarter => 3,
        Unit::Year => 12,
        _ => 1,
    };
    let length = i32::try_from(period.count).ok()?.checked_mul(months)?;
    let month = i32::from(date.year()) * 12 + i32::from(date.month()) - 1;
    let first = month - month.rem_euclid(length);
    let begin =
        Date::new(i16::try_from(first.div_euclid(12)).ok()?, i8::try_from(first.rem_euclid(12)).ok()? + 1, 1).ok()?;
    let at = |date: Date| Some(Offset::UTC.to_timestamp(date.at(0, 0, 0, 0)).ok()?.as_millisecond());
    let down = at(begin)?;
    if up && down != ms { at(begin.checked_add(Span::new().try_months(length).ok()?).ok()?) } else { Some(down) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_align_with_clock_and_calendar() {
        let ms = |text: &str| text.parse::<Timestamp>().expect("a time").as_millisecond();
        for (count, unit, at, down, up) in [
            (5, Unit::Minute, "2026-03-04T10:07:01Z", "2026-03-04T10:05:00Z", "2026-03-04T10:10:00Z"),
            (1, Unit::Day, "2026-03-04T10:07:01Z", "2026-03-04T00:00:00Z", "2026-03-05T00:00:00Z"),
            (1, Unit::Week, "2026-03-04T10:07:01Z", "2026-03-02T00:00:00Z", "2026-03-09T00:00:00Z"),
            (1, Unit::Month, "2026-12-04T10:07:01Z", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z"),
            (1, Unit::Quarter, "2026-06-30T23:00:00Z", "2026-04-01T00:00:00Z", "2026-07-01T00:00:00Z"),
            (1, Unit::Year, "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z"),
            (1, Unit::Hour, "1969-12-31T23:30:00Z", "1969-12-31T23:00:00Z", "1970-01-01T00:00:00Z"),
        ] {
            let period = Period { count, unit };
            assert_eq!(floor(&Value::Time(ms(at)), period, false), Value::Time(ms(down)), "{at} {unit:?}");
            assert_eq!(floor(&Value::Time(ms(at)), period, true), Value::Time(ms(up)), "{at} {unit:?}");
        }
        for unit in [Unit::Month, Unit::Year] {
            let endless = Period { count: 170_000_000, unit };
            assert_eq!(floor(&Value::Time(1), endless, true), Value::Null);
        }
        assert_eq!(floor(&Value::Time(i64::MIN), Period { count: 1, unit: Unit::Week }, false), Value::Null);
    }
}
