//! What changed since the last good revision: for the diagnosis as a whole, and as the likely cause where the
//! failing line names what is gone.

use crate::diagnosis::candidate::Candidate;
use crate::diagnosis::changed::{Changed, Phrase};
use crate::diagnosis::changes::{Changes, changes};

use crate::diagnosis::view::{Episode, Role, ServiceView, View};
use crate::domain::Text;
use crate::domain::redact::redact;
use crate::domain::task_definition::{ContainerDefinition, EnvironmentVariable, short_name};

/// A row for each service that a finding speaks of, of the revision that is in question.
pub fn of_services(view: &View<'_>, found: &[Candidate]) -> Vec<Changed> {
    let named = |s: &&ServiceView<'_>| found.iter().any(|c| c.finding.service.as_ref() == Some(s.id));
    view.services.iter().filter(named).filter_map(|service| of_service(view, service)).collect()
}

fn of_service(view: &View<'_>, service: &ServiceView<'_>) -> Option<Changed> {
    let undone = service.episodes.iter().find(|e| e.role == Role::Undone);
    let episode = undone.or_else(|| service.current())?;
    let (from, found) = difference(view, service, episode)?;
    let told = |phrase: Phrase| Phrase { words: redact(&phrase.words), ..phrase };
    let phrases = found.phrases.into_iter().map(told).collect();
    Some(Changed { service: service.id.clone(), from, to: episode.revision().to_owned(), phrases })
}

/// `checkout:42 to checkout:43: secret DATABASE_URL gone, …`, where something is known to have changed.
pub fn sentence(view: &View<'_>, service: &ServiceView<'_>, episode: &Episode<'_>) -> Option<String> {
    let (from, found) = difference(view, service, episode)?;
    let words: Vec<String> = found.phrases.iter().map(|phrase| redact(&phrase.words)).collect();
    (!words.is_empty()).then(|| format!("{from} to {}: {}", episode.revision(), words.join(", ")))
}

/// The last good revision's name and what became different since.
fn difference(view: &View<'_>, service: &ServiceView<'_>, episode: &Episode<'_>) -> Option<(String, Changes)> {
    let good = service.good_revision(episode)?;
    let definition = |arn: &Text| view.facts.task_definitions.get(arn).and_then(|known| known.value());
    let found = changes(definition(good)?, definition(episode.task_definition?)?);
    Some((short_name(good.as_str()).to_owned(), found))
}

/// A next step for each variable that is gone and that the telling line names: the likely cause.
pub fn likely(
    view: &View<'_>,
    service: &ServiceView<'_>,
    episode: &Episode<'_>,
    telling: Option<&Text>,
) -> Vec<String> {
    let (Some(line), Some((from, found))) = (telling, difference(view, service, episode)) else { return Vec::new() };
    let to = episode.revision();
    let named = found.gone.iter().filter(|name| names_word(line.raw(), name.raw()));
    named
        .map(|name| {
            format!("Give {name} back to {to}, then {{deploy|deploy}}: {from} had it, {to} does not, and the failing line names it.")
        })
        .collect()
}

/// A next step where the memory of a container, or of its task, was lowered since the last good revision: with both
/// numbers, in MiB.
pub fn memory_back(
    view: &View<'_>,
    service: &ServiceView<'_>,
    episode: &Episode<'_>,
    container: Option<&Text>,
) -> Option<String> {
    let good = service.good_revision(episode)?;
    let definition = |arn: &Text| view.facts.task_definitions.get(arn).and_then(|known| known.value());
    let (old, new) = (definition(good)?, definition(episode.task_definition?)?);
    let mib = |text: &Option<Text>| text.as_ref().and_then(|text| text.raw().parse::<i32>().ok());
    let mut lowered = Vec::new();
    let mut compare = |what: String, was: Option<i32>, is: Option<i32>| {
        if let (Some(was), Some(is)) = (was, is.filter(|is| was.is_some_and(|was| was > *is))) {
            lowered.push(format!("{what} from {is} to {was}"));
        }
    };
    compare("the task's memory".to_owned(), mib(&old.memory), mib(&new.memory));
    let of = |c: &&ContainerDefinition| container.is_none_or(|name| c.name == *name);
    for now in new.containers.iter().filter(of) {
        if let Some(before) = old.container(now.name.raw()) {
            compare(format!("the limit of {}", now.name), before.memory, now.memory);
            compare(format!("the reservation of {}", now.name), before.memory_reservation, now.memory_reservation);
        }
    }
    let (from, to) = (short_name(good.as_str()), episode.revision());
    (!lowered.is_empty()).then(|| {
        format!(
            "Put memory back, {} MiB as {from} had it, then {{deploy|deploy}}: {to} lowered it.",
            lowered.join(" and ")
        )
    })
}

/// A next step for a variable that was changed and whose new value names a host the program cannot reach.
pub fn names_now(view: &View<'_>, service: &ServiceView<'_>, episode: &Episode<'_>, host: &str) -> Option<String> {
    let good = service.good_revision(episode)?;
    let definition = |arn: &Text| view.facts.task_definitions.get(arn).and_then(|known| known.value());
    let (old, new) = (definition(good)?, definition(episode.task_definition?)?);
    let changed = new.containers.iter().find_map(|container| {
        let before = &old.container(container.name.raw())?.environment;
        let is_new = |now: &&EnvironmentVariable| {
            names_word(now.value.shown().raw(), host)
                && !before.iter().any(|was| was.name == now.name && was.value == now.value)
        };
        container.environment.iter().find(is_new).map(|variable| &variable.name)
    })?;
    let (from, to) = (short_name(good.as_str()), episode.revision());
    Some(format!("Look at {changed} first: it was changed from {from} to {to}, and its value names {host}."))
}

/// Whether a line names a word as a whole: `DB_URL` is not named by `DB_URL_OLD`.
fn names_word(line: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    !word.is_empty()
        && line.match_indices(word).any(|(at, _)| {
            let before = line.get(..at).and_then(|s| s.chars().next_back());
            let after = line.get(at + word.len()..).and_then(|s| s.chars().next());
            !before.is_some_and(part) && !after.is_some_and(part)
        })
}

#[cfg(test)]
mod tests {
    use super::names_word;

    #[test]
    fn a_variable_is_named_only_as_a_whole_word() {
        assert!(names_word("KeyError: 'DB_URL'", "DB_URL"));
        assert!(!names_word("KeyError: 'DB_URL_OLD'", "DB_URL"));
        assert!(names_word("OLD_DB_URL or DB_URL", "DB_URL"));
        assert!(!names_word("", "DB_URL") && !names_word("x", ""));
    }
}
