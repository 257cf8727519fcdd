use super::bench::{Bench, EVENTS, RESOURCES, STACKS, START, stack_arn};
use aws_sdk_cloudformation::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_cloudformation::operation::RequestId;

/// The code and the words of a refusal.
fn refusal<T: std::fmt::Debug, E: ProvideErrorMetadata + std::fmt::Debug>(
    answer: Result<T, SdkError<E>>,
) -> (String, String) {
    let error = answer.expect_err("a refusal");
    let words = |text: Option<&str>| text.unwrap_or_default().to_owned();
    (words(error.code()), words(error.message()))
}

#[tokio::test]
async fn all_events_come_newest_first_in_pages_of_a_hundred() {
    let client = Bench::new().cloudformation();
    let mut pages = client.describe_stack_events().stack_name("wide").into_paginator().send();
    let (mut sizes, mut events) = (Vec::new(), Vec::new());
    while let Some(page) = pages.next().await {
        let page = page.expect("a page").stack_events.unwrap_or_default();
        sizes.push(page.len());
        events.extend(page);
    }
    assert_eq!(sizes, [100, 100, 30]);
    let ids: Vec<&str> = events.iter().filter_map(|event| event.event_id()).collect();
    let expected: Vec<String> = (0..EVENTS).rev().map(|n| format!("event-{n:03}")).collect();
    assert_eq!(ids, expected);
    let oldest = events.last().expect("an event");
    assert_eq!(oldest.timestamp().map(|at| at.to_millis().expect("in range")), Some(START - 600_000));
    assert_eq!(oldest.resource_status_reason(), Some("Resource handler returned <message>: \"a & b\""));
    assert_eq!(oldest.detailed_status().map(|it| it.as_str()), Some("CONFIGURATION_COMPLETE"));
}

#[tokio::test]
async fn events_that_come_while_paging_give_nothing_twice() {
    let bench = Bench::new();
    let client = bench.cloudformation();
    let first = client.describe_stack_events().stack_name("wide").send().await.expect("a page");
    {
        let mut world = bench.door.world();
        let sim = world.account.stacks.iter_mut().find(|sim| sim.stack.name.raw() == "wide").expect("the stack");
        let mut newest = sim.events.last().cloned().expect("an event");
        newest.id = "event-new".into();
        sim.events.push(newest);
    }
    let token = first.next_token().expect("more pages");
    let second = client.describe_stack_events().stack_name("wide").next_token(token).send().await.expect("a page");
    let ids = |page: &[aws_sdk_cloudformation::types::StackEvent], at: usize| page[at].event_id().map(str::to_owned);
    assert_eq!(ids(first.stack_events(), 99), Some(format!("event-{:03}", EVENTS - 100)));
    assert_eq!(ids(second.stack_events(), 0), Some(format!("event-{:03}", EVENTS - 101)));
}

#[tokio::test]
async fn a_stack_is_found_by_name_and_by_arn_and_an_unknown_one_is_a_validation_error() {
    let client = Bench::new().cloudformation();
    for named in ["wide".to_owned(), stack_arn("wide"), stack_arn("gone")] {
        let found = client.describe_stacks().stack_name(&named).send().await.expect("the stack");
        assert_eq!(found.stacks().len(), 1, "{named}");
        let updated = found.stacks()[0].last_updated_time().expect("a time");
        assert_eq!(updated.to_millis().expect("in range"), START - 600_042);
    }
    // A deleted stack keeps its ARN but not its name.
    for named in ["nowhere", "gone"] {
        let words = format!("Stack with id {named} does not exist");
        let expected = ("ValidationError".to_owned(), words);
        assert_eq!(refusal(client.describe_stacks().stack_name(named).send().await), expected);
        assert_eq!(refusal(client.list_stack_resources().stack_name(named).send().await), expected);
        assert_eq!(refusal(client.continue_update_rollback().stack_name(named).send().await), expected);
    }
    let (_, words) = refusal(client.describe_stack_events().stack_name("nowhere").send().await);
    assert_eq!(words, "Stack [nowhere] does not exist");
}

#[tokio::test]
async fn all_stacks_and_all_resources_are_paged_to_the_end() {
    let bench = Bench::new();
    let client = bench.cloudformation();
    let living = bench.door.world().account.stacks.len() - 1;
    let mut pages = client.describe_stacks().into_paginator().send();
    let (mut names, mut count) = (std::collections::BTreeSet::new(), 0);
    while let Some(page) = pages.next().await {
        let page = page.expect("a page");
        count += 1;
        names.extend(page.stacks().iter().filter_map(|stack| stack.stack_name().map(str::to_owned)));
    }
    assert!(count >= 2, "{count} pages");
    assert_eq!(names.len(), living);
    assert!(!names.contains("gone"));
    let resources =
        client.list_stack_resources().stack_name("wide").into_paginator().items().send().try_collect().await;
    assert_eq!(resources.expect("all").len(), RESOURCES);
    let described = client.describe_stack_resources().stack_name("wide").send().await.expect("the first hundred");
    assert_eq!(described.stack_resources().len(), 100);
    let by_part = client.describe_stack_resources().physical_resource_id("wide-part-007").send().await;
    assert_eq!(by_part.expect("its stack").stack_resources()[0].stack_name(), Some("wide"));
}

#[tokio::test]
async fn stacks_are_listed_by_status_the_deleted_ones_too() {
    use aws_sdk_cloudformation::types::StackStatus;
    let client = Bench::new().cloudformation();
    let list = |status| client.list_stacks().stack_status_filter(status).send();
    let gone = list(StackStatus::DeleteComplete).await.expect("a list");
    assert_eq!(gone.stack_summaries()[0].stack_name(), Some("gone"));
    let created = list(StackStatus::CreateComplete).await.expect("a list");
    let ours = created.stack_summaries().iter().filter(|it| it.stack_name().is_some_and(|name| name.starts_with("s-")));
    assert_eq!(ours.count(), STACKS);
    assert_eq!(refusal(list(StackStatus::from("MELTED")).await).0, "ValidationError");
}

#[tokio::test]
async fn a_token_that_is_not_of_this_list_is_refused() {
    let client = Bench::new().cloudformation();
    let of_stacks = client.describe_stacks().send().await.expect("a page").next_token.expect("more");
    for token in ["nonsense", of_stacks.as_str()] {
        let answer = client.describe_stack_events().stack_name("wide").next_token(token).send().await;
        assert_eq!(refusal(answer), ("ValidationError".to_owned(), format!("{token} is not a valid NextToken")));
    }
}

#[tokio::test]
async fn a_denied_action_is_told_in_awss_words() {
    let bench = Bench::new();
    bench.deny("cloudformation:ListStacks");
    bench.deny("sts:GetCallerIdentity");
    let principal = bench.door.world().account.principal.clone();
    let words = |action: &str| {
        format!(
            "User: {principal} is not authorized to perform: {action} on resource: * \
             because no identity-based policy allows the {action} action"
        )
    };
    let answer = bench.cloudformation().list_stacks().send().await;
    assert_eq!(answer.as_ref().expect_err("denied").raw_response().map(|it| it.status().as_u16()), Some(403));
    assert_eq!(refusal(answer), ("AccessDenied".to_owned(), words("cloudformation:ListStacks")));
    let answer = bench.sts().get_caller_identity().send().await;
    assert_eq!(refusal(answer), ("AccessDenied".to_owned(), words("sts:GetCallerIdentity")));
    bench.cloudformation().describe_stacks().send().await.expect("its neighbour is allowed");
}

#[tokio::test]
async fn an_action_that_is_not_served_is_an_invalid_action() {
    let answer = Bench::new().cloudformation().get_template().stack_name("wide").send().await;
    let words = "Could not find operation GetTemplate for version 2010-05-15".to_owned();
    assert_eq!(refusal(answer), ("InvalidAction".to_owned(), words));
}

#[tokio::test]
async fn the_caller_is_the_accounts_principal() {
    let bench = Bench::new();
    let answer = bench.sts().get_caller_identity().send().await.expect("an identity");
    let world = bench.door.world();
    assert_eq!(answer.arn(), Some(world.account.principal.as_str()));
    assert_eq!(answer.account(), Some(world.account.id.as_str()));
    assert!(answer.request_id().is_some());
}
