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
    bounded(whole(raw.get(start..stop).unwrap_or(raw)))
}

/// A clause without what the cut has left open: a quotation mark before it, a parenthesis begun at its end.
fn whole(clause: &str) -> &str {
    let clause = clause.trim();
    let clause = clause.strip_prefix('"').filter(|rest| !rest.contains('"')).unwrap_or(clause);
    match clause.rsplit_once(" (") {
        Some((words, open)) if !open.contains(')') && !words.is_empty() => words,
        _ => clause,
    }
}

/// The text without surrounding space and final dot, at most as long as a quote may be.
pub fn bounded(text: &str) -> String {
    let text = text.trim().trim_end_matches('.');
    match text.char_indices().nth(LONGEST) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or(text)),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::clause;

    #[test]
    fn a_clause_leaves_nothing_open() {
        for (raw, about, whole) in [
            (
                "message: \"The bucket is not empty (Service: S3, Status Code: 409)\" (Token: 1)",
                "not empty",
                "The bucket is not empty",
            ),
            ("it said \"no\" to all", "no", "it said \"no\" to all"),
            ("\"a\" is no name", "no name", "\"a\" is no name"),
            ("the image (a/b:1) is gone", "gone", "the image (a/b:1) is gone"),
            ("(only this", "this", "(only this"),
        ] {
            let at = raw.find(about).expect("there");
            assert_eq!(clause(raw, at..at + about.len()), whole, "{raw}");
        }
    }
}
