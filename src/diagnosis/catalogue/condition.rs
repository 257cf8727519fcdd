//! The small language of conditions: `a | b & !c` means a, or b without c; `{a | b} & c` means one of a and b, and c.
//!
//! Each phrase is looked for in the normal form, at the beginning of a word; `*` stands for any text in between, `^` and `$`
//! for the ends of the message, `~` before a phrase for the middle of a word (`~error:` finds `TypeError:`).

use super::plain::Plain;
use std::ops::Range;

/// A condition, ready to be looked for: one of its alternatives must hold.
#[derive(Debug)]
pub struct Condition {
    alternatives: Vec<Vec<Group>>,
}

/// One of some phrases, or none of them.
#[derive(Debug)]
struct Group {
    negated: bool,
    phrases: Vec<Phrase>,
}

#[derive(Debug)]
struct Phrase {
    parts: Vec<String>,
    from_start: bool,
    within: bool,
    to_end: bool,
}

impl Condition {
    /// Reads a condition from a table.
    pub fn new(source: &str) -> Self {
        let alternatives = split(source, '|');
        Self { alternatives: alternatives.map(|all| split(all, '&').map(Group::new).collect()).collect() }
    }

    /// Where the last phrase that it asks for lies, if it holds.
    pub fn find(&self, text: &str) -> Option<Range<usize>> {
        self.alternatives.iter().find_map(|groups| all(groups, text))
    }
}

fn all(groups: &[Group], text: &str) -> Option<Range<usize>> {
    let mut place = 0..0;
    for group in groups {
        let found = group.phrases.iter().find_map(|phrase| phrase.find(text));
        match (group.negated, found) {
            (false, Some(found)) => place = found,
            (true, None) => {}
            _ => return None,
        }
    }
    Some(place)
}

/// The pieces between the separators that stand outside of braces.
fn split(source: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut depth = 0_usize;
    source.split(move |c: char| {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        c == separator && depth == 0
    })
}

impl Group {
    fn new(source: &str) -> Self {
        let source = source.trim();
        let (negated, source) = source.strip_prefix('!').map_or((false, source), |rest| (true, rest));
        let inner = source.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(source);
        Self { negated, phrases: inner.split('|').map(Phrase::new).collect() }
    }
}

impl Phrase {
    fn new(source: &str) -> Self {
        let source = source.trim();
        let (from_start, source) = source.strip_prefix('^').map_or((false, source), |rest| (true, rest));
        let (within, source) = source.strip_prefix('~').map_or((false, source), |rest| (true, rest));
        let (to_end, source) = source.strip_suffix('$').map_or((false, source), |rest| (true, rest));
        let parts = source.split('*').map(|part| Plain::new(part).as_str().to_owned()).collect();
        Self { parts, from_start, within, to_end }
    }

    fn find(&self, text: &str) -> Option<Range<usize>> {
        let (mut start, mut end) = (None, 0);
        for part in &self.parts {
            let found = word(text, part, end, self.within)?;
            start.get_or_insert(found.start);
            end = found.end;
        }
        let start = start?;
        let tail = text.get(end..)?.trim_end_matches(['.', ' ', '!']);
        let fits = (!self.from_start || start == 0) && (!self.to_end || tail.is_empty());
        fits.then_some(start..end)
    }
}

/// The next place of `part` where a word begins.
fn word(text: &str, part: &str, from: usize, within: bool) -> Option<Range<usize>> {
    let opens = !within && part.chars().next().is_some_and(char::is_alphanumeric);
    text.get(from..)?
        .match_indices(part)
        .map(|(at, found)| from + at..from + at + found.len())
        .find(|at| !opens || !text[..at.start].chars().next_back().is_some_and(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_of_conditions() {
        for (source, text, holds) in [
            ("a fault", "this is a fault", true),
            ("fault", "default", false),
            ("{one | two} & three", "two and three", true),
            ("{one | two} & three", "two", false),
            ("one | two & three", "one", true),
            ("!{one | two} & three", "two three", false),
            ("one & !two", "one two", false),
            ("^one", "one two", true),
            ("^two", "one two", false),
            ("two$", "one two.", true),
            ("one$", "one two", false),
            ("~error:", "typeerror: x", true),
            ("error:", "typeerror: x", false),
            ("one*three", "one two three", true),
            ("three*one", "one two three", false),
            (".dkr.ecr.", "1.dkr.ecr.x", true),
        ] {
            assert_eq!(Condition::new(source).find(text).is_some(), holds, "{source} in {text}");
        }
    }
}
