//! Which columns the result has.

/// A column: what it is called and its slot.
pub type Column = (String, usize);

/// The columns asked for so far.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    /// The last `display`; it alone counts.
    display: Option<Vec<Column>>,
    /// The last `stats`.
    stats: Option<Vec<Column>>,
    /// Those of `fields`, which add up, and those other commands made, in order.
    others: Vec<(Column, bool)>,
}

impl Columns {
    /// A column of `fields`.
    pub fn list(&mut self, name: &str, slot: usize) {
        self.add(name, slot, true);
    }

    /// A column some other command made, such as `parse`. It is shown (our choice: AWS does not say).
    pub fn made(&mut self, name: &str, slot: usize) {
        self.add(name, slot, false);
    }

    fn add(&mut self, name: &str, slot: usize, listed: bool) {
        match self.others.iter_mut().find(|((known, _), _)| known == name) {
            Some(known) => known.1 |= listed,
            None => self.others.push(((name.to_owned(), slot), listed)),
        }
    }

    /// The columns of `display`, in place of any before.
    pub fn display(&mut self, columns: Vec<Column>) {
        self.display = Some(columns);
    }

    /// The columns of `stats`; those before are gone.
    pub fn stats(&mut self, columns: Vec<Column>) {
        *self = Columns { stats: Some(columns), ..Columns::default() };
    }

    /// Whether the default columns are needed: nothing else was asked for.
    pub fn needs_default(&self) -> bool {
        self.display.is_none() && self.stats.is_none() && !self.others.iter().any(|(_, listed)| *listed)
    }

    /// The columns as they stand; `default` is shown where nothing was asked for.
    pub fn shown(&self, default: Vec<Column>) -> Vec<Column> {
        if let Some(display) = &self.display {
            return display.clone();
        }
        let listed = self.others.iter().any(|(_, listed)| *listed);
        let mut shown = match &self.stats {
            _ if listed => Vec::new(),
            Some(stats) => stats.clone(),
            None => default,
        };
        for (column, _) in &self.others {
            if !shown.iter().any(|(name, _)| *name == column.0) {
                shown.push(column.clone());
            }
        }
        shown
    }
}
