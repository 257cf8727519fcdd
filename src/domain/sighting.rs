//! A cause this program has seen, with what it rested on where it was sure: what is left of it once AWS tells only that
//! something failed.

use super::clock::{Timestamp, seconds_between};
use super::service::ServiceId;
use super::text::Text;
use serde::{Deserialize, Serialize};

/// A cause that was found in one change of the stack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sighting {
    /// The cause's name in the catalogue.
    pub cause: Text,
    pub service: Option<ServiceId>,
    /// When the change it was found in began; none where that was not known, or by a version that did not ask.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Timestamp>,
    pub first_seen: Timestamp,
    pub last_seen: Timestamp,
    /// What it rested on, where it was sure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sure: Option<Grounds>,
}

/// What a sure cause rested on: a quote of AWS's, never of a log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grounds {
    /// What is wrong, in one sentence.
    pub summary: Text,
    pub quote: Text,
    /// When that was said.
    pub at: Option<Timestamp>,
    /// What kind of place it is from, `service-event`, and what it is about.
    pub source: Text,
    pub about: Text,
    pub next_step: Option<Text>,
    /// ARN of the revision it is about.
    pub revision: Option<Text>,
}

/// What is found now.
#[derive(Clone, Debug)]
pub struct Seen<'a> {
    pub cause: &'a str,
    pub service: Option<&'a ServiceId>,
    pub sure: Option<Grounds>,
}

impl Sighting {
    /// Whether it is what is found now, in the change that began then.
    pub fn is_it(&self, seen: &Seen<'_>, change: Option<Timestamp>) -> bool {
        self.cause.raw() == seen.cause && self.service.as_ref() == seen.service && is_same_change(self.change, change)
    }

    /// Whether it was found in the change that began then.
    pub fn is_of(&self, change: Timestamp) -> bool {
        self.change.is_some() && is_same_change(self.change, Some(change))
    }
}

/// Seconds by which a change's first event and the stack's own row may differ (our choice; CloudFormation writes both
/// within one).
const SAME: u64 = 2;

/// Whether two times are the beginning of one change.
fn is_same_change(a: Option<Timestamp>, b: Option<Timestamp>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => seconds_between(a, b).max(seconds_between(b, a)) <= SAME,
        (a, b) => a == b,
    }
}
