//! The words to quote: the clause around what decided.

use std::ops::Range;

/// Longest quote, in characters.
const LONGEST: usize = 240;

/// The clause of `raw` around `place`, bounded.
pub fn clause(raw: &str, place: Range<usize>) -> String {
    let ends = [". ", "; ", ": ", "\n", "\\n"];
    let before = raw.get(..place.start).unwrap_or("");
    let after = raw.get(place.end..).unwrap_or("");
    let start = ends.iter().filter_map(|end| before.rfind(end).map(|at| at + end.len())).max().unwrap_or(0);
    let stop = ends.iter().filter_map(|end| after.find(end)).min().map_or(raw.len(), |at| place.end + at);
    bounded(raw.get(start..stop).unwrap_or(raw))
}

/// The text without surrounding space and final dot, at most as long as a quote may be.
pub fn bounded(text: &str) -> String {
    let text = text.trim().trim_end_matches('.');
    match text.char_indices().nth(LONGEST) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or(text)),
        None => text.to_owned(),
    }
}
