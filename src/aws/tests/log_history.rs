//! History of several groups, in the order of time.

use super::at;
use crate::aws::fake_http::{Answer, Asked, clients, ok};
use crate::aws::log_history::LogHistory;
use crate::domain::fault::FaultKind;
use crate::domain::log_scope::{LogGroupId, LogScope, LogStreams};

fn scope(groups: &[&str]) -> LogScope {
    let groups = groups.iter().map(|name| LogGroupId::parse(name)).collect();
    LogScope { groups, streams: LogStreams::All, pattern: Some("%x%".to_owned()) }
}

/// Two lines a page: of `/a` at 1, 2, 3 … seconds, of `/b` at every tenth, and one page without a line before them.
fn page(asked: &Asked) -> Answer {
    assert!(asked.says("%x%"), "{}", asked.body);
    let (name, step) = if asked.says(r#""/a""#) { ("a", 1_000) } else { ("b", 10_000) };
    let token = asked.body.split("nextToken\":\"").nth(1).and_then(|rest| rest.split('"').next());
    let page: i64 = token.and_then(|token| token.parse().ok()).unwrap_or(0);
    let event = |n: i64| format!(r#"{{"timestamp":{},"message":"{name}{n}","eventId":"{name}{n}"}}"#, n * step);
    let events = match (name, page) {
        ("b", 0) => String::new(),
        ("b", page) => [event(page * 2 - 1), event(page * 2)].join(","),
        (_, page) => [event(page * 2 + 1), event(page * 2 + 2)].join(","),
    };
    let next = if page < 12 { format!(r#","nextToken":"{}""#, page + 1) } else { String::new() };
    ok(format!(r#"{{"events":[{events}]{next}}}"#))
}

#[tokio::test]
async fn groups_are_read_side_by_side_and_their_lines_come_in_the_order_of_time() {
    let (clients, log) = clients(page);
    let mut history = LogHistory::new(&scope(&["/a", "/b"]), at(0), None);
    let (mut times, mut most) = (Vec::new(), 0);
    while let Some(page) = history.next(&clients).await.expect("a page") {
        most = most.max(page.len());
        times.extend(page.iter().map(|record| (record.at, record.group.raw().to_owned())));
    }
    assert_eq!((times.len(), history.calls()), (26 + 24, 26));
    assert!(times.is_sorted_by_key(|(at, _)| *at), "{times:?}");
    assert!(most < 20, "no group is read far ahead of the others: {most}");
    assert_eq!(log.lock().expect("no panic").len(), 26);
}

#[tokio::test]
async fn a_fault_is_passed_on_and_the_reading_goes_on_where_it_happened() {
    let mut calls = 0;
    let (clients, _) = clients(move |asked| {
        calls += 1;
        match calls {
            3 => Answer::Status(400, r#"{"__type":"ThrottlingException","message":"Rate exceeded"}"#.to_owned()),
            _ => page(asked),
        }
    });
    let mut history = LogHistory::new(&scope(&["/a"]), at(0), None);
    let (mut lines, mut faults) = (Vec::new(), Vec::new());
    loop {
        match history.next(&clients).await {
            Ok(Some(page)) => lines.extend(page.into_iter().map(|record| record.message)),
            Ok(None) => break,
            Err(fault) => faults.push(fault.kind),
        }
    }
    let expected: Vec<String> = (1..=26).map(|n| format!("a{n}")).collect();
    assert_eq!(lines.iter().map(|line| line.as_str()).collect::<Vec<_>>(), expected);
    assert_eq!(faults, [FaultKind::Throttled]);
}

#[tokio::test]
async fn a_group_that_does_not_exist_is_named_and_the_others_are_read() {
    let (clients, _) = clients(|asked| match asked.says("/gone") {
        true => Answer::Status(400, r#"{"__type":"ResourceNotFoundException","message":"no group"}"#.to_owned()),
        false => page(asked),
    });
    let mut history = LogHistory::new(&scope(&["/gone", "/a"]), at(0), None);
    let mut lines = 0;
    while let Some(page) = history.next(&clients).await.expect("a page") {
        lines += page.len();
    }
    let missing: Vec<&str> = history.missing().map(|words| words.as_str()).collect();
    assert_eq!((lines, missing), (26, vec!["/gone: no group"]));
}
