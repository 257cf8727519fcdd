//! What changed since the last good revision, as a next step.

use crate::diagnosis::changes::changes;
use crate::diagnosis::view::{Episode, ServiceView, View};
use crate::domain::Text;
use crate::domain::task_definition::short_name;

/// Phrases shown at most; the rest is counted (our choice).
const SHOWN: usize = 8;

/// Next steps from the difference between the last good revision and this one. A variable that is gone and that the
/// telling line names comes first, as the likely cause.
pub fn steps(view: &View<'_>, service: &ServiceView<'_>, episode: &Episode<'_>, telling: Option<&Text>) -> Vec<String> {
    let Some(good) = service.good_revision(episode) else { return Vec::new() };
    let definition = |arn: &Text| view.facts.task_definitions.get(arn).and_then(|known| known.value());
    let (Some(old), Some(new)) = (definition(good), definition(episode.task_definition)) else { return Vec::new() };
    let found = changes(old, new);
    let (from, to) = (short_name(good.as_str()), episode.revision());
    let mut steps = Vec::new();
    if let Some(line) = telling {
        for name in found.gone.iter().filter(|name| names_word(line.raw(), name.raw())) {
            steps.push(format!(
                "Give {name} back to {to} and deploy: {from} had it, {to} does not, and the failing line names it. \
                 This is the likely cause."
            ));
        }
    }
    if found.phrases.is_empty() {
        steps.push(format!("Look outside the task definition: {from} and {to} do not differ in what they run."));
    } else {
        let shown = found.phrases.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
        let more = found.phrases.len().saturating_sub(SHOWN);
        let rest = if more > 0 { format!(", and {more} more") } else { String::new() };
        steps.push(format!("Changed from {from} to {to}: {shown}{rest}."));
    }
    steps
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
