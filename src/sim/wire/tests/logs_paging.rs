use super::bench::{Bench, GROUP, LINES, START, STREAM, at};
use crate::sim::account::SimLogEvent;
use aws_sdk_cloudwatchlogs::types::OutputLogEvent;

#[tokio::test]
async fn filtered_lines_are_paged_to_the_end_once_each() {
    let client = Bench::new().logs();
    let ask = client.filter_log_events().log_group_name(GROUP).limit(7);
    let mut pages = ask.into_paginator().send();
    let mut ids = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.expect("a page");
        assert!(page.events().len() <= 7);
        ids.extend(page.events().iter().filter_map(|event| event.event_id().map(str::to_owned)));
    }
    assert_eq!(ids.len(), 2 * LINES);
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 2 * LINES);
}

fn numbers(events: &[OutputLogEvent]) -> Vec<u32> {
    events.iter().filter_map(|event| event.message()?.get(5..7)?.parse().ok()).collect()
}

#[tokio::test]
async fn a_stream_is_read_backwards_and_forwards_and_its_end_gives_the_token_back() {
    let bench = Bench::new();
    let client = bench.logs();
    let ask = || client.get_log_events().log_group_name(GROUP).log_stream_name(STREAM).limit(10);
    let newest = ask().send().await.expect("the newest");
    assert_eq!(numbers(newest.events()), (15..25).collect::<Vec<_>>());
    let back = newest.next_backward_token().expect("always there");
    let older = ask().next_token(back).send().await.expect("older");
    assert_eq!(numbers(older.events()), (5..15).collect::<Vec<_>>());
    let forward = newest.next_forward_token().expect("always there");
    let end = ask().next_token(forward).send().await.expect("the end");
    assert_eq!((numbers(end.events()), end.next_forward_token()), (vec![], Some(forward)));
    let head = ask().start_from_head(true).send().await.expect("the oldest");
    assert_eq!(numbers(head.events()), (0..10).collect::<Vec<_>>());
    let before = head.next_backward_token().expect("always there");
    let start = ask().next_token(before).send().await.expect("the start");
    assert_eq!((numbers(start.events()), start.next_backward_token()), (vec![], Some(before)));
    // The end of the range is not included, unlike in FilterLogEvents.
    let until = ask().end_time(START - 100_000 + 3_000).send().await.expect("a range");
    assert_eq!(numbers(until.events()), [0, 1, 2]);
    // A line that comes later is behind the token of the end.
    let line = SimLogEvent {
        id: "late".to_owned(),
        at: at(START),
        ingested_at: at(START),
        message: "line 99 late".to_owned(),
    };
    {
        let mut world = bench.door.world();
        let group = world.account.log_groups.iter_mut().find(|group| group.name == GROUP).expect("the group");
        group.streams.get_mut(STREAM).expect("the stream").push(line);
    }
    let late = ask().next_token(forward).send().await.expect("the late one");
    assert_eq!(numbers(late.events()), [99]);
    for token in ["f/x", "x", newest.next_backward_token().map(|it| &it[2..]).unwrap_or_default()] {
        assert!(ask().next_token(token).send().await.is_err(), "{token}");
    }
}
