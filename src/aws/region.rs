//! What a region's name looks like.

/// Whether the text has the form of an AWS region: words of letters joined by hyphens, a number last
/// (`eu-west-1`, `us-gov-east-1`, `eusc-de-east-1`). The name becomes part of a host name, so nothing else passes.
pub(super) fn is_region(text: &str) -> bool {
    let Some((words, number)) = text.rsplit_once('-') else {
        return false;
    };
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase());
    words.len() <= 40
        && words.split('-').count() >= 2
        && words.split('-').all(is_word)
        && words.split('-').next().is_some_and(|first| first.len() >= 2)
        && (1..=2).contains(&number.len())
        && number.bytes().all(|b| b.is_ascii_digit())
}

/// Regions people use most; for a hint after a slip of the finger, not for refusing.
const WELL_KNOWN: [&str; 16] = [
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
    "ca-central-1",
    "sa-east-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "eu-central-1",
    "eu-north-1",
    "eu-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-northeast-1",
    "ap-south-1",
];

/// The well-known region that is at most two edits away.
pub(super) fn nearest(text: &str) -> Option<&'static str> {
    let lower = text.trim().to_ascii_lowercase().replace(['_', ' '], "-");
    WELL_KNOWN.into_iter().map(|region| (edits(&lower, region), region)).filter(|(n, _)| *n <= 2).min().map(|(_, r)| r)
}

/// Levenshtein distance.
fn edits(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().take(64).enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, y) in row.iter_mut().skip(1).zip(b.bytes()) {
            let above = *cell;
            let here = (diagonal + usize::from(x != y)).min(above + 1).min(left + 1);
            (diagonal, left, *cell) = (above, here, here);
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_fit_a_host_name_pass() {
        for (text, fits) in [
            ("eu-west-1", true),
            ("us-gov-west-1", true),
            ("eusc-de-east-1", true),
            ("ap-southeast-12", true),
            ("eu-west1", false),
            ("eu_west_1", false),
            ("EU-WEST-1", false),
            ("eu-1", false),
            ("", false),
            ("eu-west-1.evil.example/", false),
            ("eu--west-1", false),
            ("eu-west-1\n", false),
        ] {
            assert_eq!(is_region(text), fits, "{text:?}");
        }
    }

    #[test]
    fn a_slip_gets_the_nearest_name() {
        for (text, near) in [
            ("eu-west1", Some("eu-west-1")),
            ("EU_WEST_1", Some("eu-west-1")),
            ("us-esat-2", Some("us-east-2")),
            ("kitchen", None),
        ] {
            assert_eq!(nearest(text), near, "{text:?}");
        }
    }
}
