//! The right word nearest to a wrong one, for error messages.

/// The candidate that differs least from `word`, if it differs little enough to be what was meant.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let best = candidates.into_iter().map(|c| (distance(&word, &c.to_lowercase()), c)).min()?;
    (best.0 <= 1 + word.chars().count() / 3).then_some(best.1)
}

/// Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    let mut last = None;
    for (i, x) in a.chars().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        next.push(i + 1);
        for (j, y) in b.iter().enumerate() {
            let mut best = (row[j] + usize::from(x != *y)).min(row[j + 1] + 1).min(next[j] + 1);
            if j > 0 && last == Some(*y) && b[j - 1] == x && i > 0 {
                best = best.min(before[j - 1] + 1);
            }
            next.push(best);
        }
        before = std::mem::replace(&mut row, next);
        last = Some(x);
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_word_and_nonsense_finds_none() {
        let words = ["crash-loop", "image-not-found", "healthy"];
        assert_eq!(nearest("crahs-loop", words), Some("crash-loop"));
        assert_eq!(nearest("Healty", words), Some("healthy"));
        assert_eq!(nearest("zzzzzzzzzz", words), None);
    }
}
