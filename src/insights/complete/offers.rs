//! The offers for a place: names of the language, fields and log groups.

use super::clauses::{Clauses, DIRECTIONS, FLAGS, JOINS, SOURCE_ARGUMENTS};
use super::made::made;
use super::offer::{Known, Offer, Offers};
use super::place::{Place, command, place};
use crate::insights::function;
use crate::insights::ink::{Ink, inks};
use crate::insights::lex::lex;
use crate::insights::span::Span;
use crate::insights::token::{Token, TokenKind};
use crate::insights::words::{COMMANDS, FUNCTIONS, OTHER_NAMES, Words};
use std::collections::BTreeSet;

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
    if let Some(token) = tokens.last().filter(|token| token.kind == TokenKind::Unfinished) {
        let quoted = token.span.of(before).starts_with(['"', '\'']);
        let inside = Span::new(token.span.start + 1, at);
        let is_source = command(&tokens).is_some_and(|(name, _)| name.eq_ignore_ascii_case("SOURCE"));
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
    let mut offers = at_place(place(settled), text, word, known);
    offers.retain(|offer| offer.begins_with(word) && offer.text != word);
    Offers { span, offers }
}

fn at_place(place: Place, text: &str, word: &str, known: Known<'_>) -> Vec<Offer> {
    let keywords = |words: &[Words]| of_words(words, Ink::Keyword);
    match place {
        Place::Command => of_words(COMMANDS, Ink::Command),
        Place::Subquery => COMMANDS.iter().filter(|c| c.name == "SOURCE").map(|c| Offer::of(c, Ink::Command)).collect(),
        Place::Words(words) => words.iter().map(|word| keyword(word, "")).collect(),
        Place::Own => Vec::new(),
        Place::Field => fields(text, known),
        Place::Direction => keywords(DIRECTIONS),
        Place::SourceArgument => keywords(SOURCE_ARGUMENTS),
        Place::Clause(clauses) => of_command(clauses),
        Place::BehindValue(clauses) => [of_command(clauses), keywords(JOINS)].concat(),
        Place::Fields(clauses) => [fields(text, known), of_command(clauses)].concat(),
        Place::Value { clauses, aggregates } => {
            let (fields, functions) = (fields(text, known), functions(aggregates, word));
            let values = if aggregates { [functions, fields] } else { [fields, functions] };
            // Only `parse` has words in place of a value.
            let words = if clauses.command == "parse" { of_command(clauses) } else { Vec::new() };
            [values.concat(), words, keywords(FLAGS)].concat()
        }
    }
}

fn of_words(words: &[Words], kind: Ink) -> Vec<Offer> {
    words.iter().map(|words| Offer::of(words, kind)).collect()
}

fn keyword(text: &str, does: &'static str) -> Offer {
    Offer { kind: Ink::Keyword, text: text.to_owned(), usage: "", does }
}

/// The words of a command.
fn of_command(clauses: Clauses) -> Vec<Offer> {
    let options = clauses.options.iter().map(|(name, _, does)| keyword(&format!("{name}="), does));
    options.chain(of_words(clauses.words, Ink::Keyword)).collect()
}

/// Functions; those of many rows only where they may stand, other names only for who begins to type them.
fn functions(aggregates: bool, word: &str) -> Vec<Offer> {
    let other: &[Words] = if word.is_empty() { &[] } else { OTHER_NAMES };
    // Expressions over aggregates are common: both are offered where aggregates may stand.
    let callable = FUNCTIONS.iter().chain(other).filter(|words| aggregates || !function::is_aggregate(words.name));
    callable.map(|words| Offer { text: format!("{}(", words.name), ..Offer::of(words, Ink::Function) }).collect()
}

/// Fields of the query's own making, of the service, and those seen.
fn fields(text: &str, known: Known<'_>) -> Vec<Offer> {
    let used = inks(text).into_iter().filter(|(_, ink)| *ink == Ink::Field).map(|(span, _)| span.of(text).to_owned());
    // The word being typed is in the text as well: as the only one of its kind it is no offer.
    let used = used.filter(|word| known.fields.iter().any(|field| field == word));
    let mut seen = BTreeSet::new();
    let all = made(text)
        .into_iter()
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
        let mut wrong = Vec::new();
        for (text, expected) in [
            ("▮", "<fields filter stats sort"),
            ("fi▮", "fi<fields filter filterIndex fillmissing"),
            ("fields a | FIL▮", "FIL<filter filterIndex fillmissing filldown"),
            ("filter le▮", "le<level least("),
            ("filter mess▮", "mess<@message messageSize("),
            ("filter @mes▮ | limit 1", "@mes<@message"),
            ("filter user▮", "user<`user-id`"),
            ("filter level ▮", "<like in not and"),
            ("stats sum(level) ▮", "<as by offset like"),
            ("fields level a▮", "a<as and"),
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
            ("SOURCE ▮", "<start= end= logGroups( dataSource("),
            ("SOURCE logGroups(▮", "<namePrefix: class: accountIdentifiers:"),
            ("SOURCE logGroups(namePrefix: [\"/e▮", "/e</ecs/web"),
            ("filter a in (▮", "<SOURCE"),
            ("filter a in (SOURCE \"/e▮", "/e</ecs/web"),
            ("filter a in (SOURCE \"x\" | fie▮", "fie<fields"),
            ("filter a in (SOURCE \"x\") a▮", "a<and"),
            ("stats percen▮", "percen<percentile("),
            ("stats p▮", "p<pct( parseDate( percentile( @ptr"),
            ("stats count_d▮", "count_d<countDistinct("),
            ("count_f▮", "count_f<countFrequent"),
            ("fields regex_▮", "regex_<regexReplace("),
            ("dedup le▮", "le<level"),
            ("dedup level ▮", "<"),
            ("parse @message /(?<took>.*)/ | sort to▮", "to<took"),
            ("parse @message \"* *\" as took, size | sort si▮", "si<size"),
            ("parse @message \"* *\" as took, ▮", "<"),
            ("parse @message log▮", "log<logfmt"),
            ("parse log▮", "log<@logStream @log log( logfmt"),
            ("unnest list into one | sort on▮", "on<one"),
            ("limit a▮", "a<any"),
            ("diff ▮", "<previousDay previousWeek previousMonth"),
            ("json ▮", "<field= as"),
            ("json field=le▮", "le<level"),
            ("outlier action=▮", "<remove transform"),
            ("addtotals r▮", "r<row="),
            ("addtotals row=t▮", "t<true"),
            ("join left=▮", "<"),
            ("fillmissing with co▮", "co<coalesce( concat("),
            ("fillmissing with 0 fo▮", "fo<for"),
            ("filter @message▮", "@message<"),
        ] {
            wrong.extend((offered(text) != expected).then(|| format!("{text}: {}, not {expected}", offered(text))));
        }
        assert_eq!(wrong, Vec::<String>::new());
    }

    /// Where functions of one row may stand.
    const VALUES: [&str; 18] = [
        "fields ▮",
        "fields level, ▮",
        "fields level + ▮",
        "fields abs(▮",
        "display ▮",
        "filter ▮",
        "filter not ▮",
        "filter level = ▮",
        "filter level in [▮",
        "filter (level > 1 or ▮",
        "where ▮",
        "filterIndex ▮",
        "stats ▮",
        "stats count(*) as n by ▮",
        "stats sum(▮",
        "parse ▮",
        "relevantfields where ▮",
        "filter a in (SOURCE \"x\" | fields ▮",
    ];
    /// Where those of many rows may.
    const AGGREGATES: [&str; 5] =
        ["stats ▮", "stats max(level), ▮", "stats ceil(▮", "stats 1 - ▮", "appendcols (SOURCE \"x\" | stats ▮"];
    const COMMAND: [&str; 4] = ["▮", "fields level | ▮", "# one\nfields level\n|▮", "appendcols (SOURCE \"x\" | ▮"];

    /// The first three letters are typed; a function's name ends with its parenthesis.
    fn is_offered(place: &str, name: &str) -> bool {
        let short: String = name.chars().take(3).collect();
        let text = place.replace('▮', &short);
        let fields = ["level".to_owned()];
        let found = offers(&text, text.len(), Known { fields: &fields, groups: &[] });
        found.offers.iter().any(|offer| offer.text == name)
    }

    #[test]
    fn every_name_is_offered_after_three_letters_wherever_it_may_stand() {
        for words in FUNCTIONS.iter().chain(OTHER_NAMES) {
            let (of_many, name) = (function::is_aggregate(words.name), &format!("{}(", words.name));
            let places: Vec<&str> = if of_many { AGGREGATES.into() } else { [&VALUES[..], &AGGREGATES[..]].concat() };
            let silent: Vec<_> = places.into_iter().filter(|place| !is_offered(place, name)).collect();
            assert!(silent.is_empty(), "{}: {silent:?}", name);
            let nowhere = ["filter ▮", "stats count(*) by ▮", "fields ▮"];
            assert!(!of_many || nowhere.iter().all(|place| !is_offered(place, name)), "{}", name);
            assert!(["sort ▮", "dedup ▮", "limit ▮", "▮"].iter().all(|place| !is_offered(place, name)));
        }
        for words in COMMANDS.iter().filter(|words| words.name.len() > 3) {
            let silent: Vec<_> = COMMAND.into_iter().filter(|place| !is_offered(place, words.name)).collect();
            assert!(silent.is_empty(), "{}: {silent:?}", words.name);
        }
        for field in BUILTIN.into_iter().chain(["level"]) {
            let places = VALUES.iter().chain(&AGGREGATES).chain(&["sort ▮", "sort a desc, ▮", "dedup ▮", "unnest ▮"]);
            let silent: Vec<_> = places.filter(|place| !is_offered(place, field)).collect();
            assert!(silent.is_empty(), "{field}: {silent:?}");
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
