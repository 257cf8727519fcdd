//! Log lines: each once, late ones too.

use super::at;
use crate::aws::fake_http::{Answer, Asked, clients, ok};
use crate::aws::watch::Watch;
use crate::domain::fault::FaultKind;
use crate::domain::log::LogSource;
use crate::domain::news::News;
use crate::domain::text::Text;
use crate::domain::topic::Topic;
use std::sync::{Arc, Mutex};

type Lines = Arc<Mutex<Vec<(i64, &'static str)>>>;

fn topic() -> Topic {
    Topic::Log(LogSource {
        group: Text::new("/blue/orders"),
        region: None,
        stream: Text::new("app/app/77"),
        from: at(1_000),
    })
}

fn event(ms: i64, id: &str) -> String {
    format!(r#"{{"logStreamName":"app/app/77","timestamp":{ms},"message":"line {id}","eventId":"{id}"}}"#)
}

fn number(asked: &Asked, member: &str) -> Option<i64> {
    let rest = asked.body.split(&format!("\"{member}\":")).nth(1)?;
    rest.split([',', '}']).next()?.trim_matches('"').parse().ok()
}

/// What FilterLogEvents does: lines from the start time on, two a page.
fn filter(lines: &[(i64, &'static str)], asked: &Asked) -> Answer {
    let start = number(asked, "startTime").expect("a start time");
    let page = number(asked, "nextToken").unwrap_or(0) as usize;
    let mut lines: Vec<_> = lines.iter().filter(|(ms, _)| *ms >= start).collect();
    lines.sort();
    let events: Vec<String> = lines.iter().skip(page * 2).take(2).map(|(ms, id)| event(*ms, id)).collect();
    let next = match lines.len() > page * 2 + 2 {
        true => format!(r#","nextToken":"{}""#, page + 1),
        false => String::new(),
    };
    ok(format!(r#"{{"events":[{}]{next}}}"#, events.join(",")))
}

fn watch(lines: Vec<(i64, &'static str)>) -> (Watch, Lines) {
    let lines: Lines = Arc::new(Mutex::new(lines));
    let served = Arc::clone(&lines);
    let (clients, _) = clients(move |asked| filter(&served.lock().expect("no panic"), asked));
    (Watch::new(topic(), clients), lines)
}

async fn told(watch: &mut Watch, now: i64) -> Vec<String> {
    match watch.poll(at(now)).await {
        Ok(News::Log(records)) => records.iter().map(|r| r.id.to_string()).collect(),
        other => panic!("no lines: {other:?}"),
    }
}

#[tokio::test]
async fn lines_are_told_once_whether_late_or_of_one_millisecond() {
    let (mut watch, lines) = watch(vec![(999_999, "before"), (1_000_000, "a"), (1_015_000, "b"), (1_015_000, "c")]);
    assert_eq!(told(&mut watch, 1_020).await, ["a", "b", "c"]);
    assert!(told(&mut watch, 1_022).await.is_empty());
    lines.lock().expect("no panic").extend([(1_015_000, "d"), (1_006_000, "late"), (1_021_000, "e")]);
    assert_eq!(told(&mut watch, 1_024).await, ["late", "d", "e"]);
    assert!(told(&mut watch, 1_026).await.is_empty());
}

#[tokio::test]
async fn a_line_from_the_future_does_not_hide_the_present() {
    let (mut watch, lines) = watch(vec![(1_010_000, "a"), (9_000_000, "future")]);
    assert_eq!(told(&mut watch, 1_020).await, ["a", "future"]);
    lines.lock().expect("no panic").push((1_022_000, "now"));
    assert_eq!(told(&mut watch, 1_024).await, ["now"]);
    assert!(told(&mut watch, 1_100).await.is_empty());
    assert!(told(&mut watch, 1_200).await.is_empty());
}

#[tokio::test]
async fn a_flood_is_read_to_its_end_over_several_polls() {
    let all: Vec<(i64, &'static str)> = (0..90_i64).map(|n| (1_000_000 + n, &*format!("l{n:02}").leak())).collect();
    let (mut watch, _) = watch(all.clone());
    let mut seen = Vec::new();
    for poll in 0..4 {
        seen.extend(told(&mut watch, 1_020 + poll).await);
    }
    assert_eq!(seen, all.iter().map(|(_, id)| id.to_string()).collect::<Vec<_>>());
}

#[tokio::test]
async fn lines_without_an_id_are_told_once() {
    let (clients, _) = clients(|_| ok(r#"{"events":[{"timestamp":1000001,"message":"x"},{"message":"y"}]}"#));
    let mut watch = Watch::new(topic(), clients);
    assert_eq!(told(&mut watch, 1_020).await.len(), 2);
    assert!(told(&mut watch, 1_021).await.is_empty());
}

#[tokio::test]
async fn a_stream_that_is_missing_is_said_in_aws_s_words() {
    let body = r#"{"__type":"ResourceNotFoundException","message":"The specified log stream does not exist."}"#;
    let (clients, _) = clients(|_| Answer::Status(400, body.to_owned()));
    let fault = Watch::new(topic(), clients).poll(at(1_020)).await.expect_err("a fault");
    assert_eq!(fault.kind, FaultKind::NotFound);
    assert_eq!(fault.message.as_str(), "The specified log stream does not exist.");
}

#[tokio::test]
async fn a_log_region_that_is_none_is_not_called() {
    let (clients, log) = clients(|_| ok("{}"));
    let Topic::Log(source) = topic() else { panic!("a log") };
    let topic = Topic::Log(LogSource { region: Some(Text::new("eu-west-1.evil.example/")), ..source });
    assert!(Watch::new(topic, clients).poll(at(1_020)).await.is_err());
    assert!(log.lock().expect("no panic").is_empty());
}
