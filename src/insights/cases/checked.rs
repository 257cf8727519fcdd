//! What the checks find.

use crate::insights::{Problem, parse};

fn found(problems: &[Problem], query: &str) -> Vec<String> {
    problems.iter().map(|p| format!("{}: {}", &query[p.start..p.end], p.message)).collect()
}

#[test]
fn what_the_service_refuses_is_an_error() {
    for (query, at, said) in [
        ("fields a | dedup a | sort a", "sort", "only limit may follow dedup"),
        ("fields a | diff", "diff", "behind pattern"),
        ("stats count(*) as c by a | sort c | stats max(c)", "sort", "behind the last stats"),
        ("stats count(*) as c by a | limit 5 | stats max(c)", "limit", "behind the last stats"),
        ("filter a > ago(5m)", "ago", "there is no function ago"),
        ("fields strlne(a)", "strlne", "there is no function strlne"),
        ("fields strlen(a, b)", "strlen(a, b)", "takes one argument, not 2"),
        ("fields bin('5m')", "'5m'", "takes a span of time"),
        ("fields sum(a)", "sum", "only possible in stats"),
        ("stats count(*) by max(a)", "max(a)", "groups by fields"),
        ("stats max(min(a))", "min(a)", "cannot hold another"),
        ("stats sum(*)", "*", "takes a field, not *"),
        ("stats topk(0, a)", "0", "from 1 to 10000"),
        ("parse 'a=*' as a | relevantfields where a = 1", "a", "made by parse"),
        ("stats topk(3, a) by b", "topk(3, a)", "stands alone"),
        ("parse @message /(?<a>x/", "/(?<a>x/", "cannot be read"),
        ("parse @message /abc/", "/abc/", "no named group"),
        ("parse @message /(a)(b)/ as a, b multi", "/(a)(b)/", "multi needs named groups"),
        ("parse @message 'abc' as x", "'abc'", "has no *"),
        ("filter a like /(?=x)/", "/(?=x)/", "look-ahead"),
        ("estimate | fields a", "estimate", "must come last"),
        ("fields a | SOURCE 'x'", "SOURCE", "must come first"),
        ("fields a | fillmissing with 0 for a", "fillmissing", "stats by bin"),
        ("filter a in (filter b = 1 | fields b)", "(", "square brackets"),
        ("fields split(a, ',') as s | unnest s into x", "s", "made by split"),
        ("limit 100001", "limit 100001", "100000"),
    ] {
        let errors = found(&parse(query).errors, query);
        assert!(errors.iter().any(|e| e.starts_with(&format!("{at}: ")) && e.contains(said)), "{query}\n{errors:#?}");
    }
}

#[test]
fn what_a_person_hardly_means_is_a_lint_and_no_error() {
    for (query, at, said) in [
        ("stats count(*) by bin(300s)", "300s", "as 60s"),
        ("filter detail-type = 'x'", "detail-type", "detail minus type"),
        ("filter a.b-c = 'x'", "a.b-c", "minus"),
        ("stats count(*) as n by a | sort m", "m", "does not make m"),
        ("stats count(*) as n by a | filter kind = 'x'", "kind", "run before stats"),
        ("sort a | stats count(*)", "sort", "before stats"),
        ("filter a == 1", "==", "no documentation"),
        ("sort by a", "by", "no documentation"),
        ("stats percentile(a, 50)", "percentile", "no documentation"),
        ("head 5", "head", "deprecated"),
        ("fields jsonParse(@message) as js | sort js", "js", "a map or a list"),
    ] {
        let parsed = parse(query);
        assert_eq!(parsed.errors, [], "{query}");
        let lints = found(&parsed.lints, query);
        assert!(lints.iter().any(|e| e.starts_with(&format!("{at}: ")) && e.contains(said)), "{query}\n{lints:#?}");
    }
}

#[test]
fn a_plain_query_has_no_lints() {
    for query in [
        "fields @timestamp, a - b as c, `d-e` | filter c > 1 | sort @timestamp desc | limit 5",
        "stats count(*) as n, n * 2 as twice by bin(60s) as t | filter n > 1 | sort t",
        "stats count(*) by bin(1h), a | sort `count(*)` desc",
        "stats max(a) by b | fields `max(a)` + 1 as c | sort c",
    ] {
        let parsed = parse(query);
        assert_eq!((parsed.errors, parsed.lints), (vec![], vec![]), "{query}");
    }
}

#[test]
fn a_slip_of_spelling_is_answered_with_the_right_word() {
    for (query, help) in [
        ("filds a", "did you mean `fields`?"),
        ("fields strlne(a)", "did you mean `strlen`?"),
        ("filter a = 1 adn b = 2", "did you mean `and`?"),
        ("sort a decs", "did you mean `desc`?"),
        ("fields a filter b = 1", "put a | before filter"),
        ("filter a like /x/i", "write (?i) right behind the opening slash"),
        ("stats count(*) as total by a | sort totl", "did you mean `total`?"),
    ] {
        let parsed = parse(query);
        let all = parsed.errors.iter().chain(&parsed.lints);
        assert!(all.clone().any(|p| p.help.as_deref() == Some(help)), "{query} {:?}", all.collect::<Vec<_>>());
    }
}
