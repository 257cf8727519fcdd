//! Queries to choose from: our own presets, those saved in the account, those run before.

use super::aim::Aim;
use super::input::{Input, Lines};
use super::presets::presets;
use super::queries::Queries;
use crate::domain::saved_query::SavedQuery;
use crate::domain::{Text, Timestamp};

/// The list, narrowed by words typed.
#[derive(Clone, Debug)]
pub struct QueryList {
    pub words: Input,
    pub selected: usize,
    rows: Vec<QueryRow>,
}

/// One query to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryRow {
    pub kind: QueryKind,
    pub name: Text,
    pub text: String,
    /// Where its window begins; none where it is the pane's own.
    pub from: Option<Timestamp>,
}

/// Where a query comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueryKind {
    Preset,
    /// Saved in the account (DescribeQueryDefinitions).
    Saved,
    /// Run before with this program.
    Past,
}

impl QueryKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Preset => "preset",
            Self::Saved => "saved",
            Self::Past => "past",
        }
    }
}

impl QueryList {
    /// Presets first, then what the account has saved, then what was run, newest first.
    pub fn new(aim: &Aim, saved: &[SavedQuery], queries: &Queries) -> Self {
        let preset = presets(aim).into_iter().map(|preset| QueryRow {
            kind: QueryKind::Preset,
            name: Text::new(preset.name),
            text: preset.text,
            from: Some(preset.from),
        });
        let saved = saved.iter().map(|saved| QueryRow {
            kind: QueryKind::Saved,
            name: saved.name.clone(),
            text: saved.text.clone(),
            from: None,
        });
        let past = queries.past().iter().rev().map(|text| QueryRow {
            kind: QueryKind::Past,
            name: Text::from(text.split_whitespace().collect::<Vec<_>>().join(" ")),
            text: text.clone(),
            from: None,
        });
        Self { words: Input::new(Lines::One, ""), selected: 0, rows: preset.chain(saved).chain(past).collect() }
    }

    /// Takes the rows there are by now; the cursor stays on its row.
    pub fn renew(&mut self, new: Self) {
        let chosen = self.chosen().cloned();
        self.rows = new.rows;
        let at = chosen.and_then(|chosen| self.shown().iter().position(|row| **row == chosen));
        self.selected = at.unwrap_or(self.selected).min(self.shown().len().saturating_sub(1));
    }

    /// The rows that hold every word typed.
    pub fn shown(&self) -> Vec<&QueryRow> {
        let typed = self.words.text().to_lowercase();
        let holds = |row: &&QueryRow| {
            let all = format!("{} {} {}", row.kind.as_str(), row.name.as_str(), row.text).to_lowercase();
            typed.split_whitespace().all(|word| all.contains(word))
        };
        self.rows.iter().filter(holds).collect()
    }

    /// The row under the cursor.
    pub fn chosen(&self) -> Option<&QueryRow> {
        self.shown().get(self.selected).copied()
    }

    /// Moves the cursor, staying inside.
    pub fn go(&mut self, down: bool) {
        let last = self.shown().len().saturating_sub(1);
        self.selected = if down { (self.selected + 1).min(last) } else { self.selected.saturating_sub(1) };
    }
}
