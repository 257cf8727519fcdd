//! Running prepared expressions on a row.

use super::clock::QueryClock;
use super::code::Code;
use super::functions;
use super::row::SlotRow;
use crate::insights::tree::{Arithmetic, Comparison, Number, Part};
use crate::insights::value::{Value, as_float};
use std::cmp::Ordering;

/// The value of an expression on a row.
pub fn eval(code: &Code, row: &SlotRow, clock: &QueryClock) -> Value {
    let number = |code: &Code| eval(code, row, clock).number();
    match code {
        Code::Constant(value) => value.clone(),
        Code::Slot(slot) => row.get(*slot).clone(),
        Code::Inside(slot, path) => inside(row.get(*slot), path),
        Code::Minus(inner) => match number(inner) {
            Some(Number::Int(n)) => n.checked_neg().map_or(Value::Null, Value::Int),
            Some(Number::Float(n)) => Value::float(-n),
            None => Value::Null,
        },
        Code::Chain(first, rest) => {
            let Some(mut left) = number(first) else { return Value::Null };
            for (operator, operand) in rest {
                let Some(result) = number(operand).and_then(|right| arithmetic(left, *operator, right)) else {
                    return Value::Null;
                };
                left = result;
            }
            left.into()
        }
        Code::Power(base, exponent) => match (number(base), number(exponent)) {
            (Some(base), Some(exponent)) => Value::float(as_float(base).powf(as_float(exponent))),
            _ => Value::Null,
        },
        Code::List(items) => functions::json::list(items.iter().map(|item| eval(item, row, clock))),
        Code::Floor { time, period, up } => functions::date::floor(&eval(time, row, clock), *period, *up),
        Code::Later(time, by) => match eval(time, row, clock) {
            Value::Time(ms) => ms.checked_add(*by).map_or(Value::Null, Value::Time),
            _ => Value::Null,
        },
        Code::RegexReplace { value, regex, by } => {
            functions::string::regex_replace(&eval(value, row, clock), regex, &eval(by, row, clock))
        }
        Code::Call(function, arguments) => functions::call(*function, arguments, &|code| eval(code, row, clock), clock),
        Code::All(_)
        | Code::Any(_)
        | Code::Not(_)
        | Code::Compare(..)
        | Code::Contains { .. }
        | Code::Matches { .. }
        | Code::OneOf { .. } => Value::truth(holds(code, row, clock)),
    }
}

/// Whether a condition holds on a row.
///
/// What AWS leaves open is decided here: a missing field equals nothing, so `=`, `<` and `like` on it do not hold
/// and `!=`, `not like` and `not in` do. Nothing holds that compares a map or a list (documented).
pub fn holds(code: &Code, row: &SlotRow, clock: &QueryClock) -> bool {
    match code {
        Code::All(items) => items.iter().all(|item| holds(item, row, clock)),
        Code::Any(items) => items.iter().any(|item| holds(item, row, clock)),
        Code::Not(inner) => !holds(inner, row, clock),
        Code::Compare(left, operator, right) => {
            with(left, row, clock, |left| with(right, row, clock, |right| compare(left, *operator, right)))
        }
        Code::Contains { value, text, negated } => with(value, row, clock, |value| {
            with(text, row, clock, |text| match (value, value.as_text(), text.as_text()) {
                (Value::Json(_), ..) => false,
                (_, Some(value), Some(text)) => value.contains(&*text) != *negated,
                _ => *negated,
            })
        }),
        Code::Matches { value, regex, negated } => with(value, row, clock, |value| match (value, value.as_text()) {
            (Value::Json(_), _) => false,
            (_, Some(value)) => regex.is_match(&value) != *negated,
            _ => *negated,
        }),
        Code::OneOf { value, items, negated } => with(value, row, clock, |value| {
            if matches!(value, Value::Json(_)) {
                return false;
            }
            let found = items.iter().any(|item| with(item, row, clock, |item| value.same(item) == Some(true)));
            found != *negated
        }),
        other => eval(other, row, clock).holds(),
    }
}

/// Hands the value of an expression on, without a copy where it lies in the row or the query.
fn with<T>(code: &Code, row: &SlotRow, clock: &QueryClock, use_it: impl FnOnce(&Value) -> T) -> T {
    match code {
        Code::Slot(slot) => use_it(row.get(*slot)),
        Code::Constant(value) => use_it(value),
        other => use_it(&eval(other, row, clock)),
    }
}

fn compare(left: &Value, operator: Comparison, right: &Value) -> bool {
    if matches!(left, Value::Json(_)) || matches!(right, Value::Json(_)) {
        return false;
    }
    let order = || left.order(right);
    match operator {
        Comparison::Equal => left.same(right) == Some(true),
        Comparison::NotEqual => left.same(right) != Some(true),
        Comparison::Less => order() == Some(Ordering::Less),
        Comparison::LessEqual => matches!(order(), Some(Ordering::Less | Ordering::Equal)),
        Comparison::Greater => order() == Some(Ordering::Greater),
        Comparison::GreaterEqual => matches!(order(), Some(Ordering::Greater | Ordering::Equal)),
    }
}

/// Whole numbers stay whole where the result is whole; what has no result (division by zero) is none.
fn arithmetic(left: Number, operator: Arithmetic, right: Number) -> Option<Number> {
    if let (Number::Int(a), Number::Int(b)) = (left, right) {
        let exact = match operator {
            Arithmetic::Add => a.checked_add(b),
            Arithmetic::Subtract => a.checked_sub(b),
            Arithmetic::Multiply => a.checked_mul(b),
            Arithmetic::Divide => a.checked_rem(b).filter(|rest| *rest == 0).and_then(|_| a.checked_div(b)),
            Arithmetic::Remainder => a.checked_rem(b),
        };
        if let Some(exact) = exact {
            return Some(Number::Int(exact));
        }
    }
    let (a, b) = (as_float(left), as_float(right));
    let result = match operator {
        Arithmetic::Add => a + b,
        Arithmetic::Subtract => a - b,
        Arithmetic::Multiply => a * b,
        Arithmetic::Divide => a / b,
        Arithmetic::Remainder => a % b,
    };
    result.is_finite().then_some(Number::Float(result))
}

/// The value at a path in a map or list. A key with dots of its own is found as well.
fn inside(value: &Value, path: &[Part]) -> Value {
    let Value::Json(json) = value else { return Value::Null };
    find(json, path).map_or(Value::Null, Value::from_json)
}

fn find<'a>(json: &'a serde_json::Value, path: &[Part]) -> Option<&'a serde_json::Value> {
    let Some((first, rest)) = path.split_first() else { return Some(json) };
    let next = match (json, first) {
        (serde_json::Value::Object(map), Part::Key(key)) => map.get(key),
        (serde_json::Value::Array(list), Part::Index(index)) => list.get(*index),
        (serde_json::Value::Array(list), Part::Key(key)) => key.parse::<usize>().ok().and_then(|index| list.get(index)),
        _ => None,
    };
    next.and_then(|next| find(next, rest))
}
