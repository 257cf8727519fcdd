//! Functions on numbers.

use crate::insights::function::Function;
use crate::insights::order::natural;
use crate::insights::tree::Number;
use crate::insights::value::{Value, as_float};

/// Calls a function on numbers; none when it is no such function.
pub fn call(function: Function, values: &[Value]) -> Option<Value> {
    let get = |at: usize| values.get(at).unwrap_or(&Value::Null);
    let float = |with: fn(f64) -> f64| get(0).float_of().map_or(Value::Null, |n| Value::float(with(n)));
    let whole = |with: fn(f64) -> f64| match get(0).number() {
        Some(Number::Int(n)) => Value::Int(n),
        Some(Number::Float(n)) => whole(with(n)),
        None => Value::Null,
    };
    Some(match function {
        Function::Abs => match get(0).number() {
            Some(Number::Int(n)) => n.checked_abs().map_or(Value::Null, Value::Int),
            Some(Number::Float(n)) => Value::float(n.abs()),
            None => Value::Null,
        },
        Function::Ceil => whole(f64::ceil),
        Function::Floor => whole(f64::floor),
        Function::ToInt | Function::ToLong => whole(f64::trunc),
        Function::ToNumber | Function::ToDouble => get(0).number().map_or(Value::Null, Value::from),
        Function::Greatest => extreme(values, true),
        Function::Least => extreme(values, false),
        Function::Log => float(f64::ln),
        Function::Sqrt => float(f64::sqrt),
        Function::Round => round(get(0), get(1)),
        Function::Haversine => haversine(values).map_or(Value::Null, Value::float),
        Function::Histogram => histogram(get(0), get(1)),
        _ => return None,
    })
}

fn whole(number: f64) -> Value {
    // Beyond 2^53 a float holds no exact whole number, so it stays a float.
    if number.abs() <= 9_007_199_254_740_992.0 { Value::Int(number as i64) } else { Value::float(number) }
}

/// The largest or smallest; null ones are passed over (our choice).
fn extreme(values: &[Value], largest: bool) -> Value {
    let present = values.iter().filter(|value| !value.is_null() && !matches!(value, Value::Json(_)));
    let found = if largest { present.max_by(|a, b| natural(a, b)) } else { present.min_by(|a, b| natural(a, b)) };
    found.cloned().unwrap_or_default()
}

/// Halves go away from zero (our choice).
fn round(value: &Value, digits: &Value) -> Value {
    let places = digits.float_of().unwrap_or(0.0).clamp(-15.0, 15.0) as i32;
    match (value.number(), places) {
        (Some(Number::Int(n)), 0..) => Value::Int(n),
        (Some(number), 0) => whole(as_float(number).round()),
        (Some(number), places) => {
            let factor = 10_f64.powi(places);
            Value::float((as_float(number) * factor).round() / factor)
        }
        (None, _) => Value::Null,
    }
}

/// Kilometres between two points given as latitude and longitude, on a sphere of the Earth's mean radius.
fn haversine(values: &[Value]) -> Option<f64> {
    let at = |index: usize| values.get(index).and_then(Value::float_of).map(f64::to_radians);
    let (lat1, lon1, lat2, lon2) = (at(0)?, at(1)?, at(2)?, at(3)?);
    let a = ((lat2 - lat1) / 2.0).sin().powi(2) + lat1.cos() * lat2.cos() * ((lon2 - lon1) / 2.0).sin().powi(2);
    Some(2.0 * 6371.0 * a.sqrt().min(1.0).asin())
}

/// The lower end of the bucket; the second argument is its width, as seen on AWS.
fn histogram(value: &Value, width: &Value) -> Value {
    match (value.float_of(), width.float_of()) {
        (Some(value), Some(width)) if width > 0.0 => whole_or_float((value / width).floor() * width),
        _ => Value::Null,
    }
}

fn whole_or_float(number: f64) -> Value {
    if number == number.trunc() { whole(number) } else { Value::float(number) }
}
