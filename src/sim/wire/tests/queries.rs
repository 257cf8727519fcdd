use super::bench::{Bench, GROUP, START};
use super::logs::refusal;
use aws_sdk_cloudwatchlogs::operation::start_query::StartQueryError;
use aws_sdk_cloudwatchlogs::types::{QueryStatus, ResultField};

fn seconds(ms: i64) -> i64 {
    ms / 1_000
}

#[tokio::test]
async fn a_query_is_scheduled_runs_and_completes() {
    let bench = Bench::new();
    let client = bench.logs();
    let ask = client.start_query().log_group_name(GROUP).query_string("fields @timestamp, @message | limit 3");
    let ask = ask.start_time(seconds(START) - 3_600).end_time(seconds(START));
    let id = ask.send().await.expect("started").query_id.expect("an id");
    let results = || client.get_query_results().query_id(&id).send();
    let mut seen = Vec::new();
    for pass in [0, 300, 1_200, 60_000] {
        bench.pass(pass);
        seen.extend(results().await.expect("results").status);
    }
    use QueryStatus::{Complete, Running, Scheduled};
    assert_eq!(seen, [Scheduled, Running, Complete, Complete]);
}

#[tokio::test]
async fn a_query_is_stopped_only_while_it_is_under_way() {
    let bench = Bench::new();
    let client = bench.logs();
    let ask = || client.start_query().log_group_names(GROUP).query_string("limit 1").start_time(0);
    let ask = || ask().end_time(seconds(START));
    let id = ask().send().await.expect("started").query_id.expect("an id");
    assert!(client.stop_query().query_id(&id).send().await.expect("stopped").success());
    let status = client.get_query_results().query_id(&id).send().await.expect("results").status;
    assert_eq!(status, Some(QueryStatus::Cancelled));
    assert_eq!(refusal(client.stop_query().query_id(&id).send().await).0, "InvalidParameterException");
    let unknown = client.get_query_results().query_id("no-such-query").send().await;
    assert_eq!(refusal(unknown).0, "ResourceNotFoundException");
}

#[tokio::test]
async fn a_query_names_groups_that_exist_and_a_range_that_is_one() {
    let client = Bench::new().logs();
    let ask = || client.start_query().query_string("limit 1").start_time(0).end_time(9);
    let answer = ask().log_group_names(GROUP).log_group_names("/nowhere").send().await;
    let (code, words) = refusal(answer);
    assert_eq!(code, "ResourceNotFoundException");
    assert!(words.starts_with("Log group '/nowhere' does not exist for account ID '"), "{words}");
    for request in [
        ask(),
        ask().log_group_name(GROUP).log_group_names(GROUP),
        ask().log_group_name(GROUP).end_time(-1),
        ask().log_group_name(GROUP).limit(100_001),
        ask().log_group_name(GROUP).query_language("SQL".into()),
    ] {
        assert_eq!(refusal(request.send().await).0, "InvalidParameterException");
    }
}

#[tokio::test]
async fn a_window_before_the_group_was_made_is_refused() {
    let client = Bench::new().logs();
    let ask = client.start_query().log_group_name(GROUP).query_string("limit 1").start_time(0).end_time(9);
    let (code, words) = refusal(ask.send().await);
    assert!(code == "MalformedQueryException" && words.contains("log groups creation time"), "{code}: {words}");
}

#[tokio::test]
async fn a_query_that_cannot_be_read_is_refused_with_its_place_in_characters() {
    let client = Bench::new().logs();
    let ask = client.start_query().log_group_name(GROUP).start_time(0).end_time(9);
    let error = ask.query_string("fields `é` | limt 5").send().await.expect_err("refused").into_service_error();
    let StartQueryError::MalformedQueryException(error) = error else { panic!("{error:?}") };
    let place = error.query_compile_error().and_then(|it| it.location()).expect("a place");
    assert_eq!((place.start_char_offset(), place.end_char_offset()), (Some(13), Some(17)));
}

#[tokio::test]
async fn the_rows_of_a_query_are_those_of_its_lines() {
    let bench = Bench::new();
    let client = bench.logs();
    let query = "fields @message, @logStream | filter @message like /ERROR/ | sort @timestamp asc | limit 3";
    let ask = client.start_query().log_group_name(GROUP).query_string(query);
    let ask = ask.start_time(seconds(START) - 98).end_time(seconds(START));
    let id = ask.send().await.expect("started").query_id.expect("an id");
    bench.pass(5_000);
    let answer = client.get_query_results().query_id(&id).send().await.expect("results");
    let value = |row: &Vec<ResultField>, name: &str| {
        row.iter().find(|it| it.field() == Some(name)).and_then(|it| it.value()).map(str::to_owned)
    };
    let rows: Vec<_> = answer.results().iter().map(|row| (value(row, "@message"), value(row, "@logStream"))).collect();
    let row = |n: &str, stream: &str| (Some(format!("line {n} ERROR: no such table")), Some(stream.to_owned()));
    assert_eq!(rows, [row("05", "web/app/0001"), row("05", "web/app/0002"), row("10", "web/app/0001")]);
    assert!(answer.results().iter().all(|row| value(row, "@ptr").is_some()));
    // From the 98th second before the end on: 23 of the 25 lines of each stream.
    assert_eq!(answer.statistics().map(|it| it.records_scanned()), Some(46.0));
}

#[tokio::test]
async fn a_source_names_the_groups_in_place_of_a_parameter() {
    let bench = Bench::new();
    let client = bench.logs();
    let ask =
        |query: &str| client.start_query().query_string(query).start_time(seconds(START) - 98).end_time(seconds(START));
    for (source, rows) in [
        (format!("SOURCE '{GROUP}'"), 46),
        (format!("SOURCE '{GROUP}' | limit 3"), 3),
        ("SOURCE logGroups(namePrefix: ['/none', '/lab']) | fields @message".to_owned(), 46),
        ("SOURCE logGroups(namePrefix: ['/none']) | fields @message".to_owned(), 0),
        ("SOURCE logGroups() | stats count(*)".to_owned(), 1),
    ] {
        let id = ask(&source).send().await.expect("started").query_id.expect("an id");
        bench.pass(5_000);
        let answer = client.get_query_results().query_id(&id).send().await.expect("results");
        assert_eq!((answer.status(), answer.results().len()), (Some(&QueryStatus::Complete), rows), "{source}");
    }
    assert_eq!(refusal(ask("SOURCE '/nowhere'").send().await).0, "ResourceNotFoundException");
    let both = ask(&format!("SOURCE '{GROUP}'")).log_group_name(GROUP).send().await;
    assert_eq!(refusal(both).0, "InvalidParameterException");
}
