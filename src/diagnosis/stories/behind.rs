//! Tasks that are stopped for their health while their own log names what they lack.

use super::fixtures::{NEW, Story, ago, now};
use crate::diagnosis::diagnose;
use crate::diagnosis::verdict::{Category, Confidence, Diagnosis, EvidenceSource};
use crate::domain::Text;
use crate::domain::log::{LogRecord, LogSource};
use crate::domain::news::News;
use crate::domain::stack::StackStatus;
use crate::domain::topic::Topic;

const GROUP: &str = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/web/55aa";
const REFUSED: &str = "ERROR session store: dial tcp 10.1.2.3:6379: connect: connection refused";

/// Three tasks stopped for their health, each with the lines of one of these logs; the load balancer was answered so.
fn unhealthy(answer: &str, logs: [&[&str]; 3]) -> Diagnosis {
    let mut story = Story::new(StackStatus::UpdateInProgress);
    story.service_row("UPDATE_IN_PROGRESS", None);
    let reason = format!("Task failed ELB health checks in (target-group {GROUP})");
    let mut streams = Vec::new();
    for (n, seconds) in [600, 400, 200].into_iter().enumerate() {
        let task = story.stopped(NEW, "ServiceSchedulerInitiated", &reason, Some(143), seconds);
        streams.push((format!("svc/api/{}", task.id()), logs[n]));
        story.event(
            &format!("(service web) (port 80) is unhealthy in (target-group {GROUP}) due to (reason {answer})."),
            seconds + 5,
        );
    }
    let mut facts = story.told();
    for (stream, lines) in streams {
        let stream = Text::new(stream);
        let source = LogSource { group: Text::new("/ecs/web"), region: None, stream: stream.clone(), from: ago(3600) };
        let record = |(n, line): (usize, &&str)| LogRecord {
            id: Text::new(n.to_string()),
            group: Text::new("/ecs/web"),
            at: ago(700 - i64::try_from(n).expect("few")),
            ingested_at: None,
            stream: stream.clone(),
            message: Text::new(*line),
        };
        let records = lines.iter().enumerate().map(record).collect();
        facts.learn(&Topic::Log(source), now(), Ok(News::Log(records)));
    }
    diagnose(&facts, now())
}

fn causes(said: &Diagnosis) -> Vec<&str> {
    said.findings.iter().map(|found| found.cause).filter(|cause| !cause.starts_with("breaker")).collect()
}

const BUSY: &str = "Health checks failed with these codes: [503]";

#[test]
fn what_every_log_says_it_cannot_reach_stands_before_the_answer_it_causes() {
    let log: &[&str] = &["listening on :80", REFUSED, "GET /health 503"];
    let said = unhealthy(BUSY, [log; 3]);
    let first = &said.findings[0];
    assert_eq!((first.cause, first.category), ("dependency_unreachable", Category::Network), "{}", said.headline);
    assert_eq!(first.confidence, Confidence::High, "three logs say so");
    assert!(said.headline.contains("10.1.2.3:6379") && said.headline.contains("[503]"), "{}", said.headline);
    assert!(!said.headline.contains("more cause"), "the answer is its sign: {}", said.headline);
    assert!(first.evidence.iter().any(|quote| quote.source == EvidenceSource::Log), "{:?}", first.evidence);
    assert!(causes(&said)[1].starts_with("elb_"), "{:?}", causes(&said));
}

#[test]
fn one_log_alone_competes_with_the_answer_and_does_not_stand_before_it() {
    let said = unhealthy(BUSY, [&[], &[], &["listening on :80", REFUSED]]);
    assert!(causes(&said)[0].starts_with("elb_"), "{:?}", causes(&said));
    let log = said.findings.iter().find(|found| found.cause == "dependency_unreachable").expect("it competes");
    assert_eq!(log.confidence, Confidence::Medium, "{}", log.sentence());
}

#[test]
fn an_answer_that_refuses_the_request_is_not_for_want_of_anything_else() {
    let log: &[&str] = &["listening on :80", REFUSED, "GET /health 404"];
    let said = unhealthy("Health checks failed with these codes: [404]", [log; 3]);
    assert!(causes(&said)[0].starts_with("elb_"), "{:?}", causes(&said));
    assert!(causes(&said).contains(&"dependency_unreachable"), "{:?}", causes(&said));
}

#[test]
fn an_error_a_warning_one_task_alone_and_what_is_over_stand_behind_nothing() {
    let quiet: &[&str] = &["listening on :80"];
    let refused: &[&str] = &["listening on :80", REFUSED];
    let logs: [(&str, [&[&str]; 3]); 5] = [
        ("that an error was written", [&["ERROR request 17 failed", "ERROR cannot render the page"]; 3]),
        ("that it crashed once", [&["panic: runtime error: index out of range"]; 3]),
        ("a warning", [&["WARN health check answers 503, cache not connected"]; 3]),
        ("one task of three", [refused, quiet, quiet]),
        ("it came back", [&[REFUSED, "INFO session store: connected to 10.1.2.3:6379"]; 3]),
    ];
    for (what, logs) in logs {
        let said = unhealthy(BUSY, logs);
        assert!(causes(&said).iter().all(|cause| cause.starts_with("elb_")), "{what}: {:?}", causes(&said));
    }
}
