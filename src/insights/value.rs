//! Values: what a field of a row holds.

use super::tree::Number;
use jiff::Timestamp;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt::Write;
use std::sync::Arc;

/// A value. Results of the service are all text; kinds are kept here so that numbers compare as numbers.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum Value {
    /// No value: left out of results.
    #[default]
    Null,
    /// `true` or `false` of JSON or of the query; counts as 1 or 0.
    Flag(bool),
    /// A whole number.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// A time in milliseconds since 1970; printed as `YYYY-MM-DD HH:MM:SS.mmm` in UTC.
    Time(i64),
    /// Text.
    Text(Arc<str>),
    /// A map or list, as `jsonParse` and `parse … logfmt` make them.
    Json(Arc<serde_json::Value>),
}

impl Value {
    /// Text.
    pub fn text(text: impl AsRef<str>) -> Value {
        Value::Text(text.as_ref().into())
    }

    /// 1 or 0, as conditions give it.
    pub fn truth(holds: bool) -> Value {
        Value::Int(i64::from(holds))
    }

    /// A number; none when it is not finite.
    pub fn float(number: f64) -> Value {
        if number.is_finite() { Value::Float(number) } else { Value::Null }
    }

    /// A value of JSON: maps and lists stay what they are, null is no value (our choice for null).
    pub fn from_json(json: &serde_json::Value) -> Value {
        match json {
            serde_json::Value::Null => Value::Null,
            serde_json::Value::Bool(flag) => Value::Flag(*flag),
            serde_json::Value::Number(number) => match (number.as_i64(), number.as_f64()) {
                (Some(whole), _) => Value::Int(whole),
                (None, Some(other)) => Value::float(other),
                (None, None) => Value::Null,
            },
            serde_json::Value::String(text) => Value::text(text),
            serde_json::Value::Array(_) | serde_json::Value::Object(_) => Value::Json(Arc::new(json.clone())),
        }
    }

    /// Whether there is no value.
    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// The number this is, or looks like when it is text; maps and lists are none.
    pub fn number(&self) -> Option<Number> {
        match self {
            Value::Null | Value::Json(_) => None,
            Value::Flag(flag) => Some(Number::Int(i64::from(*flag))),
            Value::Int(n) | Value::Time(n) => Some(Number::Int(*n)),
            Value::Float(n) => Some(Number::Float(*n)),
            Value::Text(text) => looks_numeric(text).then(|| Number::read(text)).flatten(),
        }
    }

    /// The number as a float.
    pub fn float_of(&self) -> Option<f64> {
        self.number().map(as_float)
    }

    /// What string functions see; maps and lists are null to them.
    pub fn as_text(&self) -> Option<Cow<'_, str>> {
        match self {
            Value::Text(text) => Some(Cow::Borrowed(text)),
            Value::Null | Value::Json(_) => None,
            other => other.printed().map(Cow::Owned),
        }
    }

    /// How results show it; none for null, which results leave out.
    pub fn printed(&self) -> Option<String> {
        match self {
            Value::Null => None,
            Value::Flag(flag) => Some(flag.to_string()),
            Value::Int(n) => Some(n.to_string()),
            Value::Float(n) => Some(print_float(*n)),
            Value::Time(ms) => Some(print_time(*ms)),
            Value::Text(text) => Some(text.to_string()),
            Value::Json(json) => Some(json.to_string()),
        }
    }

    /// Whether a condition that gives this value holds.
    pub fn holds(&self) -> bool {
        match self {
            Value::Null | Value::Json(_) => false,
            Value::Flag(flag) => *flag,
            Value::Int(n) | Value::Time(n) => *n != 0,
            Value::Float(n) => *n != 0.0,
            Value::Text(text) => {
                text.eq_ignore_ascii_case("true") || self.float_of().is_some_and(|number| number != 0.0)
            }
        }
    }

    /// Whether both are the same value: a number and text that looks like it are. None when either is null, a map
    /// or a list, which nothing equals.
    pub fn same(&self, other: &Value) -> Option<bool> {
        match (self, other) {
            (Value::Null | Value::Json(_), _) | (_, Value::Null | Value::Json(_)) => None,
            (Value::Text(a), Value::Text(b)) => Some(a == b),
            (Value::Flag(flag), Value::Text(text)) | (Value::Text(text), Value::Flag(flag)) => Some(
                text.eq_ignore_ascii_case(if *flag { "true" } else { "false" })
                    || self.order(other) == Some(Ordering::Equal),
            ),
            _ => Some(self.order(other) == Some(Ordering::Equal)),
        }
    }

    /// Which is larger: numbers, and texts that look like numbers, by value; other texts by their characters. None
    /// when they cannot be compared, so that a time compared with a date in words matches nothing, as on AWS.
    pub fn order(&self, other: &Value) -> Option<Ordering> {
        if let (Some(a), Some(b)) = (self.number(), other.number()) {
            return compare_numbers(a, b);
        }
        match (self, other) {
            (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
            _ => None,
        }
    }
}

impl From<Number> for Value {
    fn from(number: Number) -> Self {
        match number {
            Number::Int(n) => Value::Int(n),
            Number::Float(n) => Value::float(n),
        }
    }
}

/// The number as a float.
pub fn as_float(number: Number) -> f64 {
    match number {
        Number::Int(n) => n as f64,
        Number::Float(n) => n,
    }
}

/// Numbers by value; whole ones exactly.
pub fn compare_numbers(a: Number, b: Number) -> Option<Ordering> {
    match (a, b) {
        (Number::Int(a), Number::Int(b)) => Some(a.cmp(&b)),
        _ => as_float(a).partial_cmp(&as_float(b)),
    }
}

/// Whether text is a decimal number and nothing else.
pub fn looks_numeric(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let begins = unsigned.strip_prefix('.').unwrap_or(unsigned).starts_with(|c: char| c.is_ascii_digit());
    begins
        && text.len() <= 400
        && unsigned.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'e' | b'E' | b'+' | b'-'))
        && text.parse::<f64>().is_ok()
}

/// The shortest decimal form that reads back the same, whole values without a fraction (our choice).
fn print_float(number: f64) -> String {
    if number == 0.0 { "0".to_owned() } else { number.to_string() }
}

/// `YYYY-MM-DD HH:MM:SS.mmm` in UTC; the bare number where the calendar ends.
fn print_time(ms: i64) -> String {
    let Ok(at) = Timestamp::from_millisecond(ms) else { return ms.to_string() };
    let at = jiff::tz::Offset::UTC.to_datetime(at);
    let mut text = String::with_capacity(23);
    let _ = write!(
        text,
        "{:04}-{:02}-{:02} {:02}:{:02}:{:02}.{:03}",
        at.year(),
        at.month(),
        at.day(),
        at.hour(),
        at.minute(),
        at.second(),
        at.millisecond()
    );
    text
}
