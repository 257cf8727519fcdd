//! One line of the timeline.

use crate::diagnosis::verdict::EvidenceSource;
use crate::domain::{Text, Timestamp};

/// Something that happened, or something that happened again and again in the same words.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// When it happened first.
    pub at: Timestamp,
    /// When it happened last.
    pub last: Timestamp,
    /// How often: 1 where it was not repeated.
    pub times: usize,
    pub source: EvidenceSource,
    /// Resource, service or revision it is about.
    pub about: Text,
    /// What happened, in AWS's or the program's own words where there are some.
    pub words: Text,
    pub weight: Weight,
}

/// How much a moment tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// What happens in every deployment.
    Routine,
    /// The operation took a step.
    Step,
    /// Something failed.
    Failure,
}

impl Weight {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Routine => "routine",
            Self::Step => "step",
            Self::Failure => "failure",
        }
    }
}
