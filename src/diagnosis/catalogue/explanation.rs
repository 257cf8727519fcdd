//! What a message means.

use crate::diagnosis::verdict::Category;
use crate::domain::Text;

/// A message read by the catalogue.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The name of the cause, `image_not_found`; `unknown` when no rule knows the text.
    pub cause: &'static str,
    /// What kind of thing has to be changed.
    pub category: Category,
    /// Routine: never the reason why something is stuck.
    pub benign: bool,
    /// Says only that something failed; a deeper message says why.
    pub wrapper: bool,
    /// The words that decide, cut from the message.
    pub decisive: Text,
    /// What it means, in one sentence.
    pub summary: String,
    /// What to change or to look at.
    pub next_step: String,
    /// The thing the message names: an image, a secret, a role, a target group.
    pub subject: Option<Text>,
}
