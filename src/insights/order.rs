//! The order of `sort`: AWS's "natural" one.

use super::value::{Value, as_float, looks_numeric};
use std::cmp::Ordering;
use std::iter::Peekable;
use std::str::Chars;

/// Ascending order as AWS documents it: what is not a number comes before numbers; numbers by value; other text
/// chunk by chunk, runs of digits by length and then value, everything else by Unicode.
pub fn natural(a: &Value, b: &Value) -> Ordering {
    match (a.number(), b.number()) {
        (Some(x), Some(y)) => as_float(x).total_cmp(&as_float(y)).then_with(|| tie(a, b)),
        (Some(_), None) => Ordering::Greater,
        (None, Some(_)) => Ordering::Less,
        (None, None) => natural_text(&a.printed().unwrap_or_default(), &b.printed().unwrap_or_default()),
    }
}

/// Numbers of one value, `1` and `01`, are told apart by their text; so are whole numbers too long for a float.
fn tie(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Int(x) | Value::Time(x), Value::Int(y) | Value::Time(y)) => x.cmp(y),
        (Value::Text(x), Value::Text(y)) => x.cmp(y),
        _ => Ordering::Equal,
    }
}

fn natural_text(a: &str, b: &str) -> Ordering {
    debug_assert!(!looks_numeric(a) || !looks_numeric(b));
    let (mut a_left, mut b_left) = (a.chars().peekable(), b.chars().peekable());
    loop {
        let ordering = match (a_left.peek().copied(), b_left.peek().copied()) {
            (None, None) => return a.cmp(b),
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(x), Some(y)) if x.is_ascii_digit() && y.is_ascii_digit() => {
                let (x, y) = (digits(&mut a_left), digits(&mut b_left));
                x.len().cmp(&y.len()).then_with(|| x.cmp(&y))
            }
            (Some(x), Some(y)) => {
                a_left.next();
                b_left.next();
                x.cmp(&y)
            }
        };
        if ordering != Ordering::Equal {
            return ordering;
        }
    }
}

fn digits(chars: &mut Peekable<Chars<'_>>) -> String {
    std::iter::from_fn(|| chars.next_if(char::is_ascii_digit)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_comes_before_numbers_and_digits_in_text_count_by_length() {
        let sorted =
            ["!x", "#9", "0#", "5A", "111A", "2345_", "@", "A", "a2", "a10", "-3", "0", "01", "1", "2.5", "10"];
        let mut values: Vec<Value> = sorted.iter().rev().map(Value::text).collect();
        values.sort_by(natural);
        assert_eq!(values, sorted.map(Value::text));
    }
}
