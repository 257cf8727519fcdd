//! What new facts cost where there is most of everything: 60 services, 5,000 tasks, 10,000 stack events.
//!
//!     cargo bench --bench diagnosis

// The tests' own drawing, of which one function is wanted here.
#[allow(dead_code)]
#[path = "../it/drawn.rs"]
mod drawn;
#[path = "../it/told.rs"]
mod told;

use divan::Bencher;
use std::sync::Arc;
use unstuck::app::feed::feeds;
use unstuck::app::keymap::Keymap;
use unstuck::app::message::Msg;
use unstuck::app::model::{Model, Screen};
use unstuck::app::session::Session;
use unstuck::app::update::update;
use unstuck::diagnosis::{diagnose, timeline};
use unstuck::domain::Text;
use unstuck::domain::facts::Facts;
use unstuck::domain::guard::Guard;
use unstuck::domain::identity::Place;
use unstuck::domain::memory::Memory;
use unstuck::domain::news::News;
use unstuck::domain::stack::{ResourceStatus, StackEvent, StackStatus};
use unstuck::domain::topic::Topic;
use unstuck::sim::scenario::Scenario;
use unstuck::sim::world::World;

fn main() {
    divan::main();
}

/// All there is to know of the scenario's stack: more than the console ever asks, which looks closely at six services.
fn facts() -> Facts {
    let scenario = Scenario::load("big").expect("a scenario");
    told::facts(&World::open(&scenario, 7, told::now()), &scenario.stack)
}

fn model() -> Model {
    let place = Place { region: Text::new("eu-west-1"), profile: None, endpoint: None };
    let session = Session { place, read_only: true, guard: Guard::default(), run: 1 };
    let keymap = Arc::new(Keymap::embedded().expect("our keymap"));
    let mut model = Model::new(session, Screen::Stack(Text::new("shop-everything")), keymap, told::now());
    model.facts = facts();
    update(&mut model, Msg::Tick(told::now()));
    model.settle();
    model
}

/// The mark: 20 ms.
#[divan::bench]
fn diagnosis_of_all_facts(bencher: Bencher) {
    let facts = facts();
    bencher.bench_local(|| diagnose(&facts, told::now()));
}

/// Worse than the scenario: all 10,000 rows are of the operation that runs, and half of them failures of its rollback.
#[divan::bench]
fn diagnosis_of_a_rollback_that_fails_everywhere(bencher: Bencher) {
    let mut facts = facts();
    let id = facts.stack.value().expect("the stack").id.clone();
    facts.stack.amend(|stack| stack.status = StackStatus::UpdateRollbackFailed);
    facts.nest.get_mut(&id).expect("its insides").events.amend(|events| {
        let rows = 10_000_usize.saturating_sub(3);
        let start = events.iter().rev().find(|e| e.starts_operation()).expect("a start").clone();
        let turn = StackEvent { status: ResourceStatus::parse("UPDATE_ROLLBACK_IN_PROGRESS"), ..start.clone() };
        let row = |n: usize| StackEvent {
            id: Text::new(format!("row-{n}")),
            logical_id: Text::new(format!("Resource{}", n / 2)),
            kind: Text::new("AWS::Lambda::Function"),
            status: ResourceStatus::parse(if n.is_multiple_of(2) { "UPDATE_FAILED" } else { "UPDATE_IN_PROGRESS" }),
            reason: Some(Text::new(format!("Resource handler returned message: \"no function {n}\""))),
            ..start.clone()
        };
        *events = (0..rows).map(row).chain([turn, start.clone()]).collect();
    });
    bencher.bench_local(|| diagnose(&facts, told::now()));
}

/// One answer on its way to the screen, but for the drawing: learnt, judged, the feeds named anew.
#[divan::bench]
fn one_answer(bencher: Bencher) {
    let mut model = model();
    let stack = model.facts.stack.value().expect("the stack").clone();
    let topic = Topic::Stack(Text::new("shop-everything"));
    bencher.bench_local(|| {
        let answer = Ok(News::Stack(Box::new(stack.clone())));
        update(&mut model, Msg::Told { topic: topic.clone(), at: told::now(), answer });
        model.settle();
        feeds(&model).len()
    });
}

#[divan::bench]
fn wanted_feeds(bencher: Bencher) {
    let model = model();
    bencher.bench_local(|| feeds(&model));
}

#[divan::bench]
fn one_frame(bencher: Bencher) {
    let model = model();
    bencher.bench_local(|| drawn::buffer(&model, (120, 40)));
}

#[divan::bench]
fn the_timeline_and_its_bars(bencher: Bencher) {
    let facts = facts();
    bencher.bench_local(|| (timeline::timeline(&facts), timeline::bars(&facts)));
}

/// What is written to the state file, at most once a minute.
#[divan::bench]
fn remembering(bencher: Bencher) {
    let facts = facts();
    bencher.with_inputs(Memory::default).bench_local_refs(|memory| memory.note(&facts, told::now()));
}
