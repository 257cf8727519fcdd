use super::bench::{Bench, GROUP, START, STREAM, at};
use crate::sim::account::SimLogEvent;
use crate::sim::scenario::{LiveTailPlan, SessionEnd, SessionPlan};
use crate::sim::server::serve;
use aws_sdk_cloudwatchlogs::error::ProvideErrorMetadata;
use aws_sdk_cloudwatchlogs::types::StartLiveTailResponseStream as Event;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

const ARN: &str = "arn:aws:logs:eu-west-1:123456789012:log-group:/lab/web";

fn put(bench: &Bench, message: &str) {
    let mut world = bench.door.world();
    let group = world.account.log_groups.iter_mut().find(|group| group.name == GROUP).expect("the group");
    let line = SimLogEvent {
        id: message.to_owned(),
        at: at(START - 50),
        ingested_at: at(START + 1),
        message: message.to_owned(),
    };
    group.streams.get_mut(STREAM).expect("the stream").push(line);
}

fn planned(plan: SessionPlan) -> Bench {
    Bench::with_tails(LiveTailPlan { sessions: vec![plan], ..Default::default() })
}

/// What a session tells until it ends, a word each.
async fn told(bench: &Bench, most: usize) -> Vec<String> {
    let opened = bench.logs().start_live_tail().log_group_identifiers(ARN).send();
    let mut stream = match timeout(Duration::from_secs(20), opened).await {
        Err(_) => return vec!["unanswered".to_owned()],
        Ok(Err(error)) => return vec![error.code().unwrap_or_default().to_owned()],
        Ok(Ok(session)) => session.response_stream,
    };
    for line in ["a", "b", "c"] {
        put(bench, line);
    }
    bench.pass(1_000);
    let mut words = Vec::new();
    while words.len() < most {
        words.push(match timeout(Duration::from_secs(20), stream.recv()).await {
            Err(_) => "silence".to_owned(),
            Ok(Ok(Some(Event::SessionStart(_)))) => "start".to_owned(),
            Ok(Ok(Some(Event::SessionUpdate(update)))) => {
                let sampled = update.session_metadata().is_some_and(|meta| meta.sampled());
                let lines: String = update.session_results().iter().filter_map(|line| line.message()).collect();
                format!("[{lines}]{}", if sampled { "sampled" } else { "" })
            }
            Ok(Ok(Some(_))) => "odd".to_owned(),
            Ok(Ok(None)) => "end".to_owned(),
            Ok(Err(error)) => match error.as_service_error() {
                Some(said) if said.is_session_timeout_exception() => "timed-out".to_owned(),
                Some(said) if said.is_session_streaming_exception() => "failed".to_owned(),
                _ => "broken".to_owned(),
            },
        });
        if words.last().is_some_and(|word| word == "end" || word == "silence") {
            break;
        }
    }
    words
}

#[tokio::test(start_paused = true)]
async fn a_session_tells_each_second_what_has_come_and_ends_as_planned() {
    let ends = |ends, after_updates| SessionPlan { ends: Some(ends), after_updates, ..Default::default() };
    for (plan, words) in [
        (SessionPlan::default(), "start [abc] [] []"),
        (SessionPlan { most: Some(2), ..Default::default() }, "start [ab]sampled [] []"),
        (SessionPlan { repeats: true, ..Default::default() }, "start [abc] [abc] []"),
        (ends(SessionEnd::Closed, 1), "start [abc] end"),
        (ends(SessionEnd::TimedOut, 1), "start [abc] timed-out end"),
        (ends(SessionEnd::Failed, 0), "start failed end"),
        (ends(SessionEnd::Cut, 1), "start [abc] broken broken"),
        (ends(SessionEnd::Garbled, 1), "start [abc] broken []"),
        (ends(SessionEnd::Silent, 1), "start [abc] silence"),
        (ends(SessionEnd::Unanswered, 0), "unanswered"),
        (
            SessionPlan { refused: Some("LimitExceededException".to_owned()), ..Default::default() },
            "LimitExceededException",
        ),
    ] {
        assert_eq!(told(&planned(plan.clone()), 4).await.join(" "), words, "{plan:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_is_asked_wrongly_is_refused() {
    let bench = Bench::new();
    let ask = || bench.logs().start_live_tail();
    for (asking, code) in [
        (ask().log_group_identifiers("/lab/web"), "InvalidParameterException"),
        (ask().log_group_identifiers(format!("{ARN}:*")), "InvalidParameterException"),
        (ask().log_group_identifiers(format!("{ARN}x")), "ResourceNotFoundException"),
        (ask().log_group_identifiers(ARN).log_stream_names("nobody"), "ResourceNotFoundException"),
        (ask().log_group_identifiers(ARN).log_event_filter_pattern("[a"), "InvalidParameterException"),
    ] {
        let error = asking.send().await.expect_err("refused");
        assert_eq!(error.code(), Some(code));
    }
    bench.deny("logs:StartLiveTail");
    let error = ask().log_group_identifiers(ARN).send().await.expect_err("denied");
    assert_eq!(error.code(), Some("AccessDeniedException"));
}

#[tokio::test(start_paused = true)]
async fn the_loopback_door_streams_as_well() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let _server = tokio::spawn(serve(Bench::new().door, listener, std::future::pending()));
    let mut stream = TcpStream::connect(address).await.expect("connected");
    let body = format!(r#"{{"logGroupIdentifiers":["{ARN}"]}}"#);
    let request = format!(
        "POST / HTTP/1.1\r\nhost: {address}\r\nx-amz-target: Logs_20140328.StartLiveTail\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).await.expect("sent");
    let (mut answer, mut chunk) = (Vec::new(), [0; 4096]);
    while String::from_utf8_lossy(&answer).matches("sessionUpdate").count() < 2 {
        let read = stream.read(&mut chunk).await.expect("read");
        assert!(read > 0, "closed after {}", String::from_utf8_lossy(&answer));
        answer.extend_from_slice(&chunk[..read]);
    }
    let answer = String::from_utf8_lossy(&answer);
    assert!(answer.contains("content-type: application/vnd.amazon.eventstream") && answer.contains("sessionStart"));
}
