//! What is inside a JSON message, for completion and for reading.

use serde::de::IgnoredAny;
use serde_json::Value;

/// Names taken of one message, and levels looked into.
const MOST: usize = 200;
const DEEPEST: usize = 6;
/// Bytes of a message a person reads a member a line.
const LONGEST: usize = 256 << 10;

/// The fields of a JSON message as discovery flattens them; none of any other.
pub fn field_names(message: &str) -> Vec<String> {
    let mut names = Vec::new();
    if let Ok(value @ Value::Object(_)) = serde_json::from_str::<Value>(message) {
        collect(&value, "", 0, &mut names);
    }
    names
}

/// A JSON message with a member a line; none of any other, nor of one that is long past reading.
pub fn pretty(message: &str) -> Option<Vec<String>> {
    if message.len() > LONGEST || !message.trim_start().starts_with(['{', '[']) {
        return None;
    }
    serde_json::from_str::<IgnoredAny>(message).ok()?;
    Some(broken(message.trim()))
}

/// Valid JSON with a member a line, in its own order and with its own numbers.
fn broken(json: &str) -> Vec<String> {
    let (mut lines, mut line, mut depth) = (Vec::new(), String::new(), 0_usize);
    let (mut in_text, mut escaped) = (false, false);
    let mut letters = json.chars().peekable();
    while let Some(c) = letters.next() {
        if in_text {
            line.push(c);
            in_text = escaped || c != '"';
            escaped = !escaped && c == '\\';
            continue;
        }
        match c {
            c if c.is_whitespace() => {}
            '{' | '[' => {
                line.push(c);
                while letters.next_if(|c| c.is_whitespace()).is_some() {}
                // An empty one stays on its line.
                if let Some(end) = letters.next_if(|c| matches!(c, '}' | ']')) {
                    line.push(end);
                    continue;
                }
                depth += 1;
                lines.push(std::mem::replace(&mut line, "  ".repeat(depth)));
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                lines.push(std::mem::replace(&mut line, "  ".repeat(depth)));
                line.push(c);
            }
            ',' => {
                line.push(c);
                lines.push(std::mem::replace(&mut line, "  ".repeat(depth)));
            }
            ':' => line.push_str(": "),
            c => {
                in_text = c == '"';
                line.push(c);
            }
        }
    }
    lines.push(line);
    lines
}

fn collect(value: &Value, name: &str, depth: usize, names: &mut Vec<String>) {
    if names.len() >= MOST {
        return;
    }
    let under = |part: &str| if name.is_empty() { part.to_owned() } else { format!("{name}.{part}") };
    match value {
        Value::Object(members) if depth < DEEPEST => {
            members.iter().for_each(|(key, inner)| collect(inner, &under(key), depth + 1, names));
        }
        // Of a list the first element shows what the others have.
        Value::Array(items) if depth < DEEPEST => {
            items.iter().take(1).for_each(|inner| collect(inner, &under("0"), depth + 1, names));
        }
        _ => names.push(name.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::{field_names, pretty};

    #[test]
    fn names_are_those_discovery_gives() {
        assert_eq!(field_names(r#"{"a":1,"b":{"c":[{"d":2},{"e":3}]},"f":null}"#), ["a", "b.c.0.d", "f"]);
        let lines = |json: &str| pretty(json).map(|lines| lines.join("/"));
        let json = r#" {"b":1.50,"a":[],"c" : { "d":"x\\\"{,:" , "e":[1, 2]}} "#;
        let expected =
            r#"{/  "b": 1.50,/  "a": [],/  "c": {/    "d": "x\\\"{,:",/    "e": [/      1,/      2/    ]/  }/}"#;
        assert_eq!(lines(json).as_deref(), Some(expected));
        assert_eq!(pretty("[INFO] up"), None);
        assert!(field_names("[1]").is_empty() && field_names("plain").is_empty());
    }
}
