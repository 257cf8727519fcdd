//! What is inside a JSON message, for completion and for reading.

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
    let value: Value = serde_json::from_str(message.trim()).ok()?;
    let text = serde_json::to_string_pretty(&value).ok()?;
    Some(text.lines().map(str::to_owned).collect())
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
        assert_eq!(
            pretty(" {\"b\":1,\"a\":[]}").map(|lines| lines.join("/")),
            Some("{/  \"b\": 1,/  \"a\": []/}".to_owned())
        );
        assert_eq!(pretty("[INFO] up"), None);
        assert!(field_names("[1]").is_empty() && field_names("plain").is_empty());
    }
}
