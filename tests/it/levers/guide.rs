//! The guided way out over zero: which step is next as the account moves and the journal grows.

use super::bench::Bench;
use crate::told::facts_at;
use std::sync::Arc;
use unstuck::app::keymap::Keymap;
use unstuck::app::message::Msg;
use unstuck::app::model::{Model, Screen};
use unstuck::app::session::Session;
use unstuck::app::tracker::Tracker;
use unstuck::app::update::update;
use unstuck::app::way::{Does, Standing, way};
use unstuck::domain::Text;
use unstuck::domain::guard::Guard;
use unstuck::domain::lever::Lever;
use unstuck::domain::operation::{Operation, Outcome, SetCount};
use unstuck::domain::stack::StackStatus;
use unstuck::runtime::journal::Journal;

/// Sends and writes it down, five seconds after whatever was before.
async fn done(bench: &Bench, journal: &Journal, operation: Operation) {
    bench.later(5);
    let (at, to) = (bench.now(), (bench.clients.place(), None));
    journal.before(at, &operation, to).expect("written");
    bench.pulled(operation.clone()).await;
    journal.after(at, &operation, to, &Outcome::Accepted { request_id: None, began: None }).expect("written");
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
    way(&opened(bench, journal)).and_then(|way| way.now().cloned()).map_or(String::new(), |step| step.words)
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
    assert_eq!(next(&bench, &journal), compare);
    done(&bench, &journal, bench.operation(Lever::CheckDrift)).await;
    assert_eq!(next(&bench, &journal), "");
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
    // As long as the outcome is followed, it is not told yet.
    let mut model = opened(&bench, &journal);
    model.trackers.push(Tracker::new(check, &model.facts, model.now));
    let step = way(&model).and_then(|way| way.now().cloned()).expect("a step");
    assert!(step.does == Does::Wait && step.words.ends_with("is compared with its template"), "{step:?}");
    let _ = std::fs::remove_dir_all(folder);
}
