use super::bench::{Bench, GROUP, LINES, START, STREAM};
use aws_sdk_cloudwatchlogs::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_cloudwatchlogs::types::OrderBy;

pub fn refusal<T: std::fmt::Debug, E: ProvideErrorMetadata + std::fmt::Debug>(
    answer: Result<T, SdkError<E>>,
) -> (String, String) {
    let error = answer.expect_err("a refusal");
    let words = |text: Option<&str>| text.unwrap_or_default().to_owned();
    (words(error.code()), words(error.message()))
}

#[tokio::test]
async fn lines_are_filtered_by_stream_time_and_pattern() {
    let client = Bench::new().logs();
    let ask = || client.filter_log_events().log_group_name(GROUP);
    let first = START - 100_000;
    for (name, request, expected) in [
        ("everything", ask(), 2 * LINES),
        ("one stream", ask().log_stream_names(STREAM), LINES),
        ("a prefix", ask().log_stream_name_prefix("web/app/0002"), LINES),
        ("a pattern", ask().filter_pattern("ERROR"), 10),
        ("from a time on, which is included", ask().log_stream_names(STREAM).start_time(first + 20_000), 5),
        ("to a time, which is included", ask().log_stream_names(STREAM).end_time(first + 4_000), 5),
        ("the group by its ARN", client.filter_log_events().log_group_identifier(arn()), 2 * LINES),
    ] {
        let answer = request.send().await.expect(name);
        let events = answer.events();
        assert_eq!(events.len(), expected, "{name}");
        assert!(events.is_sorted_by_key(|event| event.timestamp()), "{name}");
        assert!(answer.next_token().is_none(), "{name}");
    }
}

fn arn() -> String {
    format!("arn:aws:logs:eu-west-1:123456789012:log-group:{GROUP}:*")
}

#[tokio::test]
async fn what_is_missing_or_wrong_is_told_in_awss_words() {
    let bench = Bench::new();
    let client = bench.logs();
    let ask = |group: &str| client.filter_log_events().log_group_name(group);
    let not_found =
        |what: &str| ("ResourceNotFoundException".to_owned(), format!("The specified log {what} does not exist."));
    assert_eq!(refusal(ask("/nowhere").send().await), not_found("group"));
    assert_eq!(refusal(ask(GROUP).log_stream_names("web/app/none").send().await), not_found("stream"));
    let answer = client.get_log_events().log_group_name(GROUP).log_stream_name("none").send().await;
    assert_eq!(refusal(answer), not_found("stream"));
    let invalid = "InvalidParameterException".to_owned();
    let answer = ask(GROUP).next_token("nonsense").send().await;
    assert_eq!(refusal(answer), (invalid.clone(), "The specified nextToken is invalid.".to_owned()));
    for request in [
        ask(GROUP).filter_pattern("{ $.level = 1 }"),
        ask(GROUP).limit(10_001),
        ask(GROUP).log_stream_names(STREAM).log_stream_name_prefix("web"),
        ask(GROUP).log_group_identifier(arn()),
    ] {
        assert_eq!(refusal(request.send().await).0, invalid);
    }
    bench.deny("logs:FilterLogEvents");
    assert_eq!(refusal(ask(GROUP).send().await).0, "AccessDeniedException");
}

#[tokio::test]
async fn groups_and_streams_are_described() {
    let client = Bench::new().logs();
    let groups = client.describe_log_groups().log_group_name_prefix("/lab").send().await.expect("groups");
    assert_eq!(groups.log_groups()[0].arn(), Some(arn().as_str()));
    let ask = || client.describe_log_streams().log_group_name(GROUP);
    let newest = ask().order_by(OrderBy::LastEventTime).descending(true).limit(1).send().await.expect("a stream");
    let stream = &newest.log_streams()[0];
    assert_eq!(stream.log_stream_name(), Some("web/app/0002"));
    assert_eq!(stream.last_event_timestamp(), Some(START - 100_000 + 24_500));
    let all = ask().limit(1).into_paginator().items().send().try_collect().await.expect("all");
    assert_eq!(all.len(), 2);
    let by_both = ask().order_by(OrderBy::LastEventTime).log_stream_name_prefix("web").send().await;
    assert_eq!(refusal(by_both).0, "InvalidParameterException");
}
