//! What is offered, and what is known of the logs it is taken from.

use crate::insights::ink::Ink;
use crate::insights::span::Span;
use crate::insights::words::Words;

/// What is known of the logs in question.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'a> {
    /// Fields seen in results or told by the service.
    pub fields: &'a [String],
    /// Log groups by name.
    pub groups: &'a [String],
}

/// What can be put at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offers {
    /// What is replaced: the word the cursor is at the end of.
    pub span: Span,
    /// The likelier first.
    pub offers: Vec<Offer>,
}

/// One thing that can be put there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub kind: Ink,
    /// What is put in.
    pub text: String,
    /// How it goes on: clauses, arguments.
    pub usage: &'static str,
    /// What it does.
    pub does: &'static str,
}

impl Offer {
    pub fn of(words: &Words, kind: Ink) -> Self {
        Self { kind, text: words.name.to_owned(), usage: words.usage, does: words.does }
    }

    /// Whether a word is the beginning of it, in any letter case; what is typed without its `@` as well, and functions
    /// and commands with or without `_`, as the service takes them.
    pub fn begins_with(&self, word: &str) -> bool {
        let begins = |text: &str, word: &str| text.get(..word.len()).is_some_and(|s| s.eq_ignore_ascii_case(word));
        let plain = |text: &str| text.replace('_', "");
        begins(&self.text, word)
            || begins(self.text.trim_start_matches(['@', '`']), word)
            || (matches!(self.kind, Ink::Function | Ink::Command)
                && !plain(word).is_empty()
                && begins(&plain(&self.text), &plain(word)))
    }
}
