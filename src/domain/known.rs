//! What is known about one thing: the last good value, its age, and the fault since then.

use super::clock::Timestamp;
use super::fault::Fault;

/// The last good value of a fact, with when it was learned and what has gone wrong since.
///
/// A failed poll sets the fault and leaves the value: a pane goes stale, never blank.
#[derive(Clone, Debug, PartialEq)]
pub struct Known<T> {
    value: Option<T>,
    learned_at: Option<Timestamp>,
    fault: Option<(Timestamp, Fault)>,
}

impl<T> Default for Known<T> {
    fn default() -> Self {
        Self { value: None, learned_at: None, fault: None }
    }
}

impl<T> Known<T> {
    /// Takes a good answer; the fault, if there was one, is over.
    pub fn learn(&mut self, at: Timestamp, value: T) {
        self.value = Some(value);
        self.learned_at = Some(at);
        self.fault = None;
    }

    /// Takes a failed answer; the last good value stays.
    pub fn fail(&mut self, at: Timestamp, fault: Fault) {
        self.fault = Some((at, fault));
    }

    /// Takes a good answer that adds to the value there is.
    pub fn extend(&mut self, at: Timestamp, add: impl FnOnce(&mut T))
    where
        T: Default,
    {
        add(self.value.get_or_insert_default());
        self.learned_at = Some(at);
        self.fault = None;
    }

    /// Adds to the value there is without making it any newer; nothing where there is none.
    pub fn amend(&mut self, add: impl FnOnce(&mut T)) {
        if let Some(value) = &mut self.value {
            add(value);
        }
    }

    /// The last good value.
    pub fn value(&self) -> Option<&T> {
        self.value.as_ref()
    }

    /// When the last good value was learned.
    pub fn learned_at(&self) -> Option<Timestamp> {
        self.learned_at
    }

    /// What has gone wrong since the last good value.
    pub fn fault(&self) -> Option<&Fault> {
        self.fault.as_ref().map(|(_, fault)| fault)
    }

    /// When the fault happened.
    pub fn failed_at(&self) -> Option<Timestamp> {
        self.fault.as_ref().map(|(at, _)| *at)
    }

    /// Whether any answer, good or bad, has come.
    pub fn is_answered(&self) -> bool {
        self.value.is_some() || self.fault.is_some()
    }
}
