//! Which slot a name means at each point of a query.

use crate::insights::tree::{Name, Part};
use std::collections::{HashMap, HashSet};

/// Where the value of a name is.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// In a slot.
    Slot(usize),
    /// Inside the map or list in a slot.
    Inside(usize, Vec<Part>),
    /// Nowhere: `stats` has not made it.
    Nowhere,
}

/// The names known so far.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Made by the query.
    made: HashMap<String, usize>,
    /// To be found in events; only before the first `stats`.
    found: HashMap<String, usize>,
    /// Every field to be found in events, for good.
    wanted: Vec<(String, usize)>,
    /// Made by the command being planned: what is inside them only later commands can see, as on AWS.
    fresh: HashSet<String>,
    after_stats: bool,
    width: usize,
}

impl Names {
    /// Where a name's value is. Before `stats`, a name nothing has made is a field to be found in the event.
    pub fn resolve(&mut self, name: &Name) -> Place {
        if let Some(slot) = self.made.get(&name.text) {
            return Place::Slot(*slot);
        }
        for count in (1..name.parts.len()).rev() {
            let head = name.head(count);
            if let Some(slot) = self.made.get(&head).filter(|_| !self.fresh.contains(&head)) {
                return Place::Inside(*slot, name.parts.iter().skip(count).cloned().collect());
            }
        }
        if self.after_stats {
            return Place::Nowhere;
        }
        Place::Slot(self.want(&name.flattened()))
    }

    /// A name made by the query, such as an unnamed column's text.
    pub fn made(&self, text: &str) -> Option<usize> {
        self.made.get(text).copied()
    }

    /// The slot of a field to be found in events.
    pub fn want(&mut self, flattened: &str) -> usize {
        if let Some(slot) = self.made.get(flattened).or(self.found.get(flattened)) {
            return *slot;
        }
        let slot = self.spare();
        if !self.after_stats {
            self.wanted.push((flattened.to_owned(), slot));
        }
        self.found.insert(flattened.to_owned(), slot);
        slot
    }

    /// Makes a name; a field of the event of that name is overwritten from here on.
    pub fn make(&mut self, text: &str) -> usize {
        let known = self.made.get(text).or(self.found.get(text)).copied();
        let slot = known.unwrap_or_else(|| self.spare());
        self.fresh.insert(text.to_owned());
        self.made.insert(text.to_owned(), slot);
        slot
    }

    /// Begins the next command.
    pub fn next_command(&mut self) {
        self.fresh.clear();
    }

    /// A slot without a name.
    pub fn spare(&mut self) -> usize {
        self.width += 1;
        self.width - 1
    }

    /// Forgets every name: behind `stats` only what it makes exists.
    pub fn enter_stats(&mut self) {
        self.made.clear();
        self.found.clear();
        self.after_stats = true;
    }

    /// Whether this is behind a `stats`.
    pub fn is_after_stats(&self) -> bool {
        self.after_stats
    }

    /// The fields to be found in events, with their slots.
    pub fn wanted(&self) -> &[(String, usize)] {
        &self.wanted
    }

    /// How many slots a row has.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Every name with a slot now, in the order of slots.
    pub fn all(&self) -> Vec<(String, usize)> {
        let mut all: Vec<_> = self.made.iter().chain(&self.found).map(|(name, slot)| (name.clone(), *slot)).collect();
        all.sort_by(|a, b| a.1.cmp(&b.1).then_with(|| a.0.cmp(&b.0)));
        all.dedup();
        all
    }
}
