//! Logs Insights queries.

use super::at;
use crate::aws::fake_http::{Answer, clients, ok};
use crate::aws::query::{query_page, start_query, stop_query};
use crate::domain::fault::FaultKind;
use crate::domain::query::{QueryPage, QuerySpec, QueryStatus};
use crate::domain::{Text, Timestamp};

fn spec() -> QuerySpec {
    QuerySpec {
        groups: vec![Text::new("/b"), Text::new("/a"), Text::new("/b")],
        region: None,
        text: "fields @message".to_owned(),
        from: Timestamp::from_millisecond(5_400).expect("valid"),
        to: Timestamp::from_millisecond(9_001).expect("valid"),
        limit: 0,
    }
}

#[tokio::test]
async fn a_window_is_asked_for_outwards_in_whole_seconds_and_a_group_once() {
    let (clients, _) = clients(|asked| {
        for part in [r#""startTime":5"#, r#""endTime":10"#, r#"["/a","/b"]"#] {
            assert!(asked.says(part), "{part} in {}", asked.body);
        }
        assert!(!asked.says("limit"), "0 leaves the limit to AWS");
        ok(r#"{"queryId":"q1"}"#)
    });
    assert_eq!(start_query(&clients, &spec()).await, Ok(Text::new("q1")));
}

#[tokio::test]
async fn a_page_leads_to_the_next_and_a_row_told_twice_is_kept_once() {
    let row = |ptr: &str, n: &str| format!(r#"[{{"field":"@ptr","value":"{ptr}"}},{{"field":"n","value":"{n}"}}]"#);
    let first = [row("p1", "1"), row("p1", "2"), row("p1", "2")].join(",");
    let second = row("p2", "3");
    let (clients, _) = clients(move |asked| {
        let (rows, next) = match asked.says("nextToken") {
            true => (&second, ""),
            false => (&first, r#","nextToken":"more""#),
        };
        ok(format!(
            r#"{{"status":"Complete","results":[{rows}],"statistics":{{"bytesScanned":123.0,"recordsMatched":4.0}}{next}}}"#
        ))
    });
    let q1 = Text::new("q1");
    let numbers = |page: &QueryPage| page.rows.iter().map(|row| row[1].1.as_str().to_owned()).collect::<Vec<_>>();
    let page = query_page(&clients, None, &q1, None).await.expect("a page");
    assert_eq!(numbers(&page), ["1", "2"], "the same event may make several rows");
    assert_eq!((page.scanned_bytes, page.matched), (123, 4));
    let page = query_page(&clients, None, &q1, page.next.as_ref()).await.expect("a page");
    assert_eq!((numbers(&page), page.next), (vec!["3".to_owned()], None));
}

#[tokio::test]
async fn how_far_a_query_is_is_told_by_its_word() {
    for (word, status) in [
        ("Running", QueryStatus::Running),
        ("Failed", QueryStatus::Failed),
        ("Timeout", QueryStatus::Timeout),
        ("Unknown", QueryStatus::Unknown),
        ("Odd", QueryStatus::Other(Text::new("Odd"))),
    ] {
        let (clients, _) = clients(move |_| ok(format!(r#"{{"status":"{word}","results":[[{{}}]]}}"#)));
        let page = query_page(&clients, None, &Text::new("q1"), None).await.expect("a page");
        assert_eq!(page.status, status);
    }
}

#[tokio::test]
async fn refusals_tell_a_full_account_from_a_bad_query_and_a_query_that_ended_is_stopped() {
    for (code, kind) in
        [("LimitExceededException", FaultKind::LimitExceeded), ("MalformedQueryException", FaultKind::Rejected)]
    {
        let (clients, log) =
            clients(move |_| Answer::Status(400, format!(r#"{{"__type":"{code}","message":"unexpected symbol"}}"#)));
        let fault = start_query(&clients, &QuerySpec { to: at(10), ..spec() }).await.expect_err("a fault");
        assert_eq!((fault.kind, fault.message.as_str()), (kind, "unexpected symbol"));
        assert_eq!(log.lock().expect("no panic").len(), 1, "a quota is not spent on retries");
    }
    let ended = r#"{"__type":"InvalidParameterException","message":"Query has already ended"}"#;
    let (clients, _) = clients(|_| Answer::Status(400, ended.to_owned()));
    assert_eq!(stop_query(&clients, None, &Text::new("q1")).await, Ok(()));
}
