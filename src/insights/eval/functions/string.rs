//! Functions on text.

use super::encoding;
use crate::insights::function::Function;
use crate::insights::pattern::compile;
use crate::insights::value::Value;
use regex::Regex;

/// Calls a function on text; none when it is no such function.
pub fn call(function: Function, values: &[Value]) -> Option<Value> {
    let text = |at: usize| values.get(at).and_then(Value::as_text);
    Some(match function {
        Function::IsEmpty => Value::truth(text(0).is_none_or(|text| text.is_empty())),
        Function::IsBlank => Value::truth(text(0).is_none_or(|text| text.trim().is_empty())),
        // Our choice: null parts are left out.
        Function::Concat => Value::text(values.iter().filter_map(Value::as_text).collect::<String>()),
        Function::StrContains => test(values, |text, part| text.contains(part)),
        Function::StartsWith => test(values, |text, part| text.starts_with(part)),
        Function::EndsWith => test(values, |text, part| text.ends_with(part)),
        _ => {
            let Some(first) = text(0) else { return is_mine(function).then_some(Value::Null) };
            let first: &str = &first;
            match function {
                Function::Ltrim => Value::text(first.trim_start_matches(trimmed(text(1).as_deref()))),
                Function::Rtrim => Value::text(first.trim_end_matches(trimmed(text(1).as_deref()))),
                Function::Trim => {
                    let set = trimmed(text(1).as_deref());
                    Value::text(first.trim_start_matches(&set).trim_end_matches(&set))
                }
                Function::Strlen => Value::Int(first.chars().count() as i64),
                Function::ToUpper => Value::text(first.to_uppercase()),
                Function::ToLower => Value::text(first.to_lowercase()),
                Function::Substr => substr(first, values.get(1), values.get(2)),
                Function::Replace => match (text(1), text(2)) {
                    (Some(old), Some(_)) if old.is_empty() => Value::text(first),
                    (Some(old), Some(new)) => Value::text(first.replace(&*old, &new)),
                    _ => Value::Null,
                },
                // A pattern out of the row itself, compiled each time; one that cannot be gives null.
                Function::RegexReplace => match (values.first(), text(1).map(|regex| compile(&regex)), values.get(2)) {
                    (Some(value), Some(Ok(regex)), Some(by)) => regex_replace(value, &regex, by),
                    _ => Value::Null,
                },
                Function::UrlEncode => Value::text(encoding::url_encode(first)),
                Function::UrlDecode => Value::text(encoding::url_decode(first)),
                Function::Base64Encode => Value::text(encoding::base64_encode(first.as_bytes())),
                Function::Base64Decode => encoding::base64_decode(first).map_or(Value::Null, Value::text),
                Function::HexToAscii => encoding::hex_to_text(first).map_or(Value::Null, Value::text),
                Function::HexToDec => encoding::hex_to_number(first).map_or(Value::Null, Value::Int),
                Function::DecToHex => {
                    let whole = values.first().and_then(Value::float_of).filter(|n| n.abs() < 9.3e18);
                    whole.map_or(Value::Null, |n| Value::text(encoding::number_to_hex(n as i64)))
                }
                _ => return None,
            }
        }
    })
}

/// Whether a function that found no text is one of these, and so null.
fn is_mine(function: Function) -> bool {
    call(function, &[Value::Text("".into())]).is_some()
}

/// The two-argument test; 1 or 0, 0 on null. A third argument has no effect, as seen on AWS against its
/// documentation.
fn test(values: &[Value], holds: fn(&str, &str) -> bool) -> Value {
    let text = |at: usize| values.get(at).and_then(Value::as_text);
    Value::truth(matches!((text(0), text(1)), (Some(text), Some(part)) if holds(&text, &part)))
}

/// The characters that trim takes away: those given, or white space.
fn trimmed(set: Option<&str>) -> impl Fn(char) -> bool + use<> {
    let set: Option<Vec<char>> = set.map(|set| set.chars().collect());
    move |c| set.as_ref().map_or_else(|| c.is_whitespace(), |set| set.contains(&c))
}

/// From a zero based place, to the end or of a length; in characters. A negative start is 0 (our choice).
fn substr(text: &str, start: Option<&Value>, length: Option<&Value>) -> Value {
    let Some(start) = start.and_then(Value::float_of) else { return Value::Null };
    let length = match length {
        None => usize::MAX,
        Some(length) => match length.float_of() {
            Some(length) => length.max(0.0) as usize,
            None => return Value::Null,
        },
    };
    Value::text(text.chars().skip(start.max(0.0) as usize).take(length).collect::<String>())
}

/// Replaces every match; `$1`, `${name}` and RE2's `\1` in the replacement name groups.
pub fn regex_replace(value: &Value, regex: &Regex, by: &Value) -> Value {
    let (Some(text), Some(by)) = (value.as_text(), by.as_text()) else { return Value::Null };
    let mut replacement = String::with_capacity(by.len());
    let mut letters = by.chars().peekable();
    while let Some(c) = letters.next() {
        match (c, letters.peek()) {
            ('\\', Some(digit)) if digit.is_ascii_digit() => {
                replacement.push_str(&format!("${{{digit}}}"));
                letters.next();
            }
            _ => replacement.push(c),
        }
    }
    Value::text(regex.replace_all(&text, replacement.as_str()))
}
