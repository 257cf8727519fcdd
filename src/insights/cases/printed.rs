//! What is printed reads as the same tree.

#[cfg(test)]
mod tests {
    use crate::insights::cases::table::SHOWN;
    use crate::insights::{Query, parse};
    use proptest::prelude::*;
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    use regex::Regex;
    use std::sync::LazyLock;

    /// The tree without places and without the texts it was read from.
    fn tree(query: &Query) -> String {
        static PLACES: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r#"Span \{ start: \d+, end: \d+ \}|Query \{ text: "(?:[^"\\]|\\.)*""#).expect("valid")
        });
        PLACES.replace_all(&format!("{query:?}"), "_").into_owned()
    }

    /// Reads, prints, reads again; says what is wrong with that, if anything is. Queries with errors are passed over.
    fn again(text: &str) -> Result<(), String> {
        let first = parse(text);
        if !first.errors.is_empty() {
            return Ok(());
        }
        let printed = first.query.to_string();
        let second = parse(&printed);
        if !second.errors.is_empty() {
            return Err(format!("{text}\nprinted as\n{printed}\nis refused: {:?}", second.errors));
        }
        if tree(&first.query) != tree(&second.query) {
            let (first, second) = (tree(&first.query), tree(&second.query));
            return Err(format!("{text}\nprinted as\n{printed}\nis another tree:\n{first}\n{second}"));
        }
        Ok(())
    }

    #[test]
    fn every_command_is_printed_as_it_reads() {
        for text in SHOWN.iter() {
            assert_eq!(parse(text).errors, [], "{text}");
            assert_eq!(again(text), Ok(()));
        }
    }

    #[test]
    fn what_is_printed_is_short_and_plain() {
        for (text, printed) in [
            ("FIELDS a,b  as c# d\n|sort by a", "fields a, b as c | sort a"),
            ("sort by\nBy, a", "sort by By, a"),
            ("filter ((a=1)) and (b or (c))", "filter a = 1 and (b or c)"),
            ("where not(a =~ /x\\/y/)", "filter not a like /x\\/y/"),
            ("fields -(2^3)^2*(a-(b-c))", "fields -(2 ^ 3) ^ 2 * (a - (b - c))"),
            ("fields 'a\"\\\\b', 2.0, `x-y`.z[1]", "fields \"a\\\"\\\\b\", 2.0, `x-y`.`z`[1]"),
        ] {
            assert_eq!(parse(text).query.to_string(), printed);
        }
    }

    fn name() -> impl Strategy<Value = String> {
        prop_oneof![
            "[a-z_@][a-z0-9_]{0,3}",
            "[a-z]{1,2}\\.[a-z0-9]{1,2}",
            "`[a-z .\\-|'\"]{1,5}`",
            "[a-z]\\.`[a-z.-]{1,3}`\\[[0-9]\\]",
        ]
    }

    fn value() -> impl Strategy<Value = String> {
        prop_oneof![
            4 => name(),
            2 => "[0-9]{1,3}(\\.[0-9]{1,2})?|[1-9]e[0-9]{1,2}|99999999999999999999",
            2 => "\"[a-z'|#/ \\\\]{0,4}\"|'[a-z\"`*]{0,4}'",
            1 => "[1-9](ms|s|m|hours|d|mo)",
            1 => Just("true".to_owned()),
            1 => Just("{{p}}".to_owned()),
            1 => Just("now()".to_owned()),
        ]
    }

    fn expr() -> impl Strategy<Value = String> {
        value().prop_recursive(5, 24, 3, |inner| {
        let operator = prop::sample::select(vec![
            "+", "-", "*", "/", "%", "^", "=", "!=", "<", "<=", ">", ">=", "==", "and", "or", "like", "not like",
        ]);
        prop_oneof![
            4 => (inner.clone(), operator, inner.clone()).prop_map(|(a, op, b)| format!("{a} {op} {b}")),
            2 => inner.clone().prop_map(|a| format!("({a})")),
            1 => inner.clone().prop_map(|a| format!("not {a}")),
            1 => inner.clone().prop_map(|a| format!("-{a}")),
            1 => (inner.clone(), "/[a-z|.*\\\\]{1,4}/").prop_map(|(a, b)| format!("{a} like {b}")),
            1 => (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("{a} in [{b}, {a}]")),
            1 => (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("coalesce({a}, {b})")),
            1 => (inner.clone(), inner).prop_map(|(a, b)| format!("{a} not in (SOURCE 'g' | filter {b} | fields x)")),
        ]
    })
    }

    fn command() -> impl Strategy<Value = String> {
        prop_oneof![
            (expr(), name()).prop_map(|(a, b)| format!("fields {a} as {b}, {b}")),
            expr().prop_map(|a| format!("filter {a}")),
            (expr(), expr()).prop_map(|(a, b)| format!("stats max({a}) + count(*) as n by {b}, bin(5m) as t")),
            (value(), name()).prop_map(|(a, b)| format!("parse {a} \"x * y\" as {b}")),
            (expr(), name()).prop_map(|(a, b)| format!("parse ({a}) /(?<q>[a-z]\\/)/ as {b} multi")),
            (name(), name()).prop_map(|(a, b)| format!("sort {a} desc, {b}")),
            name().prop_map(|a| format!("appendcols max=3 (SOURCE 'g' | filter {a} in (SOURCE 'h' | fields x))")),
            prop::sample::select(SHOWN.clone()).prop_map(str::to_owned),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1500))]

        #[test]
        fn queries_with_pieces_of_others_are_printed_as_they_read(
            text in prop::sample::select(SHOWN.clone()), piece in prop::sample::select(SHOWN.clone()),
            at in any::<prop::sample::Index>(), from in any::<prop::sample::Index>(), length in 0_usize..4, gone in 0_usize..3,
        ) {
            let mut words: Vec<&str> = text.split_inclusive([' ', ',', '(', ')']).collect();
            let pieces: Vec<&str> = piece.split_inclusive([' ', ',', '(', ')']).collect();
            let (at, from) = (at.index(words.len()), from.index(pieces.len()));
            let until = (at + gone).min(words.len());
            words.splice(at..until, pieces.iter().skip(from).take(length).copied());
            prop_assert_eq!(again(&words.concat()), Ok(()));
        }
    }

    #[test]
    fn random_queries_are_printed_as_they_read() {
        let queries = prop::collection::vec(command(), 1..3).prop_map(|commands| commands.join(" | "));
        let mut runner = TestRunner::deterministic();
        let mut read = 0;
        for _ in 0..3000 {
            let query = queries.new_tree(&mut runner).expect("a query").current();
            assert_eq!(again(&query), Ok(()));
            read += u32::from(parse(&query).errors.is_empty());
        }
        assert!(read > 1000, "only {read} of the queries could be read, which proves little");
    }

    #[test]
    fn the_shared_corpus_is_printed_as_it_reads() {
        for text in crate::insights::corpus::queries() {
            assert_eq!(again(&text), Ok(()));
        }
    }
}
