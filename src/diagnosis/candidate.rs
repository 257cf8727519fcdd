//! A finding on its way into the diagnosis: what it weighs, and what it says about whether things can go on.

use super::verdict::Finding;
use crate::domain::Timestamp;

/// What a finding means for the operation that runs or ran.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bearing {
    /// The usual wait.
    Usual,
    /// Worth knowing: history, or too little to decide anything yet.
    Context,
    /// It waits on purpose.
    Waits,
    /// It cannot finish by itself while this is so.
    Blocks,
    /// It is why the operation ended badly.
    Ended,
}

/// A finding with its weight.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub finding: Finding,
    pub bearing: Bearing,
    /// Depth of its deepest evidence, as the catalogue ranks it.
    pub depth: u8,
    /// It says that something fails and not what: dropped where another finding says more.
    pub is_wrapper: bool,
    /// How often it was seen.
    pub count: usize,
    /// When it was last seen.
    pub latest: Option<Timestamp>,
    /// The cause in a few words, for the headline: `app exits 1 after 6 s (KeyError: 'X')`.
    pub short: String,
    /// The deciding words alone, for another finding about the same.
    pub decisive: String,
    /// What the catalogue says to do about the cause in general: told last, and not where what is known of this case
    /// says it better.
    pub advice: Option<String>,
}

impl Candidate {
    /// One that was seen once, at no time in particular.
    pub fn new(finding: Finding, bearing: Bearing, depth: u8, short: String) -> Self {
        let decisive = String::new();
        Self { finding, bearing, depth, is_wrapper: false, count: 1, latest: None, short, decisive, advice: None }
    }

    /// Tells the general advice after what is known of this case, unless that has taken its place.
    pub fn advise(&mut self) {
        let advice = self.advice.take().filter(|advice| !advice.trim().is_empty());
        self.finding.next_steps.extend(advice);
    }
}
