//! An error and what is behind it: errors wrap each other, and the outer ones say the least.

use std::error::Error;

/// The error, its cause, the cause of that. Bounded, because nothing promises that a chain ends.
pub(super) fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    fn deeper<'a>(error: &&'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
        (*error).source()
    }
    std::iter::successors(Some(error), deeper).take(32)
}

/// The first error of that type in the chain.
pub(super) fn find<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    chain(error).find_map(|error| error.downcast_ref::<E>())
}

/// The words nearest to the cause.
pub(super) fn deepest(error: &(dyn Error + 'static)) -> String {
    chain(error).map(ToString::to_string).filter(|words| !words.is_empty()).last().unwrap_or_default()
}

/// The words of each link that says something new, outermost first.
pub(super) fn words(error: &(dyn Error + 'static)) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for link in chain(error).map(ToString::to_string) {
        if !words.iter().any(|said| said.contains(&link)) {
            words.push(link);
        }
    }
    words
}
