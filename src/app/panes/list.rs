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

impl List {
    /// The number of the selected row among `keys`; `fallback` where it is gone or none was chosen.
    pub fn index(&self, keys: &[Text], fallback: usize) -> usize {
        let found = self.selected.as_ref().and_then(|key| keys.iter().position(|k| k == key));
        found.unwrap_or(fallback).min(keys.len().saturating_sub(1))
    }

    /// Moves the selection.
    pub fn step(&mut self, keys: &[Text], fallback: usize, step: Step) {
        let at = self.index(keys, fallback);
        let to = match step {
            Step::Up(n) => at.saturating_sub(n),
            Step::Down(n) => at.saturating_add(n).min(keys.len().saturating_sub(1)),
            Step::Top => 0,
            Step::Bottom => keys.len().saturating_sub(1),
        };
        self.selected = keys.get(to).cloned();
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

    fn keys(names: &[&str]) -> Vec<Text> {
        names.iter().map(Text::new).collect()
    }

    #[test]
    fn the_selection_stays_on_its_row_when_rows_come_before_it() {
        let mut list = List::default();
        list.step(&keys(&["b", "c"]), 0, Step::Down(1));
        assert_eq!(list.index(&keys(&["a", "b", "c"]), 0), 2);
    }

    #[test]
    fn steps_stop_at_both_ends_and_an_empty_list_is_no_trap() {
        let mut list = List::default();
        list.step(&keys(&["a", "b"]), 0, Step::Down(9));
        assert_eq!(list.selected, Some(Text::new("b")));
        list.step(&keys(&["a", "b"]), 0, Step::Up(9));
        assert_eq!(list.selected, Some(Text::new("a")));
        list.step(&[], 0, Step::Bottom);
        assert_eq!(list.selected, None);
    }

    #[test]
    fn every_word_of_a_filter_must_be_somewhere_in_the_row() {
        let list = List { selected: None, filter: "fail serv".to_owned() };
        assert!(list.shows(&["Service", "UPDATE_FAILED"]));
        assert!(!list.shows(&["Service", "UPDATE_COMPLETE"]));
    }
}
