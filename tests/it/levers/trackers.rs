//! What a tracker says of a write from its answer to its end, by what is read after it.

use super::bench::Bench;
use crate::told::facts_at;
use unstuck::app::tracker::{Progress, Tracker};
use unstuck::aws::watch::Watch;
use unstuck::domain::lever::Lever;
use unstuck::domain::operation::{Operation, SetCount};
use unstuck::domain::topic::Topic;

/// Sends, looks every five seconds, and tells how it ended: whether well, and the words. After the first look somebody
/// else may set another count.
async fn followed(bench: &Bench, operation: Operation, other: Option<i32>) -> (bool, String) {
    let stack = bench.door.world().account.stacks[0].stack.name.raw().to_owned();
    let look = || facts_at(&bench.door.world(), &stack, bench.now());
    let mut tracker = Tracker::new(operation.clone(), &look(), bench.now());
    tracker.answered(&bench.pull(&operation).await, bench.now());
    for _ in 0..720 {
        bench.later(5);
        let mut facts = look();
        if let (Operation::CheckDrift(change), Some(detection)) = (&operation, tracker.began.clone()) {
            let topic = Topic::Drift { stack: change.aim.id.clone(), detection };
            let answer = Watch::new(topic.clone(), bench.clients.clone()).poll(bench.now()).await;
            facts.learn(&topic, bench.now(), answer);
        }
        tracker.follow(&facts, bench.now());
        if let Some(count) = other {
            let id = bench.door.world().account.services[0].service.id.clone();
            let (cluster, name, now) = (id.cluster.raw(), id.name.raw(), bench.now());
            bench.door.world().update_service(cluster, name, Some(count), false, now).expect("somebody else may");
        }
        if let Progress::Settled { well, words } = &tracker.progress {
            return (*well, words.clone());
        }
    }
    panic!("no end: {:?}", tracker.progress);
}

/// Scenario, lever, whether it ends well, what is said, in this order.
const ENDS: &[(&str, Lever, bool, &[&str])] = &[
    (
        "crash-loop",
        Lever::ScaleToZero,
        true,
        &["accepted → desired count is 0 → no task runs → ", "stack UPDATE_COMPLETE in "],
    ),
    ("recovered", Lever::SetCount, true, &["accepted → desired count is 3 → 3 run in "]),
    (
        "crash-loop",
        Lever::StopDeployment,
        true,
        &["accepted → deployment ROLLBACK_", "→ stack UPDATE_ROLLBACK_COMPLETE in "],
    ),
    (
        "hook-waiting",
        Lever::ContinueDeployment,
        true,
        &["accepted → the hook is answered → ", "deployment SUCCESSFUL", "→ stack UPDATE_COMPLETE in "],
    ),
    (
        "crash-loop",
        Lever::CancelUpdate,
        true,
        &[
            "accepted → the update is cancelled → stack UPDATE_ROLLBACK_IN_PROGRESS → ",
            "stack UPDATE_ROLLBACK_COMPLETE in ",
        ],
    ),
    (
        "rollback-failed",
        Lever::ContinueRollback,
        false,
        &["failed: accepted → the rollback goes on → ", "stack UPDATE_ROLLBACK_FAILED in "],
    ),
    ("rollback-failed", Lever::ForceRollback, true, &["→ stack UPDATE_ROLLBACK_COMPLETE in "]),
    (
        "update-failed",
        Lever::RollbackStack,
        true,
        &["accepted → the stack goes back → ", "UPDATE_ROLLBACK_COMPLETE in "],
    ),
    ("delete-failed", Lever::ForceDelete, true, &["accepted → the deletion goes on → ", "stack DELETE_COMPLETE in "]),
    // Its first two tasks fail, the next ones come up.
    (
        "recovered",
        Lever::ForceDeployment,
        true,
        &["accepted → a new deployment runs → its tasks fail → every task is new in "],
    ),
    ("recovered", Lever::CheckDrift, true, &["accepted → compares → ", "as the template says"]),
    ("recovered", Lever::StopTask, true, &["accepted → the task has stopped in "]),
    (
        "custom-resource",
        Lever::AnswerSuccess,
        true,
        &["accepted → Migration is UPDATE_COMPLETE → ", "stack UPDATE_COMPLETE in "],
    ),
];

#[tokio::test]
async fn each_write_is_told_step_by_step_to_its_end() {
    for (scenario, lever, well, told) in ENDS {
        let bench = Bench::open(scenario);
        let (ended_well, words) = followed(&bench, bench.operation(*lever), None).await;
        assert_eq!(ended_well, *well, "{scenario}, {lever:?}: {words}");
        let mut rest = words.as_str();
        for part in *told {
            let (_, after) =
                rest.split_once(part).unwrap_or_else(|| panic!("{scenario}, {lever:?}: {part:?}: {words}"));
            rest = after;
        }
    }
}

#[tokio::test]
async fn a_count_that_does_not_stay_is_said() {
    let bench = Bench::open("crash-loop");
    let (well, words) = followed(&bench, bench.operation(Lever::ScaleToZero), Some(2)).await;
    assert!(!well && words.starts_with("failed: accepted → desired count is 0 → "), "{words}");
    assert!(words.contains("came back to 2: autoscaling or somebody else in "), "{words}");
    let bench = Bench::open("recovered");
    let service = bench.door.world().account.services[0].service.clone();
    let change = SetCount { service: service.id, from: service.desired, to: service.desired + 3 };
    let is_set = format!("failed: accepted → desired count is {} → the count is 1 again: autoscaling", change.to);
    let (well, words) = followed(&bench, Operation::SetCount(change), Some(1)).await;
    assert!(!well && words.starts_with(&is_set), "{words}");
}
