//! Walking through pages without walking in circles.

use std::collections::HashSet;

/// One walk through the pages of an answer. It ends where AWS says so, where a token comes a second time
/// (a server that repeats itself would be read for ever), and at a bound.
pub(super) struct Walk {
    seen: HashSet<String>,
    left: usize,
}

impl Walk {
    /// A walk of at most `most` pages.
    pub(super) fn new(most: usize) -> Self {
        Self { seen: HashSet::new(), left: most }
    }

    /// Takes the token a page ended with; gives the one to go on with.
    pub(super) fn next(&mut self, token: Option<String>) -> Option<String> {
        self.left = self.left.saturating_sub(1);
        let token = token.filter(|token| !token.is_empty() && self.left > 0)?;
        self.seen.insert(token.clone()).then_some(token)
    }
}

/// Pages of a list that is read to its end: our choice, far above any quota.
pub(super) const ALL: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_walk_ends_at_the_end_at_a_repeated_token_and_at_its_bound() {
        for (most, tokens, pages) in [
            (9, vec![Some("a"), Some("b"), None], 3),
            (9, vec![Some("a"), Some("b"), Some("a"), Some("b"), None], 3),
            (9, vec![Some("")], 1),
            (2, vec![Some("a"), Some("b"), Some("c"), None], 2),
        ] {
            let mut walk = Walk::new(most);
            let read = tokens.iter().take_while(|t| walk.next(t.map(str::to_owned)).is_some()).count() + 1;
            assert_eq!(read, pages, "{tokens:?}");
        }
    }
}
