//! Small pieces of sentences shared by the rules.

use crate::domain::Text;
use crate::domain::clock::{Timestamp, short_duration};

/// Longest quote inside a sentence, in characters; the evidence has it whole.
const QUOTED: usize = 120;

/// `13 s` under two minutes, then as [`short_duration`].
pub fn seconds(n: u64) -> String {
    if n < 120 { format!("{n} s") } else { short_duration(n) }
}

/// A quote short enough for a sentence.
pub fn short_quote(text: &Text) -> String {
    let whole = text.as_str().trim().trim_end_matches('.');
    match whole.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", whole.get(..end).unwrap_or(whole)),
        None => whole.to_owned(),
    }
}

/// A sentence as part of another: no final dot, first letter small unless the word is a name or an abbreviation.
pub fn as_clause(sentence: &str) -> String {
    let trimmed = sentence.trim().trim_end_matches('.');
    let mut chars = trimmed.chars();
    let first = chars.next();
    match (first, chars.clone().next()) {
        (Some(a), Some(b)) if a.is_uppercase() && (b.is_lowercase() || b == ' ') && !is_name(trimmed) => {
            a.to_lowercase().collect::<String>() + chars.as_str()
        }
        _ => trimmed.to_owned(),
    }
}

fn is_name(sentence: &str) -> bool {
    [
        "Fargate",
        "CloudFormation",
        "Docker",
        "Amazon",
        "Secrets Manager",
        "Application Auto",
        "Service Connect",
        "Cloud Map",
    ]
    .iter()
    .any(|name| sentence.starts_with(name))
}

/// `11:44`, in UTC.
pub fn minute(at: Timestamp) -> String {
    at.strftime("%H:%M").to_string()
}
