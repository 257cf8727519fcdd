//! One row of the tables: a cause, how it is said, and what to do about it.

use super::subject::Find;
use crate::diagnosis::verdict::Category;

/// A cause. `when` holds conditions of which one must hold; `{subject|else}` in the sentences stands for the thing named.
#[derive(Clone, Copy, Debug)]
pub struct Cause {
    pub name: &'static str,
    pub category: Category,
    pub benign: bool,
    pub wrapper: bool,
    pub when: &'static [&'static str],
    pub about: &'static [Find],
    pub summary: &'static str,
    pub next_step: &'static str,
}

impl Cause {
    /// A cause with its two sentences.
    pub const fn new(name: &'static str, category: Category, summary: &'static str, next_step: &'static str) -> Self {
        Self { name, category, benign: false, wrapper: false, when: &[], about: &[], summary, next_step }
    }

    /// Something routine.
    pub const fn routine(name: &'static str, summary: &'static str) -> Self {
        let row = Self::new(name, Category::Benign, summary, "Nothing to do.");
        Self { benign: true, ..row }
    }

    /// How it is said.
    pub const fn when(self, when: &'static [&'static str]) -> Self {
        Self { when, ..self }
    }

    /// Where the message names the thing.
    pub const fn about(self, about: &'static [Find]) -> Self {
        Self { about, ..self }
    }

    /// Says only that something failed.
    pub const fn wrapper(self) -> Self {
        Self { wrapper: true, ..self }
    }
}
