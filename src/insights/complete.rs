//! What could stand where the cursor is.

use super::commands::is_command;
use super::function;
use super::ink::{Ink, KEYWORDS, inks};
use super::lex::lex;
use super::span::Span;
use super::token::{Sign, Token, TokenKind};
use super::words::{COMMANDS, FUNCTIONS, Words};
use std::collections::BTreeSet;

/// What is known of the logs in question.
#[derive(Clone, Copy, Debug, Default)]
pub struct Known<'a> {
    /// Fields seen in results or told by the service.
    pub fields: &'a [String],
    /// Log groups by name.
    pub groups: &'a [String],
}

/// What can be put at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offers {
    /// What is replaced: the word the cursor is at the end of.
    pub span: Span,
    /// The likelier first.
    pub offers: Vec<Offer>,
}

/// One thing that can be put there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub kind: Ink,
    /// What is put in.
    pub text: String,
    /// How it goes on: clauses, arguments.
    pub usage: &'static str,
    /// What it does.
    pub does: &'static str,
}

/// Fields every event has (CloudWatch Logs user guide, "Supported logs and discovered fields").
const BUILTIN: [&str; 6] = ["@timestamp", "@message", "@logStream", "@log", "@ingestionTime", "@ptr"];

/// What could stand in `text` at byte `at`; nothing inside strings, regular expressions and comments, but for the log
/// groups in a SOURCE.
pub fn offers(text: &str, at: usize, known: Known<'_>) -> Offers {
    let before = text.get(..at).unwrap_or(text);
    let (tokens, _) = lex(before);
    let word = word(before);
    let none = Offers { span: Span::new(at, at), offers: Vec::new() };
    if is_in_comment(before) {
        return none;
    }
    let command = command(&tokens);
    if let Some(token) = tokens.last().filter(|token| token.kind == TokenKind::Unfinished) {
        let quoted = token.span.of(before).starts_with(['"', '\'']);
        let inside = Span::new(token.span.start + 1, at);
        let is_source = command.is_some_and(|name| name.eq_ignore_ascii_case("SOURCE"));
        return if is_source && quoted { groups(inside, inside.of(before), known) } else { none };
    }
    // A literal that ends here is no beginning of a word.
    let ends = tokens.last().filter(|token| token.span.end == at);
    if ends.is_some_and(|token| !matches!(token.kind, TokenKind::Word(_) | TokenKind::Sign(_))) {
        return none;
    }
    let span = Span::new(at - word.len(), at);
    let settled: &[Token] = match tokens.split_last() {
        Some((last, rest)) if last.span.end > span.start => rest,
        _ => &tokens,
    };
    let mut offers = match context(settled) {
        Context::Command => of_words(COMMANDS, Ink::Command),
        Context::Sort => sorted(text, settled, known),
        Context::Name | Context::Number => Vec::new(),
        Context::Value { aggregates } => values(text, aggregates, settled, known),
    };
    offers.retain(|offer| begins(&offer.text, word) && offer.text != word);
    Offers { span, offers }
}

enum Context {
    /// The first word of a command.
    Command,
    /// Fields to sort by and their directions.
    Sort,
    /// A new name: nothing known.
    Name,
    /// A number.
    Number,
    /// A field, a function or a word that joins them.
    Value { aggregates: bool },
}

fn context(settled: &[Token]) -> Context {
    let last = settled.last().map(|token| &token.kind);
    let Some(command) = command(settled).filter(|_| !matches!(last, None | Some(TokenKind::Sign(Sign::Pipe)))) else {
        return Context::Command;
    };
    if matches!(last, Some(TokenKind::Word(name)) if name.is("as") || name.is("into")) {
        return Context::Name;
    }
    match command.to_ascii_lowercase().as_str() {
        "sort" => Context::Sort,
        "limit" | "head" | "tail" => Context::Number,
        "stats" => {
            let by = settled.iter().rev().take_while(|token| !is_pipe(token)).any(|token| is_word(token, "by"));
            Context::Value { aggregates: !by }
        }
        _ => Context::Value { aggregates: false },
    }
}

/// The word the last command begins with.
fn command(tokens: &[Token]) -> Option<&str> {
    let first = tokens.iter().rposition(is_pipe).map_or(0, |pipe| pipe + 1);
    match tokens.get(first).map(|token| &token.kind) {
        Some(TokenKind::Word(name)) if is_command(&name.text) => Some(&name.text),
        _ => None,
    }
}

fn is_pipe(token: &Token) -> bool {
    token.kind == TokenKind::Sign(Sign::Pipe)
}

fn is_word(token: &Token, word: &str) -> bool {
    matches!(&token.kind, TokenKind::Word(name) if name.is(word))
}

fn of_words(words: &[Words], kind: Ink) -> Vec<Offer> {
    let offer = |words: &Words| Offer { kind, text: words.name.to_owned(), usage: words.usage, does: words.does };
    words.iter().map(offer).collect()
}

fn sorted(text: &str, settled: &[Token], known: Known<'_>) -> Vec<Offer> {
    let after_field = settled
        .last()
        .is_some_and(|token| matches!(&token.kind, TokenKind::Word(name) if !name.is("sort") && !name.is("by")));
    match after_field {
        true => vec![keyword("asc", "least first"), keyword("desc", "greatest first, newest first")],
        false => fields(text, known),
    }
}

fn values(text: &str, aggregates: bool, settled: &[Token], known: Known<'_>) -> Vec<Offer> {
    let last = settled.last();
    let after_value = last.is_some_and(|token| match &token.kind {
        TokenKind::Word(name) => !is_command(&name.text) && !KEYWORDS.iter().any(|word| name.is(word)),
        TokenKind::Sign(sign) => matches!(sign, Sign::Close | Sign::CloseList),
        _ => true,
    });
    let joins = [
        keyword("as", "name it"),
        keyword("by", "a group for each"),
        keyword("like", "a text or a regular expression is in it"),
        keyword("in", "it is one of a list"),
        keyword("not", "the contrary"),
        keyword("and", "both hold"),
        keyword("or", "one holds"),
    ];
    if after_value {
        return joins.into();
    }
    let callable = |offer: &Offer| {
        let of_many = function::is_aggregate(&offer.text);
        // Expressions over aggregates are common: both are offered where aggregates may stand.
        aggregates || !of_many
    };
    let mut functions: Vec<Offer> = of_words(FUNCTIONS, Ink::Function).into_iter().filter(callable).collect();
    functions.iter_mut().for_each(|offer| offer.text.push('('));
    let mut offers = fields(text, known);
    if aggregates {
        functions.append(&mut offers);
        return functions;
    }
    offers.append(&mut functions);
    offers.push(keyword("not", "the contrary"));
    offers
}

fn keyword(text: &str, does: &'static str) -> Offer {
    Offer { kind: Ink::Keyword, text: text.to_owned(), usage: "", does }
}

/// Fields of the query's own making, of the service, and those seen.
fn fields(text: &str, known: Known<'_>) -> Vec<Offer> {
    let (tokens, _) = lex(text);
    let made = tokens.windows(2).filter_map(|pair| match pair {
        [before, Token { kind: TokenKind::Word(name), .. }] if is_word(before, "as") => Some(name.text.clone()),
        _ => None,
    });
    let used = inks(text).into_iter().filter(|(_, ink)| *ink == Ink::Field).map(|(span, _)| span.of(text).to_owned());
    // The word being typed is in the text as well: as the only one of its kind it is no offer.
    let used = used.filter(|word| known.fields.iter().any(|field| field == word));
    let mut seen = BTreeSet::new();
    let all = made
        .map(|name| (name, "made by this query"))
        .chain(BUILTIN.map(|name| (name.to_owned(), "")))
        .chain(used.map(|name| (name, "seen in these logs")))
        .chain(known.fields.iter().map(|name| (quoted(name), "seen in these logs")));
    all.filter(|(name, _)| seen.insert(name.clone()))
        .map(|(text, does)| Offer {
            kind: if text.starts_with('@') { Ink::Builtin } else { Ink::Field },
            text,
            usage: "",
            does,
        })
        .collect()
}

/// A name as it has to be written: with anything but letters, digits, `_`, `@` and `.` it takes backticks.
fn quoted(name: &str) -> String {
    let plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_@.".contains(c));
    if plain || name.contains('`') { name.to_owned() } else { format!("`{name}`") }
}

fn groups(span: Span, word: &str, known: Known<'_>) -> Offers {
    let offer = |name: &String| Offer { kind: Ink::Text, text: name.clone(), usage: "", does: "log group" };
    let offers = known.groups.iter().filter(|name| name.contains(word)).map(offer).collect();
    Offers { span, offers }
}

/// The end of the text that could be a word being typed.
fn word(before: &str) -> &str {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "_@.`".contains(c);
    let length: usize = before.chars().rev().take_while(|c| is_part(*c)).map(char::len_utf8).sum();
    before.get(before.len() - length..).unwrap_or("")
}

fn is_in_comment(before: &str) -> bool {
    // A comment that ends where the text ends goes on.
    inks(before).last().is_some_and(|(span, ink)| *ink == Ink::Comment && !span_is_closed(before, *span))
}

fn span_is_closed(before: &str, span: Span) -> bool {
    before.get(span.end..).is_some_and(|rest| rest.contains('\n'))
}

/// Whether a word is the beginning of a text, in any letter case; what is typed without its `@` as well.
fn begins(text: &str, word: &str) -> bool {
    let begins = |text: &str| text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    begins(text) || begins(text.trim_start_matches(['@', '`']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offered(text: &str) -> String {
        let at = text.find('▮').expect("a cursor");
        let text = text.replace('▮', "");
        let (fields, groups) = (["level".to_owned(), "user-id".to_owned()], ["/ecs/web".to_owned()]);
        let found = offers(&text, at, Known { fields: &fields, groups: &groups });
        let words: Vec<&str> = found.offers.iter().take(4).map(|offer| offer.text.as_str()).collect();
        format!("{}<{}", found.span.of(&text), words.join(" "))
    }

    #[test]
    fn what_fits_the_place_is_offered() {
        for (text, expected) in [
            ("▮", "<fields filter stats sort"),
            ("fi▮", "fi<fields filter filterIndex fillmissing"),
            ("fields a | FIL▮", "FIL<filter filterIndex fillmissing filldown"),
            ("filter le▮", "le<level least("),
            ("filter mess▮", "mess<@message messageSize("),
            ("filter @mes▮ | limit 1", "@mes<@message"),
            ("filter user▮", "user<`user-id`"),
            ("filter level ▮", "<as by like in"),
            ("filter level l▮", "l<like"),
            ("stats c▮", "c<count( countDistinct( countOverTime( coalesce("),
            ("stats count(*) as n by b▮", "b<bin( base64encode( base64decode("),
            ("stats count(*) as total by level | sort to▮", "to<total"),
            ("sort level d▮", "d<desc"),
            ("stats count(*) as ▮", "<"),
            ("limit 1▮", "<"),
            ("filter a like \"fi▮", "<"),
            ("filter a like /fi▮", "<"),
            ("fields a # fi▮", "<"),
            ("fields a # b\n| fi▮", "fi<fields filter filterIndex fillmissing"),
            ("SOURCE \"/e▮", "/e</ecs/web"),
            ("filter @message▮", "@message<"),
        ] {
            assert_eq!(offered(text), expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn a_cursor_anywhere_is_no_panic_and_replaces_inside_the_text(text in "\\PC{0,60}|[a-z@'\"/|()# \\n]{0,90}") {
            for (at, _) in text.char_indices() {
                let found = offers(&text, at, Known::default());
                proptest::prop_assert!(text.get(found.span.start..found.span.end).is_some());
            }
        }
    }
}
