//! Names and quoted texts.

use crate::insights::tree::{FieldPattern, Name, Number, Part};

/// A name, in backticks where it was, so that it cannot be taken for a keyword.
pub fn name(name: &Name) -> String {
    let mut text = String::new();
    for (at, part) in name.parts.iter().enumerate() {
        match part {
            Part::Index(index) => text.push_str(&format!("[{index}]")),
            Part::Key(key) => {
                if at > 0 {
                    text.push('.');
                }
                match name.quoted {
                    true => text.extend(["`", key, "`"]),
                    false => text.push_str(key),
                }
            }
        }
    }
    text
}

/// Names with commas between them.
pub fn names(list: &[Name]) -> String {
    list.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// The name of a lookup table: it may have hyphens, and then its text is what was written.
pub fn table(table: &Name) -> String {
    let plain = table.text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '@' | '.' | '[' | ']'));
    if plain || (table.quoted && !table.text.contains('`')) { name(table) } else { table.text.clone() }
}

/// A pattern with stars; what is no plain name between them stands in backticks.
pub fn pattern(pattern: &FieldPattern) -> String {
    let piece = |piece: &str| {
        let begins = piece.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '@'));
        let plain = piece
            .split('.')
            .all(|key| !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '@')));
        if piece.is_empty() || (begins && plain) { piece.to_owned() } else { format!("`{piece}`") }
    };
    pattern.text.split('*').map(piece).collect::<Vec<_>>().join("*")
}

/// A string.
pub fn text(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A regular expression; a slash in it needs a backslash.
pub fn regex(text: &str) -> String {
    let mut out = String::from("/");
    let mut letters = text.chars();
    while let Some(c) = letters.next() {
        match c {
            '\\' => out.extend(std::iter::once(c).chain(letters.next())),
            '/' => out.push_str("\\/"),
            c => out.push(c),
        }
    }
    out.push('/');
    out
}

/// A number as the language has them, without an exponent; a whole float keeps its point.
pub fn number(number: Number) -> String {
    match number {
        Number::Int(n) => n.to_string(),
        Number::Float(n) => {
            let text = n.to_string();
            if text.contains('.') || text.parse::<i64>().is_err() { text } else { format!("{text}.0") }
        }
    }
}
