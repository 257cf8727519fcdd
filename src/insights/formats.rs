//! The line formats `parse` knows: logfmt and CSV.

use serde_json::{Map, Value};

/// Reads `key=value key="quoted value" flag`; a key without a value is true, what has no key is passed over.
pub fn logfmt(text: &str) -> Map<String, Value> {
    let mut map = Map::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let key_end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let (key, behind) = rest.split_at(key_end);
        let (value, left) = match behind.strip_prefix('=') {
            None => (Value::Bool(true), behind),
            Some(behind) => match behind.strip_prefix('"') {
                Some(quoted) => {
                    let (text, left) = quoted_text(quoted);
                    (Value::String(text), left)
                }
                None => {
                    let end = behind.find(char::is_whitespace).unwrap_or(behind.len());
                    let (text, left) = behind.split_at(end);
                    (Value::String(text.to_owned()), left)
                }
            },
        };
        if !key.is_empty() {
            map.insert(key.to_owned(), value);
        }
        rest = left.trim_start();
    }
    map
}

/// Text up to the closing quote, with backslash escapes; to the end where there is none.
fn quoted_text(text: &str) -> (String, &str) {
    let mut inside = String::new();
    let mut letters = text.char_indices();
    while let Some((at, c)) = letters.next() {
        match c {
            '"' => return (inside, text.get(at + 1..).unwrap_or("")),
            '\\' => match letters.next() {
                Some((_, 'n')) => inside.push('\n'),
                Some((_, 't')) => inside.push('\t'),
                Some((_, other)) => inside.push(other),
                None => {}
            },
            c => inside.push(c),
        }
    }
    (inside, "")
}

/// The columns of a line of CSV: commas, double quotes around columns that hold them, doubled quotes inside.
pub fn csv_line(text: &str) -> Vec<String> {
    let mut columns = Vec::new();
    let mut column = String::new();
    let mut quoted = false;
    let mut letters = text.trim_end_matches(['\r', '\n']).chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '"' if quoted && letters.next_if_eq(&'"').is_some() => column.push('"'),
            '"' if quoted => quoted = false,
            '"' if column.trim().is_empty() => {
                column.clear();
                quoted = true;
            }
            ',' if !quoted => columns.push(std::mem::take(&mut column)),
            c => column.push(c),
        }
    }
    columns.push(column);
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logfmt_reads_pairs_quotes_and_flags() {
        let map = logfmt(r#"level=info msg="a \"b\" c" took=12ms fatal =x tail="open"#);
        let expected =
            serde_json::json!({"level": "info", "msg": "a \"b\" c", "took": "12ms", "fatal": true, "tail": "open"});
        assert_eq!(Value::Object(map), expected);
    }

    #[test]
    fn csv_columns_keep_commas_in_quotes() {
        assert_eq!(csv_line("a,\"b,\"\"c\"\"\",,d e\n"), ["a", "b,\"c\"", "", "d e"]);
        assert_eq!(csv_line(""), [""]);
    }
}
