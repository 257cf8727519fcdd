//! A tag that stands for another image than before: the task definition does not show it, the revisions do.

use crate::diagnosis::candidate::{Bearing, Candidate};
use crate::domain::Text;
use crate::domain::facts::{Facts, ServiceFacts};

/// Adds what a moved tag means, where the deployment fails and its images only look the same.
pub fn support(facts: &Facts, candidate: &mut Candidate) {
    let fails = matches!(candidate.bearing, Bearing::Blocks | Bearing::Ended | Bearing::Context);
    let Some(known) = candidate.finding.service.as_ref().filter(|_| fails).and_then(|id| facts.services.get(id)) else {
        return;
    };
    let steps = moved(known).into_iter().map(|(image, from, to)| {
        format!(
            "Look at what was pushed to {}: the tag stood for {} and stands for {} now.",
            image.rsplit('/').next().unwrap_or(&image),
            short(&from),
            short(&to)
        )
    });
    candidate.finding.next_steps.extend(steps);
}

/// Images with the same reference in both revisions of the open deployment and another digest.
fn moved(known: &ServiceFacts) -> Vec<(String, Text, Text)> {
    let open = known.open_deployment();
    let revision = |arn: &Text| known.revisions.value()?.get(arn);
    let Some(target) = open.and_then(|d| d.target_revision.as_ref()).and_then(revision) else { return Vec::new() };
    let sources = open.and_then(|d| d.detail.as_ref()).map_or(&[][..], |detail| detail.source_revisions.as_slice());
    let Some(source) = sources.first().and_then(revision) else { return Vec::new() };
    let images = target.images.iter().filter_map(|new| {
        let old = source.images.iter().find(|old| old.container == new.container && old.image == new.image)?;
        let (from, to) = (old.digest.clone()?, new.digest.clone()?);
        (from != to).then(|| (new.image.as_str().to_owned(), from, to))
    });
    images.collect()
}

/// As much of a digest as docker shows.
fn short(digest: &Text) -> &str {
    let hex = digest.as_str().strip_prefix("sha256:").unwrap_or(digest.as_str());
    hex.get(..12).unwrap_or(hex)
}
