//! Reading a query as a whole: tokens, tree, checks.

use super::check::check;
use super::lex::lex;
use super::parse::query;
use super::problem::Problem;
use super::span::Span;
use super::tree::Query;

/// The most characters a query may have; the service's own limit.
pub const LONGEST: usize = 10_000;

/// What reading a query gives: always a tree, and all that is wrong or risky about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// The tree; commands that could not be read are broken nodes in it.
    pub query: Query,
    /// What the service would refuse, by place.
    pub errors: Vec<Problem>,
    /// What the service accepts but a person probably does not mean, by place.
    pub lints: Vec<Problem>,
}

/// Reads and checks a query. Never panics, takes time linear in the text; texts over [`LONGEST`] characters are
/// refused unread.
pub fn parse(text: &str) -> Parsed {
    if let Some((cut, _)) = text.char_indices().nth(LONGEST) {
        let problem = Problem::new(Span::new(cut, text.len()), format!("a query has at most {LONGEST} characters"))
            .help("shorten it; long lists of values can go into a lookup table");
        return Parsed {
            query: Query { text: text.into(), ..Query::default() },
            errors: vec![problem],
            lints: Vec::new(),
        };
    }
    let (tokens, mut errors) = lex(text);
    let (query, problems) = query(text, &tokens);
    errors.extend(problems);
    let mut findings = check(&query, &tokens);
    errors.append(&mut findings.errors);
    let mut lints = findings.lints;
    for problems in [&mut errors, &mut lints] {
        problems.sort();
        problems.dedup();
    }
    Parsed { query, errors, lints }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn no_text_makes_the_parser_panic(text in "\\PC{0,200}|[a-z@`'\"/|()\\[\\]{}.,:=<>!+*%^0-9 \\n#-]{0,300}") {
            let parsed = parse(&text);
            for problem in parsed.errors.iter().chain(&parsed.lints) {
                proptest::prop_assert!(text.get(problem.start..problem.end).is_some(), "{problem:?}");
            }
        }
    }

    #[test]
    fn deep_nesting_is_refused_and_long_chains_are_not() {
        let deep = format!("filter {}a{}", "(".repeat(3000), ")".repeat(3000));
        assert!(parse(&deep).errors.iter().any(|p| p.message.contains("nested deeper")));
        for chain in [format!("filter {}a", "a=1 and ".repeat(1200)), format!("fields 1{}", "+1".repeat(4000))] {
            assert_eq!(parse(&chain).errors, []);
        }
        for deep in ["not ".repeat(2400), "-".repeat(9000), "f(".repeat(4000), "2^".repeat(4000), "a=".repeat(4000)] {
            assert_ne!(parse(&format!("filter {deep}")).errors, []);
        }
    }

    #[test]
    fn a_broken_command_does_not_hide_the_next_error() {
        let parsed = parse("fields a, | filter b = | sort c | limt 5");
        let places: Vec<_> = parsed.errors.iter().map(|p| p.start).collect();
        assert_eq!(places, [10, 23, 34], "{:#?}", parsed.errors);
        assert_eq!(parsed.errors[2].help.as_deref(), Some("did you mean `limit`?"));
        assert_eq!(parsed.query.commands.len(), 4);
    }
}
