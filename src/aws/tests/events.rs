//! The stack's history: each row once, never further back than needed.

use super::{STACK, at, xml};
use crate::aws::fake_http::{Answer, Asked, clients, ok};
use crate::aws::watch::Watch;
use crate::domain::news::News;
use crate::domain::text::Text;
use crate::domain::topic::Topic;
use std::sync::{Arc, Mutex};

/// A row of the history: an id made of a letter and the second, and whether an operation begins with it.
fn row(second: i64, status: &str, reason: &str) -> String {
    format!(
        "<member><StackId>{STACK}</StackId><EventId>e{second}</EventId><StackName>orders</StackName>\
         <LogicalResourceId>orders</LogicalResourceId><PhysicalResourceId>{STACK}</PhysicalResourceId>\
         <ResourceType>AWS::CloudFormation::Stack</ResourceType><Timestamp>{}</Timestamp>\
         <ResourceStatus>{status}</ResourceStatus><ResourceStatusReason>{reason}</ResourceStatusReason></member>",
        at(1_700_000_000 + second)
    )
}

fn plain(second: i64) -> String {
    row(second, "UPDATE_COMPLETE", "")
}

/// Pages by token: the first has none, the n-th is asked for with `t<n>`.
fn page(pages: &[(Vec<String>, Option<&str>)], asked: &Asked) -> Answer {
    let n = (1..pages.len()).find(|n| asked.says(&format!("NextToken=t{n}"))).unwrap_or(0);
    let (rows, next) = &pages[n];
    let next = next.map(|t| format!("<NextToken>{t}</NextToken>")).unwrap_or_default();
    ok(xml("DescribeStackEvents", &format!("<StackEvents>{}</StackEvents>{next}", rows.concat())))
}

type Pages = Arc<Mutex<Vec<(Vec<String>, Option<&'static str>)>>>;

fn watch(pages: Vec<(Vec<String>, Option<&'static str>)>) -> (Watch, Pages, Arc<Mutex<Vec<String>>>) {
    let pages = Arc::new(Mutex::new(pages));
    let served = Arc::clone(&pages);
    let (clients, log) = clients(move |asked| page(&served.lock().expect("no panic"), asked));
    (Watch::new(Topic::Events(Text::new(STACK)), clients), pages, log)
}

async fn ids(watch: &mut Watch) -> Vec<String> {
    match watch.poll(at(1_800_000_000)).await {
        Ok(News::Events(events)) => events.iter().map(|e| e.id.to_string()).collect(),
        other => panic!("no events: {other:?}"),
    }
}

#[tokio::test]
async fn the_first_read_stops_at_the_start_of_the_operation() {
    let start = row(4, "UPDATE_IN_PROGRESS", "User Initiated");
    let (mut watch, _, log) = watch(vec![
        (vec![plain(9), plain(8)], Some("t1")),
        (vec![plain(5), start, plain(3)], Some("t2")),
        (vec![plain(1)], None),
    ]);
    assert_eq!(ids(&mut watch).await, ["e9", "e8", "e5", "e4", "e3"]);
    assert_eq!(log.lock().expect("no panic").len(), 2);
    assert!(ids(&mut watch).await.is_empty(), "nothing is told twice");
}

#[tokio::test]
async fn a_continued_rollback_does_not_hide_the_update_before_it() {
    let continued = row(9, "UPDATE_ROLLBACK_IN_PROGRESS", "User Initiated");
    let start = row(4, "UPDATE_IN_PROGRESS", "User Initiated");
    let (mut watch, _, _) =
        watch(vec![(vec![continued, plain(8)], Some("t1")), (vec![start], Some("t2")), (vec![], None)]);
    assert_eq!(ids(&mut watch).await, ["e9", "e8", "e4"]);
}

#[tokio::test]
async fn a_later_read_stops_at_the_page_with_a_known_row_and_finds_a_late_one_there() {
    let (mut watch, pages, log) = watch(vec![(vec![plain(5), plain(4)], Some("t1")), (vec![plain(2)], None)]);
    assert_eq!(ids(&mut watch).await, ["e5", "e4", "e2"]);
    *pages.lock().expect("no panic") = vec![
        (vec![plain(7)], Some("t1")),
        (vec![plain(5), row(3, "UPDATE_FAILED", "late"), plain(4)], Some("t2")),
        (vec![plain(2)], None),
    ];
    log.lock().expect("no panic").clear();
    assert_eq!(ids(&mut watch).await, ["e7", "e3"]);
    assert_eq!(log.lock().expect("no panic").len(), 2);
}

#[tokio::test]
async fn a_token_that_comes_again_ends_the_walk_and_what_came_stays() {
    let (mut watch, _, log) = watch(vec![(vec![plain(5)], Some("t1")), (vec![plain(4)], Some("t1"))]);
    assert_eq!(ids(&mut watch).await, ["e5", "e4"]);
    assert_eq!(log.lock().expect("no panic").len(), 2);
}

#[tokio::test]
async fn a_fault_in_the_middle_of_a_walk_leaves_no_gap() {
    let calls = Mutex::new(0);
    let (clients, _) = clients(move |asked| {
        let mut calls = calls.lock().expect("no panic");
        *calls += 1;
        match *calls {
            2 => Answer::Status(400, "<ErrorResponse><Error><Code>ExpiredToken</Code></Error></ErrorResponse>".into()),
            _ => page(&[(vec![plain(5)], Some("t1")), (vec![plain(4)], None)], asked),
        }
    });
    let mut watch = Watch::new(Topic::Events(Text::new(STACK)), clients);
    assert!(watch.poll(at(0)).await.is_err());
    assert_eq!(ids(&mut watch).await, ["e5", "e4"]);
}
