//! The shared corpus, in full, where it lies beside the project: what parses, what does not, and what comes out.

use super::{Problem, QueryClock, Record, Row, parse, run};
use jiff::Timestamp;
use serde_json::Value as Json;
use std::collections::BTreeMap;

fn corpus() -> Vec<Json> {
    let beside = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/insights.jsonl");
    let Ok(text) = std::fs::read_to_string(beside) else { return Vec::new() };
    text.lines().map(|line| serde_json::from_str(line).expect("a case")).collect()
}

/// The texts of all queries.
pub fn queries() -> Vec<String> {
    corpus().iter().filter_map(|case| case["query"].as_str()).map(str::to_owned).collect()
}

fn same(a: &str, b: &str) -> bool {
    let close = |a: f64, b: f64| (a - b).abs() <= 1e-9 * b.abs().max(1.0);
    a == b
        || matches!((a.parse(), b.parse()), (Ok(a), Ok(b)) if close(a, b))
        || matches!((serde_json::from_str::<Json>(a), serde_json::from_str::<Json>(b)), (Ok(a), Ok(b)) if a == b)
}

fn rows_of(case: &Json) -> Result<Vec<BTreeMap<String, String>>, String> {
    let time = |ms: i64| Timestamp::from_millisecond(ms).expect("a time");
    let now = time(case["now"].as_i64().unwrap_or(1_767_240_000) * 1000);
    let clock = QueryClock { now, start: time(0), end: now };
    let records = case["input"].as_array().expect("events").iter().map(|event| {
        let at = event["@timestamp"].as_i64().map(time);
        let record = Record::new(at, event["@message"].as_str().expect("a message"));
        record.stream(event["@logStream"].as_str().unwrap_or("s"))
    });
    let parsed = parse(case["query"].as_str().expect("a query"));
    if let Some(problem) = parsed.errors.first() {
        return Err(format!("{problem:?}"));
    }
    let rows = run(&parsed.query, records, clock).map_err(|needs| needs.to_string())?;
    let owned = |row: &Row| row.printed().into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
    Ok(rows.iter().map(owned).collect())
}

fn fails(case: &Json) -> Option<String> {
    let query = case["query"].as_str().expect("a query");
    let errors: Vec<Problem> = parse(query).errors;
    match case["kind"].as_str() {
        Some("parse_ok") => errors.first().map(|problem| format!("{problem:?}")),
        Some("parse_error") => {
            let at = case["error_offset"].as_u64().map(|at| at as usize);
            let found = errors.iter().any(|e| at.is_none_or(|at| e.start <= at && at <= e.end));
            (!found).then(|| format!("{errors:?}"))
        }
        _ => match rows_of(case) {
            Err(said) => Some(said),
            Ok(got) => {
                let fits = |got: &BTreeMap<String, String>, want: &Json| {
                    let want = want.as_object().expect("a row");
                    got.len() == want.len()
                        && want.iter().all(|(name, want)| {
                            let want = want.as_str().map_or_else(|| want.to_string(), str::to_owned);
                            got.get(name).is_some_and(|got| same(got, &want))
                        })
                };
                let expected = case["expected"].as_array().expect("rows");
                let all = match case["unordered"].as_bool() {
                    Some(true) => expected.iter().all(|want| got.iter().any(|got| fits(got, want))),
                    _ => got.iter().zip(expected).all(|(got, want)| fits(got, want)),
                };
                (!all || got.len() != expected.len()).then(|| format!("{got:?}"))
            }
        },
    }
}

#[test]
fn every_case_of_the_corpus_holds() {
    let mut wrong = Vec::new();
    for case in corpus().iter().filter(|case| case.get("groups").is_none() && case.get("tables").is_none()) {
        if let Some(said) = fails(case) {
            wrong.push(format!("{} {}\n    {}\n    {said}", case["kind"], case["id"], case["query"]));
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}
