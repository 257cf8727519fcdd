//! Selection and filter of a list. The selection is a row's key, not its number: rows come and go while a
//! person looks, and the row they look at must stay.

use crate::domain::Text;

/// Where the person is in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// Key of the selected row; none is the first row, or the last where a list follows.
    pub selected: Option<Text>,
    /// Words rows must contain, as typed; empty shows all.
    pub filter: String,
}

/// A step through a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Up(usize),
    Down(usize),
    Top,
    Bottom,
}

impl Step {
    /// The row a step from row `at` leads to.
    pub fn from(self, at: usize, rows: usize) -> usize {
        let last = rows.saturating_sub(1);
        match self {
            Self::Up(n) => at.saturating_sub(n).min(last),
            Self::Down(n) => at.saturating_add(n).min(last),
            Self::Top => 0,
            Self::Bottom => last,
        }
    }
}

impl List {
    /// The number of the selected row among `keys`; `fallback` where it is gone or none was chosen.
    pub fn index(&self, keys: &[Text], fallback: usize) -> usize {
        let found = self.selected.as_ref().and_then(|key| keys.iter().position(|k| k == key));
        found.unwrap_or(fallback).min(keys.len().saturating_sub(1))
    }

    /// Whether a row with these words is shown: every word of the filter is in one of them.
    pub fn shows(&self, words: &[&str]) -> bool {
        let filter = self.filter.to_lowercase();
        filter.split_whitespace().all(|wanted| words.iter().any(|word| word.to_lowercase().contains(wanted)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_selection_stays_on_its_row_when_rows_come_before_it() {
        let list = List { selected: Some(Text::new("c")), filter: String::new() };
        let keys = |names: &[&str]| names.iter().map(Text::new).collect::<Vec<_>>();
        assert_eq!(list.index(&keys(&["b", "c"]), 0), 1);
        assert_eq!(list.index(&keys(&["a", "b", "c"]), 0), 2);
    }

    #[test]
    fn steps_stop_at_both_ends_and_an_empty_list_is_no_trap() {
        for (step, at, rows, to) in [
            (Step::Down(9), 0, 2, 1),
            (Step::Up(9), 1, 2, 0),
            (Step::Down(1), 0, 3, 1),
            (Step::Bottom, 0, 0, 0),
            (Step::Up(1), 5, 2, 1),
            (Step::Top, 1, 2, 0),
        ] {
            assert_eq!(step.from(at, rows), to, "{step:?} {at} of {rows}");
        }
    }

    #[test]
    fn every_word_of_a_filter_must_be_somewhere_in_the_row() {
        let list = List { selected: None, filter: "fail serv".to_owned() };
        assert!(list.shows(&["Service", "UPDATE_FAILED"]));
        assert!(!list.shows(&["Service", "UPDATE_COMPLETE"]));
    }
}
