//! The normal form of a message, in which conditions are looked for.

use super::{names, nought};
use std::ops::Range;

/// What stands for a name that was left out: no letter, so that no word begins or ends by it.
const NAME: char = '~';

/// A message without what varies between consoles, APIs and SDKs: lower case, one space, no parentheses, quotes or
/// backslashes, each ARN reduced to its service, and without the service's own name in front. Each byte knows where it came from.
pub struct Plain {
    text: String,
    origin: Vec<usize>,
    end: usize,
}

impl Plain {
    /// Takes the raw text.
    pub fn new(raw: &str) -> Self {
        Self::of(raw, false)
    }

    /// Takes what AWS said, in which the user's names are known by their place and left out.
    pub fn without_names(raw: &str) -> Self {
        Self::of(raw, true)
    }

    fn of(raw: &str, of_aws: bool) -> Self {
        let raw = before_link(raw);
        let start = raw.len() - after_service(after_state(raw)).len();
        let mut plain = Self { text: String::with_capacity(raw.len()), origin: Vec::new(), end: raw.len() };
        let mut rest = start;
        while let Some(tail) = raw.get(rest..)
            && let Some(c) = tail.chars().next()
        {
            let width = c.len_utf8();
            if let Some((service, length)) = arn(tail) {
                for piece in ["arn:", service] {
                    piece.chars().for_each(|c| plain.push(c, rest));
                }
                rest += length;
                continue;
            }
            let escaped = c == '\\' && tail[width..].starts_with(['n', 't', 'r']);
            if of_aws && let Some(length) = names::length(raw, rest) {
                plain.push(if c == '/' { c } else { NAME }, rest);
                rest += length;
                continue;
            }
            match c {
                _ if escaped => plain.space(rest),
                _ if c.is_whitespace() || c.is_control() => plain.space(rest),
                '(' | ')' | '"' | '\'' | '`' | '\\' | '\u{2018}' | '\u{2019}' | '\u{201c}' | '\u{201d}' => {}
                _ => plain.push(c, rest),
            }
            rest += if escaped { width + 1 } else { width };
        }
        plain
    }

    /// The same with each count of nought (`0 errors`) replaced by a mark, so that its words are not read as trouble.
    pub fn without_noughts(mut self) -> Self {
        while let Some(found) = nought::first(&self.text) {
            let at = self.origin.get(found.start).copied().unwrap_or(self.end);
            self.text.replace_range(found.clone(), nought::MARK);
            self.origin.splice(found, std::iter::repeat_n(at, nought::MARK.len()));
        }
        self
    }

    /// The text to search.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Where a piece of the normal form lies in the raw text.
    pub fn origin(&self, piece: Range<usize>) -> Range<usize> {
        let at = |index: usize| self.origin.get(index).copied().unwrap_or(self.end);
        at(piece.start)..at(piece.end)
    }

    fn push(&mut self, c: char, at: usize) {
        for lower in c.to_lowercase() {
            self.text.push(lower);
            self.origin.extend(std::iter::repeat_n(at, lower.len_utf8()));
        }
    }

    fn space(&mut self, at: usize) {
        if !self.text.is_empty() && !self.text.ends_with(' ') {
            self.push(' ', at);
        }
    }
}

/// The text without the pointer to the guide that the consoles and newer APIs put behind it.
fn before_link(raw: &str) -> &str {
    let at = raw.to_ascii_lowercase().rfind("for more information, see");
    at.and_then(|at| raw.get(..at)).map_or(raw, str::trim_end)
}

/// The service field of the ARN the text begins with, and the ARN's length. Names inside an ARN must not be read
/// as words: a role may be called `CannotPull`.
fn arn(text: &str) -> Option<(&str, usize)> {
    if !text.starts_with("arn:aws") {
        return None;
    }
    let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ')' | '(' | ',' | ']' | '\u{2019}' | '\u{201d}');
    let length = text.find(ends).unwrap_or(text.len());
    let whole = text.get(..length)?.trim_end_matches(['.', ':', ';']);
    Some((whole.split(':').nth(2)?, whole.len()))
}

/// What follows a task's state or the name of the field, as consoles and tools print them: `STOPPED (Task failed to
/// start)`, `Stopped reason: …`.
fn after_state(raw: &str) -> &str {
    let text = raw.trim_start();
    let state = ["STOPPED", "RUNNING", "PENDING", "STOPPING"];
    let field =
        ["stopped reason", "stoppedreason", "stopreason", "task stopped reason", "status reason", "statusreason"];
    let inside = |word: &&str| {
        let rest = text.strip_prefix(word)?.strip_prefix([' ', '('])?.trim_start_matches([' ', '(']);
        rest.starts_with(char::is_alphabetic).then_some(rest)
    };
    let after = |word: &&str| strip_word(text, word).and_then(|rest| rest.trim_start().strip_prefix([':', '|', '\t']));
    state.iter().find_map(inside).or_else(|| field.iter().find_map(after)).map_or(text, str::trim_start)
}

/// What follows `(service NAME)` or `service NAME`: the name is the user's, and may hold any word.
fn after_service(raw: &str) -> &str {
    let text = raw.trim_start();
    let bare = text.strip_prefix('(').unwrap_or(text);
    let Some(rest) = strip_word(bare, "service ") else { return text };
    let after = if text.starts_with('(') {
        rest.split_once(')').map(|(_, after)| after)
    } else if let Some(named) = rest.strip_prefix('(') {
        named.split_once(')').map(|(_, after)| after)
    } else {
        let verbs = ["was ", "has ", "is ", "failed ", "deployment ", "registered ", "stopped ", "operations ", "("];
        let named = |(name, after): &(&str, &str)| {
            !["deployment", "connect", "discovery"].contains(name) && verbs.iter().any(|verb| after.starts_with(verb))
        };
        rest.split_once(' ').filter(named).map(|(_, after)| after)
    };
    after.map_or(text, str::trim_start)
}

fn strip_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let head = text.get(..word.len())?;
    head.eq_ignore_ascii_case(word).then(|| &text[word.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_varies_is_taken_away() {
        for (raw, plain) in [
            ("(service shop) has begun  draining", "has begun draining"),
            ("service (shop) was unable", "was unable"),
            ("Service shop-web was unable", "was unable"),
            ("(service shop, taskSet ecs-svc/9) stopped 1", "stopped 1"),
            ("Service arn:aws:ecs:r:1:service/a did not", "service arn:ecs did not"),
            ("can\u{2019}t \u{201c}pull\u{201d}\\n\tagain", "cant pull again"),
            ("retried 2 time(s)", "retried 2 times"),
            ("Service deployment stopped by user", "service deployment stopped by user"),
            ("service-linked role", "service-linked role"),
            ("STOPPED (Task failed to start)", "task failed to start"),
            ("Stopped reason: Task failed to start", "task failed to start"),
            ("stopped 1 running tasks", "stopped 1 running tasks"),
            ("", ""),
        ] {
            assert_eq!(Plain::new(raw).as_str(), plain);
        }
    }

    #[test]
    fn a_piece_knows_where_it_came_from() {
        let raw = "(service a) was \"unable\" to";
        let plain = Plain::new(raw);
        let at = plain.as_str().find("unable").unwrap_or_default();
        assert_eq!(&raw[plain.origin(at..at + 6)], "unable\"");
    }

    proptest::proptest! {
        #[test]
        fn any_text_has_a_normal_form(raw in "\\PC*|(\\(service |service |arn:aws|:|\\)|\\\\|n|\u{130}| )*") {
            let plain = Plain::new(&raw);
            let all = plain.origin(0..plain.as_str().len());
            proptest::prop_assert!(raw.get(all).is_some());
        }
    }
}
