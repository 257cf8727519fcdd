//! What the registry says of the image a pull finding is about.

use super::wanted::images_in_question;
use crate::diagnosis::candidate::Candidate;
use crate::diagnosis::takes::Takes;
use crate::diagnosis::verdict::{Category, Confidence, Evidence, EvidenceSource, Finding};
use crate::diagnosis::view::View;
use crate::domain::clock::{age, time_of_day};
use crate::domain::facts::Facts;
use crate::domain::image::{EcrReference, Found, ImagePresence};
use crate::domain::{Text, Timestamp};

/// Adds whether the image is there: without it there is nothing to pull, with it the permission or the way to it fails.
pub fn support(facts: &Facts, candidate: &mut Candidate, now: Timestamp) {
    for reference in images_in_question(facts, &candidate.finding).into_iter().rev() {
        let Some(known) = facts.images.get(&reference) else { continue };
        let Some((presence, parts)) = known.value().and_then(|p| Some((p, EcrReference::parse(reference.raw())?)))
        else {
            continue;
        };
        let (quote, step) = match said(presence, parts, candidate, (pushing(facts, &candidate.finding), now)) {
            Some(said) => said,
            None => continue,
        };
        let evidence =
            Evidence { source: EvidenceSource::Registry, at: known.learned_at(), quote, about: reference.clone() };
        let place = candidate.finding.evidence.len().min(1);
        candidate.finding.evidence.insert(place, evidence);
        candidate.finding.next_steps.insert(0, step);
        // What the registry answers decides what to do; to push what is there would be wrong.
        let is_about_image = candidate.finding.category == Category::Image;
        candidate.advice.take_if(|_| is_about_image);
        if !matches!(presence.found, Found::Yes { .. }) {
            candidate.finding.confidence = Confidence::High;
        }
    }
}

/// How an image that is not there comes to be there. A rollback goes back to the revision that names it: nothing but
/// the image itself helps that on.
fn pushing(facts: &Facts, finding: &Finding) -> &'static str {
    let service = finding.service.as_ref().and_then(|id| facts.services.get(id)?.service.value());
    let now = service.and_then(|s| s.primary()).map(|d| &d.task_definition);
    let is_wanted = now.is_some() && now == finding.revision.as_ref();
    match Takes::of(facts.stack.value()) {
        Takes::Continue if is_wanted => "push it, then continue the rollback",
        Takes::RollbackEnds if is_wanted && is_left_out(facts, finding) => {
            "the rollback goes on without it; push it, or correct the tag, before the update that must follow"
        }
        Takes::RollbackEnds if is_wanted => "push it: the rollback waits for it",
        _ => "push it, or correct the tag and {deploy|deploy}",
    }
}

/// Whether the service was left out of the rollback that runs, by the journal.
fn is_left_out(facts: &Facts, finding: &Finding) -> bool {
    let view = View::of(facts);
    let Some(left) = view.left_out() else { return false };
    let row = view.services.iter().find(|service| Some(service.id) == finding.service.as_ref()).and_then(|it| it.row);
    row.is_some_and(|row| left.holds(row.name(view.stack.map(|stack| &stack.id)).raw()))
}

/// The registry's answer as a quote and a next step.
fn said(
    presence: &ImagePresence,
    image: EcrReference<'_>,
    candidate: &Candidate,
    (pushing, now): (&str, Timestamp),
) -> Option<(Text, String)> {
    let EcrReference { registry, region, repository, version } = image;
    let (quote, step) = match &presence.found {
        Found::NoImage => (
            format!("the repository {repository} has no {version}"),
            format!("The repository {repository} has no {version}: {pushing}."),
        ),
        Found::NoRepository => (
            format!("the registry {registry} in {region} has no repository {repository}"),
            format!(
                "The registry {registry} in {region} has no repository {repository}: create it and push, or correct \
                     the image's name and {{deploy|deploy}}."
            ),
        ),
        Found::Yes { pushed_at, .. } => {
            let pushed = pushed_at.map(|at| format!(", pushed {} ago", age(at, now))).unwrap_or_default();
            let quote = format!("the repository {repository} has {version}{pushed}");
            match (pushed_at.zip(candidate.latest), candidate.finding.category) {
                (Some((at, failed)), _) if at > failed => (
                    quote,
                    format!(
                        "{repository} {version} is there since {}, after the last failure: the next task can pull it.",
                        time_of_day(at)
                    ),
                ),
                (_, Category::Permissions) => (quote, "The image exists: so it is the permission.".to_owned()),
                (_, Category::Network) => (quote, "The image exists: so it is the route to it.".to_owned()),
                _ => (quote, "The image exists: so it is the permission or the route.".to_owned()),
            }
        }
        Found::NotEcr => return None,
    };
    Some((Text::new(quote), step))
}
