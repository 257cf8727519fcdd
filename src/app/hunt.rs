//! Looking for a row, a stretch at a time, so that a search through a million lines keeps no key waiting.

use super::panes::log_rows::{LogRow, LogRows};
use crate::domain::Text;

/// What is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Quarry {
    /// Rows with these words, in any letter case unless a capital is among them.
    Words(String),
    /// Rows that look like an error.
    Errors,
}

/// A search on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hunt {
    pub quarry: Quarry,
    forward: bool,
    /// The row to look at next, and rows left to look at.
    at: usize,
    left: usize,
}

/// How far a search is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Track {
    Found(Text),
    GoOn(Hunt),
    Nothing,
}

/// Rows looked at in one go: about what a frame costs, so that keys and frames come between (our choice).
const STRETCH: usize = 3_000;

impl Hunt {
    /// A search that begins beside row `from`, or at it, and goes round through all rows once.
    pub fn new(quarry: Quarry, forward: bool, from: usize, at_it: bool, rows: usize) -> Self {
        let at = match (at_it, forward) {
            (true, _) => from,
            (false, true) => from + 1,
            (false, false) => (from + rows).saturating_sub(1),
        };
        Self { quarry, forward, at: at.checked_rem(rows).unwrap_or(0), left: rows }
    }

    /// Looks at the next rows.
    pub fn go(mut self, rows: &LogRows) -> Track {
        // Rows may have gone since.
        self.left = self.left.min(rows.len());
        let mut room = self.left.min(STRETCH);
        while room > 0 {
            let mut looked = 0;
            for row in rows.walk(self.at, self.forward).take(room) {
                if self.quarry.is(&row) {
                    return Track::Found(row.key());
                }
                looked += 1;
            }
            (room, self.left) = (room - looked, self.left - looked);
            self.at = match self.forward {
                true => self.at + looked,
                false => self.at.saturating_sub(looked),
            };
            // Round by the other end.
            if room > 0 {
                self.at = if self.forward { 0 } else { rows.len() - 1 };
            }
        }
        if self.left == 0 { Track::Nothing } else { Track::GoOn(self) }
    }
}

impl Quarry {
    fn is(&self, row: &LogRow) -> bool {
        match self {
            Self::Errors => row.severity().is_error(),
            Self::Words(words) => row.any(|text| position(text, words).is_some()),
        }
    }
}

/// Where the words stand first in a text, in bytes. Capitals matter only where the words have some.
pub fn position(text: &str, words: &str) -> Option<usize> {
    if words.is_empty() {
        return None;
    }
    if words.chars().any(char::is_uppercase) || !words.is_ascii() {
        return text.find(words);
    }
    let (text, words) = (text.as_bytes(), words.as_bytes());
    let first = words.first().copied()?;
    let last = text.len().checked_sub(words.len())?;
    (0..=last).find(|at| {
        text.get(*at).is_some_and(|c| c.eq_ignore_ascii_case(&first))
            && text.get(*at..at + words.len()).is_some_and(|part| part.eq_ignore_ascii_case(words))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::live::LiveRow;

    fn rows(words: &[&str]) -> Vec<LiveRow> {
        words.iter().map(|word| LiveRow { cells: vec![Some(Text::new(word))], ..LiveRow::default() }).collect()
    }

    #[test]
    fn a_search_goes_round_once_and_ends() {
        let found = rows(&["a x", "b", "X c", "d", "error e"]);
        let rows = LogRows::Table(&found);
        let words = |words: &str| Quarry::Words(words.to_owned());
        for (quarry, forward, from, at_it, expected) in [
            (words("x"), true, 0, false, Some("row 2")),
            (words("x"), true, 2, false, Some("row 0")),
            (words("x"), false, 0, false, Some("row 2")),
            (words("x"), false, 2, true, Some("row 2")),
            (words("X"), true, 2, false, Some("row 2")),
            (words("zz"), true, 0, false, None),
            (words(""), true, 0, false, None),
            (Quarry::Errors, false, 1, false, Some("row 4")),
        ] {
            let track = Hunt::new(quarry.clone(), forward, from, at_it, rows.len()).go(&rows);
            let expected = expected.map_or(Track::Nothing, |key| Track::Found(Text::new(key)));
            assert_eq!(track, expected, "{quarry:?} {forward} {from}");
        }
    }

    #[test]
    fn a_long_search_is_done_in_stretches_and_loses_no_row() {
        let mut found = rows(&vec!["a"; 3 * STRETCH]);
        found[STRETCH + 7] = LiveRow { cells: vec![Some(Text::new("needle"))], ..LiveRow::default() };
        let rows = LogRows::Table(&found);
        let mut hunt = Hunt::new(Quarry::Words("needle".to_owned()), false, 0, false, rows.len());
        let mut stretches = 1;
        let key = loop {
            match hunt.go(&rows) {
                Track::GoOn(next) => (hunt, stretches) = (next, stretches + 1),
                Track::Found(key) => break key,
                Track::Nothing => panic!("it is there"),
            }
        };
        assert_eq!((key.as_str(), stretches), (format!("row {}", STRETCH + 7).as_str(), 2));
    }

    #[test]
    fn rows_that_are_gone_meanwhile_are_no_trap() {
        let (many, none) = (rows(&["a"; 9]), rows(&[]));
        let hunt = Hunt::new(Quarry::Words("b".to_owned()), true, 5, false, many.len());
        assert_eq!(hunt.go(&LogRows::Table(&none)), Track::Nothing);
        assert_eq!(Hunt::new(Quarry::Errors, false, 0, false, 0).go(&LogRows::Table(&none)), Track::Nothing);
    }
}
