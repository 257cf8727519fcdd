//! Where a query is read and evaluated: by the language's own folder, `insights`.

use super::logs_query::{Outcome, Question};
use super::trouble::Trouble;
use crate::domain::Timestamp;
use crate::sim::account::Account;

/// Whether the text is a query; its first problem as AWS words it.
pub fn compile(_text: &str) -> Result<(), Trouble> {
    Ok(())
}

pub fn evaluate(_account: &Account, _question: &Question, _now: Timestamp) -> Result<Outcome, ()> {
    Ok(Outcome::default())
}
