//! A stack compared with its template: what was done to it by hand is found, and nothing else.

use super::bench::{Bench, aim};
use unstuck::aws::watch::Watch;
use unstuck::domain::Text;
use unstuck::domain::drift::{Drift, DriftStage};
use unstuck::domain::lever::Lever;
use unstuck::domain::news::News;
use unstuck::domain::operation::{CheckDrift, Operation, Outcome};
use unstuck::domain::skip::skippable;
use unstuck::domain::stack::StackStatus;
use unstuck::domain::topic::Topic;

async fn read(bench: &Bench, stack: &Text, detection: &Text) -> Drift {
    let topic = Topic::Drift { stack: stack.clone(), detection: detection.clone() };
    match Watch::new(topic, bench.clients.clone()).poll(bench.now()).await.expect("an answer") {
        News::Drift(drift) => drift,
        other => panic!("{other:?}"),
    }
}

/// Compares a stack, and what was found in words.
async fn compared(bench: &Bench, name: &str) -> String {
    let sim = bench.door.world().account.stacks.iter().find(|s| s.stack.name.raw().starts_with(name)).cloned();
    let sim = sim.expect("the stack");
    let outcome = bench.pull(&Operation::CheckDrift(CheckDrift::of(&sim.stack))).await;
    let Outcome::Accepted { began: Some(detection), .. } = outcome else { panic!("{outcome:?}") };
    assert_eq!(read(bench, &sim.stack.id, &detection).await.stage, DriftStage::Running);
    bench.later(60);
    let drift = read(bench, &sim.stack.id, &detection).await;
    assert_eq!(drift.stage, DriftStage::Complete);
    drift.words(&sim.resources)
}

#[tokio::test]
async fn a_count_set_by_hand_is_found_and_one_that_is_restored_is_not() {
    let bench = Bench::open("crash-loop");
    let before = bench.door.world().account.stacks[0].clone();
    bench.pulled(bench.operation(Lever::ScaleToZero)).await;
    bench.until("the stack settles", |account| account.stacks[0].stack.status == StackStatus::UpdateComplete);
    let words = compared(&bench, "shop-checkout").await;
    assert!(words.contains("differs from the template: CheckoutService (DesiredCount 4 → 0)"), "{words}");
    let after = bench.door.world().account.stacks[0].clone();
    assert!(before.stack.drift_checked_at.is_none() && after.stack.drift_checked_at.is_some());
    assert_eq!(after.stack.status, StackStatus::UpdateComplete, "it changes nothing");
    {
        let now = bench.now();
        bench.door.world().update_service("prod", "checkout", Some(4), false, now).expect("a count");
    }
    let words = compared(&bench, "shop-checkout").await;
    assert!(words.contains("resources are as the template says"), "{words}");
}

#[tokio::test]
async fn what_a_rollback_has_skipped_is_not_compared_and_nested_stacks_are_not_looked_into() {
    let bench = Bench::open("rollback-failed");
    let stack = bench.door.world().account.stacks[0].stack.name.raw().to_owned();
    let facts = crate::told::facts(&bench.door.world(), &stack);
    let skip: Vec<Text> = skippable(&facts).into_iter().map(|one| one.name).collect();
    let aim = aim(&bench.door.world().account.stacks[0]);
    bench.pulled(Operation::continue_rollback(aim, skip.clone())).await;
    bench.until("it is rolled back", |a| a.stacks[0].stack.status == StackStatus::UpdateRollbackComplete);
    let words = compared(&bench, &stack).await;
    assert!(words.contains("as the template says; nested stacks are compared by themselves only: Orders"), "{words}");
    let (nested, logical) = skip[0].raw().split_once('.').expect("one of a nested stack");
    let words = compared(&bench, nested).await;
    assert!(words.ends_with(&format!("not compared: {logical}")), "{words}");
}

#[tokio::test]
async fn a_second_comparison_at_a_time_is_refused() {
    let bench = Bench::open("recovered");
    let operation = bench.operation(Lever::CheckDrift);
    bench.pulled(operation.clone()).await;
    match bench.pull(&operation).await {
        Outcome::Rejected(fault) => assert!(fault.what().contains("already in progress"), "{fault:?}"),
        other => panic!("{other:?}"),
    }
}
