//! The table of levers and the account agree, in every scenario and in every state of a stack.

use super::bench::{Bench, operation};
use std::collections::BTreeMap;
use unstuck::aws::write::{reread, send};
use unstuck::domain::lever::Lever;
use unstuck::domain::operation::Outcome;
use unstuck::domain::stack::StackStatus;
use unstuck::sim::scenario::Scenario;

/// Whether a lever is legal as read right before, and whether the account takes it though nobody looked.
async fn tried(bench: &Bench, lever: Lever) -> Option<(Result<(), String>, Outcome)> {
    let operation = operation(lever, &bench.door.world().account)?;
    let saved = bench.door.world().clone();
    let legal = reread(&bench.clients, &operation).await.expect("an answer");
    let outcome = send(&bench.clients, &operation).await;
    *bench.door.world() = saved;
    Some((legal, outcome))
}

#[tokio::test]
async fn what_the_table_calls_legal_is_taken_and_what_it_does_not_is_refused_in_every_scenario() {
    let (mut taken, mut refused) = (BTreeMap::<&str, u32>::new(), BTreeMap::<&str, u32>::new());
    for name in Scenario::names().into_iter().filter(|name| !["big", "denied"].contains(name)) {
        let bench = Bench::open(name);
        for lever in Lever::ALL {
            let Some((legal, outcome)) = tried(&bench, lever).await else { continue };
            match (&legal, &outcome) {
                (Ok(()), Outcome::Accepted { .. }) => *taken.entry(lever.name()).or_default() += 1,
                (Err(_), Outcome::Rejected(_)) => *refused.entry(lever.name()).or_default() += 1,
                // A count that is there already is taken and changes nothing; so is an answer nobody waits for.
                (Err(_), Outcome::Accepted { .. })
                    if [Lever::ScaleToZero, Lever::SuspendScaling, Lever::ResumeScaling].contains(&lever) => {}
                _ => panic!("{name}, {lever:?}: {legal:?} and {outcome:?}"),
            }
        }
    }
    let never: Vec<&str> = Lever::ALL.iter().map(|lever| lever.name()).filter(|n| !taken.contains_key(n)).collect();
    // Nothing is suspended in any scenario yet.
    assert_eq!(never, ["resume-scaling"]);
    assert!(refused.len() >= 9, "{refused:?}");
}

#[tokio::test]
async fn the_levers_of_a_stack_are_legal_in_the_same_states_for_the_table_and_the_account() {
    let bench = Bench::open("delete-failed");
    let mut legal_ones = 0;
    for status in StackStatus::WORDS {
        bench.door.world().account.stacks[0].stack.status = StackStatus::parse(status);
        for lever in Lever::OF_STACK {
            let (legal, outcome) = tried(&bench, lever).await.expect("a stack");
            match (&legal, &outcome) {
                (Ok(()), Outcome::Accepted { .. }) => legal_ones += 1,
                (Err(_), Outcome::Rejected(_)) => {}
                // What is being deleted, or is, is deleted.
                (Err(_), Outcome::Accepted { .. }) if status.starts_with("DELETE_") => {}
                _ => panic!("{status}, {lever:?}: {legal:?} and {outcome:?}"),
            }
        }
    }
    assert_eq!(legal_ones, 7);
}
