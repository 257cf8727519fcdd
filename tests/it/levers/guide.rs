//! The guided way out over zero: which step is next as the account moves and the journal grows.

use super::bench::Bench;
use crate::told::facts_at;
use std::sync::Arc;
use unstuck::app::feed::{Feed, feeds};
use unstuck::app::keymap::Keymap;
use unstuck::app::message::Msg;
use unstuck::app::model::{Model, Screen};
use unstuck::app::session::Session;
use unstuck::app::update::update;
use unstuck::app::way::{Does, Standing, way};
use unstuck::aws::watch::Watch;
use unstuck::domain::Text;
use unstuck::domain::guard::Guard;
use unstuck::domain::lever::Lever;
use unstuck::domain::operation::{Operation, Outcome, SetCount};
use unstuck::domain::stack::StackStatus;
use unstuck::domain::topic::Topic;
use unstuck::runtime::journal::Journal;

/// Sends and writes it down, five seconds after whatever was before. What it begins begins later by AWS's clock.
async fn done(bench: &Bench, journal: &Journal, operation: Operation) {
    bench.later(5);
    let (at, to) = (bench.now(), (bench.clients.place(), None));
    journal.before(at, &operation, to).expect("written");
    bench.later(2);
    let outcome = bench.pull(&operation).await;
    assert!(matches!(outcome, Outcome::Accepted { .. }), "{operation:?}: {outcome:?}");
    journal.after(at, &operation, to, &outcome).expect("written");
}

/// Reads what the console wants to know of comparisons, as far as they are.
async fn compared(bench: &Bench, journal: &Journal) -> (Model, bool) {
    let mut model = opened(bench, journal);
    let mut asked = false;
    for feed in feeds(&model) {
        if let Feed::Topic(topic @ Topic::Drift { .. }) = feed {
            asked = true;
            let answer = Watch::new(topic.clone(), bench.clients.clone()).poll(bench.now()).await;
            update(&mut model, Msg::Told { topic, at: bench.now(), answer });
        }
    }
    model.settle();
    (model, asked)
}

/// What somebody sees who has just opened the console: only what is read and the journal say it.
fn opened(bench: &Bench, journal: &Journal) -> Model {
    let stack = bench.door.world().account.stacks[0].stack.name.raw().to_owned();
    let session = Session { place: bench.clients.place().clone(), read_only: false, guard: Guard::default(), run: 1 };
    let keymap = Arc::new(Keymap::embedded().expect("our keymap"));
    let mut model = Model::new(session, Screen::Stack(Text::new(&stack)), keymap, bench.now());
    model.facts = facts_at(&bench.door.world(), &stack, bench.now());
    update(&mut model, Msg::Tick(bench.now()));
    update(&mut model, Msg::Taken(journal.all().expect("readable")));
    model.settle();
    model
}

/// The step that is next then.
fn next(bench: &Bench, journal: &Journal) -> String {
    next_of(&opened(bench, journal))
}

fn next_of(model: &Model) -> String {
    way(model).and_then(|way| way.now().cloned()).map_or(String::new(), |step| step.words)
}

#[tokio::test]
async fn each_step_is_next_when_the_one_before_is_seen_to_be_done_and_not_before() {
    let folder = std::env::temp_dir().join(format!("unstuck-guide-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    let journal = Journal::new(Some(folder.join("journal.jsonl")));
    let bench = Bench::open("crash-loop");
    done(&bench, &journal, bench.operation(Lever::ScaleToZero)).await;
    let mut seen = vec![next(&bench, &journal)];
    // A way that never comes to it is no reason to look for ever.
    for _ in 0..600 {
        if seen.last().is_some_and(|words| words.starts_with("restore")) {
            break;
        }
        bench.later(1);
        let words = next(&bench, &journal);
        if seen.last() != Some(&words) {
            seen.push(words);
        }
    }
    let told = [
        "no task of checkout runs",
        "shop-checkout settles: it is UPDATE_IN_PROGRESS",
        "restore the count of checkout to 4",
    ];
    let in_order: Vec<&String> = seen.iter().filter(|words| told.contains(&words.as_str())).collect();
    assert_eq!(in_order, told, "{seen:?}");
    // A comparison from before the count was restored says nothing of what there is then.
    done(&bench, &journal, bench.operation(Lever::CheckDrift)).await;
    assert_eq!(next(&bench, &journal), told[2]);
    bench.later(60);
    let service = bench.door.world().account.services[0].service.id.clone();
    done(&bench, &journal, Operation::SetCount(SetCount { service, from: 0, to: 4 })).await;
    let compare = "see what differs from the template of shop-checkout";
    assert_eq!(next_of(&compared(&bench, &journal).await.0), compare);
    done(&bench, &journal, bench.operation(Lever::CheckDrift)).await;
    assert_eq!(next_of(&compared(&bench, &journal).await.0), "shop-checkout is compared with its template");
    bench.later(60);
    let (model, _) = compared(&bench, &journal).await;
    assert_eq!(next_of(&model), "");
    let steps = way(&model).expect("the stack is known").steps;
    assert!(steps.last().is_some_and(|step| step.words.ends_with("as the template says")), "{steps:?}");
    // Told once, it is not asked for again.
    assert!(!feeds(&model).iter().any(|feed| matches!(feed, Feed::Topic(Topic::Drift { .. }))));
    let _ = std::fs::remove_dir_all(folder);
}

#[tokio::test]
async fn a_rollback_continued_with_a_skip_is_waited_for_and_what_was_skipped_compared() {
    let folder = std::env::temp_dir().join(format!("unstuck-guide-skip-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    let journal = Journal::new(Some(folder.join("journal.jsonl")));
    let bench = Bench::open("rollback-failed");
    let before = opened(&bench, &journal);
    let told = way(&before).expect("the stack is known").steps;
    let last = told.last().expect("steps");
    assert!(last.words.starts_with("see what differs") && last.standing == Standing::Later, "{told:?}");
    let first = before.diagnosis.ways_out()[0].operation.clone();
    done(&bench, &journal, first).await;
    bench.later(2);
    let waits = next(&bench, &journal);
    assert!(waits.contains(" settles again: it is UPDATE_ROLLBACK_IN_PROGRESS and waits for "), "{waits}");
    bench.until("it is rolled back", |a| a.stacks[0].stack.status == StackStatus::UpdateRollbackComplete);
    let compares = next(&bench, &journal);
    assert!(compares.starts_with("see what differs from the template of "), "{compares}");
    let check = bench.operation(Lever::CheckDrift);
    done(&bench, &journal, check.clone()).await;
    // Not told yet: who opens the console in the midst of it waits for it, before anything is read of it and after.
    for model in [opened(&bench, &journal), compared(&bench, &journal).await.0] {
        let step = way(&model).and_then(|way| way.now().cloned()).expect("a step");
        assert!(step.does == Does::Wait && step.words.ends_with("is compared with its template"), "{step:?}");
        assert!(model.facts.left_out.is_some());
    }
    bench.later(60);
    let (model, asked) = compared(&bench, &journal).await;
    let last = way(&model).expect("the stack is known").steps.pop().expect("steps");
    assert!(
        asked
            && last.standing == Standing::Done
            && last.words.contains("; nested stacks are compared by themselves only: Orders; "),
        "{last:?}"
    );
    assert_eq!(model.facts.left_out, None);
    // AWS keeps a detection for a while only. What cannot be read any more is still owed.
    bench.door.world().account.drifts.clear();
    let (model, asked) = compared(&bench, &journal).await;
    assert!(asked && next_of(&model).starts_with("see what differs"), "{}", next_of(&model));
    assert!(!feeds(&model).iter().any(|feed| matches!(feed, Feed::Topic(Topic::Drift { .. }))));
    let _ = std::fs::remove_dir_all(folder);
}

/// Scenario, lever, status at the end, the step that is done then.
const DONE: &[(&str, Lever, StackStatus, &str)] = &[
    ("delete-failed", Lever::DeleteKeeping, StackStatus::DeleteComplete, "delete shop-archive, keeping Receipts"),
    (
        "delete-failed",
        Lever::ForceDelete,
        StackStatus::DeleteComplete,
        "force the deletion of shop-archive: leave whatever cannot be deleted",
    ),
    (
        "create-failed",
        Lever::RollbackStack,
        StackStatus::DeleteComplete,
        "roll shop-reviews back: it has never been stable, so it is deleted",
    ),
    ("custom-resource", Lever::AnswerSuccess, StackStatus::UpdateComplete, "answer SUCCESS for Migration"),
    ("custom-resource", Lever::AnswerFailed, StackStatus::UpdateRollbackComplete, "answer FAILED for Migration"),
    (
        "update-failed",
        Lever::RollbackStack,
        StackStatus::UpdateRollbackComplete,
        "roll shop-search back to its last stable state",
    ),
];

#[tokio::test]
async fn what_was_done_to_a_stack_is_the_first_step_of_its_way_and_is_waited_for() {
    for (number, (scenario, lever, end, words)) in DONE.iter().enumerate() {
        let folder = std::env::temp_dir().join(format!("unstuck-guide-done-{number}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        let journal = Journal::new(Some(folder.join("journal.jsonl")));
        let bench = Bench::open(scenario);
        done(&bench, &journal, bench.operation(*lever)).await;
        let steps = way(&opened(&bench, &journal)).expect("the stack is known").steps;
        assert!(steps[0].words == *words && steps[0].standing == Standing::Done, "{steps:?}");
        assert!(steps[1].does == Does::Wait && steps[1].standing == Standing::Now, "{steps:?}");
        bench.until("it ends", |account| account.stacks[0].stack.status == *end);
        let steps = way(&opened(&bench, &journal)).expect("the stack is known").steps;
        assert!(steps[1].standing == Standing::Done && steps[1].words.ends_with(end.as_str()), "{steps:?}");
        assert!(!steps.iter().any(|step| step.standing == Standing::Now), "{steps:?}");
        let _ = std::fs::remove_dir_all(folder);
    }
}
