//! Findings with what supports them from beside ECS.

use super::{digest, health, image, room};
use crate::diagnosis::candidate::Candidate;
use crate::domain::Timestamp;
use crate::domain::facts::Facts;

/// Adds to ranked findings what targets, registry, instances and revisions say about them.
pub fn supported(facts: &Facts, found: &mut [Candidate], now: Timestamp) {
    for candidate in found {
        digest::support(facts, candidate);
        health::support(facts, candidate);
        image::support(facts, candidate, now);
        room::support(facts, candidate);
    }
}
