//! Counts of nought: `0 errors`, `failed: 0`. They hold words of trouble and say that there is none.

use std::ops::Range;

/// What is counted.
const TROUBLES: &[&str] = &[
    "error",
    "errors",
    "failure",
    "failures",
    "failed",
    "fail",
    "failing",
    "exceptions",
    "exception",
    "problems",
    "problem",
    "warnings",
    "crashes",
    "timeouts",
    "fatal",
    "fatals",
    "rejected",
    "refused",
    "broken",
    "conflicts",
    "missing",
    "invalid",
];
/// Words that count none before what is counted, and after it.
const NONE_BEFORE: &[&str] = &["0", "no", "zero", "without"];
const NONE_AFTER: &[&str] = &["0", "null", "none", "nil", "false"];

/// What stands in the normal form in the place of a count of nought.
pub const MARK: &str = "count-of-nought";

/// The first count of nought in a text in the normal form.
pub fn first(plain: &str) -> Option<Range<usize>> {
    let words: Vec<Range<usize>> = words(plain).collect();
    words.windows(2).find_map(|pair| {
        let [one, two] = pair else { return None };
        let (left, right) = (plain.get(one.clone())?, plain.get(two.clone())?);
        let between = plain.get(one.end..two.start)?;
        let counted = NONE_BEFORE.contains(&left) && TROUBLES.contains(&right) && between == " ";
        let keyed = TROUBLES.contains(&left) && NONE_AFTER.contains(&right) && assigns(between);
        (counted || keyed).then_some(one.start..two.end)
    })
}

/// Whether a key and its value are joined by these: `failed: 0`, `failed=0`; `failed 0` as summaries of tests have it.
fn assigns(between: &str) -> bool {
    matches!(between.trim(), "" | ":" | "=" | ":=")
}

/// Runs of letters, digits and what joins them, so that `0.5`, `0x1f` and `10` are no nought.
fn words(plain: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '%');
    let mut at = 0;
    plain.split_inclusive(move |c: char| !inside(c)).filter_map(move |piece| {
        let start = at;
        at += piece.len();
        let word = piece.trim_end_matches(|c: char| !inside(c)).trim_end_matches(['.', '-']);
        (!word.is_empty()).then(|| start..start + word.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_of_nought_is_found_and_nothing_like_it() {
        for (text, found) in [
            ("checked 40 migrations: 0 errors found", Some("0 errors")),
            ("passed: 12, failed: 0, skipped: 1", Some("failed: 0")),
            ("errors=0 latency=3ms", Some("errors=0")),
            ("done with no errors.", Some("no errors")),
            ("error: null", Some("error: null")),
            ("tests 12 passed, 0 failed", Some("0 failed")),
            ("10 errors", None),
            ("failed: 0x1f", None),
            ("failed: 0.5", None),
            ("no such error", None),
            ("failed, 0 left", None),
            ("errors: 3", None),
            ("", None),
        ] {
            assert_eq!(first(text).and_then(|range| text.get(range)), found, "{text}");
        }
    }
}
