//! What ECS forgets stays across restarts.

use crate::fixtures::{STACK, blank_stack, crash_loop, id, learn, now, stack};
use crate::told;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use unstuck::app::message::Msg;
use unstuck::app::model::{Model, Screen};
use unstuck::app::update::update;
use unstuck::diagnosis::verdict::Verdict;
use unstuck::domain::facts::{Facts, ServiceFacts};
use unstuck::domain::news::News;
use unstuck::domain::service::ServiceEvent;
use unstuck::domain::topic::Topic;
use unstuck::domain::{Text, Timestamp};
use unstuck::runtime::memory::Remembering;
use unstuck::sim::scenario::Scenario;
use unstuck::sim::world::World;

fn folder(name: &str) -> PathBuf {
    let path = std::env::temp_dir().join(format!("unstuck-memory-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&path);
    path
}

/// A run that sees the crash loop and leaves.
fn first_run(folder: &Path) {
    let mut model = crash_loop();
    let mut remembering = Remembering::new(Some(folder.to_owned()));
    remembering.keep(&mut model);
    update(&mut model, Msg::Tick(now()));
    model.settle();
    remembering.write(&mut model);
    assert_eq!(model.notice, None);
}

fn only_file(folder: &Path) -> PathBuf {
    let mut files = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let file = files.next().expect("a file");
    assert_eq!(files.next(), None, "one file a stack, and nothing beside it");
    file
}

/// A later run that knows the stack and nothing else.
fn second_run(folder: &Path) -> Model {
    let mut model = blank_stack();
    let known = stack("orders-prod", STACK, "UPDATE_IN_PROGRESS", 0);
    learn(&mut model, 9, Topic::Stack(Text::new("orders-prod")), News::Stack(Box::new(known)));
    Remembering::new(Some(folder.to_owned())).keep(&mut model);
    model
}

#[test]
fn stopped_tasks_and_events_come_back_beside_what_ecs_tells_and_no_log_line_is_kept() {
    let folder = folder("back");
    first_run(&folder);
    let file = only_file(&folder);
    assert_eq!(std::fs::metadata(&file).expect("there").mode() & 0o777, 0o600);
    assert_eq!(std::fs::metadata(&folder).expect("there").mode() & 0o777, 0o700);
    let text = std::fs::read_to_string(&file).expect("readable");
    assert!(text.contains("9d85800c") && !text.contains("DATABASE_URL"), "no log content: {text}");

    let mut model = second_run(&folder);
    assert_eq!(model.notice, None);
    let told = crash_loop();
    let known = told.facts.services.get(&id()).expect("the service");
    // An hour later ECS tells one stopped task of three, with other words than before, and one event.
    let mut service = known.service.value().expect("known").clone();
    let event = |n: &str, at: i64| ServiceEvent {
        id: Text::new(n),
        at: Timestamp::from_second(now().as_second() + at).expect("valid"),
        message: Text::new("(service orders) has started 1 tasks."),
    };
    let old = service.events.len();
    service.events = vec![event("new", 60)];
    let mut one = known.tasks.value().expect("known").values().find(|t| t.is_stopped()).expect("one").clone();
    one.stopped_reason = Some(Text::new("told anew"));
    let arn = one.arn.clone();
    let facts = &mut model.facts;
    let services = Topic::Services { cluster: id().cluster, names: [id().name].into() };
    facts.learn(&services, now(), Ok(News::Services(vec![service.clone()])));
    facts.learn(&Topic::Tasks(id()), now(), Ok(News::Tasks { listed: [arn.clone()].into(), described: vec![one] }));
    let memory = model.memory.clone();
    memory.recall(&mut model.facts, &id());
    let again = model.facts.services.get(&id()).expect("the service");
    let tasks = again.tasks.value().expect("known");
    assert_eq!(tasks.values().filter(|t| t.is_stopped()).count(), 3);
    assert_eq!(tasks[&arn].stopped_reason, Some(Text::new("told anew")), "what ECS says stands");
    let events = &again.service.value().expect("known").events;
    assert_eq!((events.len(), events[0].id.as_str()), (old + 1, "new"));
    assert!(memory.groups().iter().any(|group| group.service.as_ref() == Some(&id())), "the cause was seen");
    let _ = std::fs::remove_dir_all(folder);
}

#[test]
fn a_broken_a_foreign_and_an_open_file_are_said_and_left_alone() {
    let folder = folder("alone");
    first_run(&folder);
    let file = only_file(&folder);
    let ours = std::fs::read_to_string(&file).expect("readable");
    let foreign = ours.replace("stack/orders-prod/", "stack/another/");
    for (text, mode) in [("{\"version\":", 0o600), (foreign.as_str(), 0o600), (ours.as_str(), 0o644)] {
        std::fs::write(&file, text).expect("written");
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).expect("chmod");
        let mut model = crash_loop();
        let mut remembering = Remembering::new(Some(folder.clone()));
        remembering.keep(&mut model);
        let notice = model.notice.clone().expect("it is said");
        assert!(notice.text.as_str().contains("is left alone"), "{}", notice.text);
        assert!(model.memory.is_empty());
        remembering.write(&mut model);
        assert_eq!(std::fs::read_to_string(&file).expect("readable"), text, "left alone");
    }
    let _ = std::fs::remove_dir_all(folder);
}

/// Opens a stack by name and lets what is remembered of it be handed in.
fn opened(model: &mut Model, remembering: &mut Remembering, name: &str, arn: &str) {
    model.open(Screen::Stack(Text::new(name)));
    remembering.keep(model);
    let known = stack(name, arn, "UPDATE_IN_PROGRESS", 0);
    learn(model, 9, Topic::Stack(Text::new(name)), News::Stack(Box::new(known)));
    remembering.keep(model);
}

#[test]
fn who_comes_back_to_a_stack_finds_what_ecs_has_forgotten_meanwhile() {
    let folder = folder("switched");
    for kept in [None, Some(folder.clone())] {
        let mut model = crash_loop();
        let mut remembering = Remembering::new(kept.clone());
        remembering.keep(&mut model);
        opened(&mut model, &mut remembering, "billing", &STACK.replace("orders-prod", "billing"));
        assert!(model.memory.is_empty(), "another stack's tasks are none of its own");
        if kept.is_some() {
            let text = std::fs::read_to_string(only_file(&folder)).expect("readable");
            assert!(text.contains("9d85800c"), "written when it was left");
        }
        opened(&mut model, &mut remembering, "orders-prod", STACK);
        // ECS tells of no stopped task any more.
        let told = crash_loop();
        let service = told.facts.services[&id()].service.value().expect("known").clone();
        let services = Topic::Services { cluster: id().cluster, names: [id().name].into() };
        model.facts.learn(&services, now(), Ok(News::Services(vec![service])));
        let news = News::Tasks { described: vec![], listed: [].into() };
        model.facts.learn(&Topic::Tasks(id()), now(), Ok(news));
        let memory = model.memory.clone();
        memory.recall(&mut model.facts, &id());
        let tasks = model.facts.services[&id()].tasks.value().expect("known");
        assert_eq!(tasks.values().filter(|t| t.is_stopped()).count(), 3, "{kept:?}");
        let seen = &model.facts.services[&id()].remembered;
        assert!(seen.len() == 3 && seen.values().all(|at| *at <= now()), "{seen:?}");
    }
    let _ = std::fs::remove_dir_all(folder);
}

#[test]
fn a_new_run_takes_what_is_remembered_as_soon_as_the_stack_is_known() {
    let folder = folder("loop");
    first_run(&folder);
    let mut model = second_run(&folder);
    assert!(!model.memory.is_empty());
    // Through the loop's own way in: the answers of the feeds.
    let told = crash_loop();
    for feed in unstuck::app::feed::feeds(&told) {
        let unstuck::app::feed::Feed::Topic(topic) = feed else { continue };
        let news = match &topic {
            Topic::Resources(arn) => News::Resources(told.facts.nest[arn].resources.value().expect("known").clone()),
            Topic::Services { .. } => {
                News::Services(vec![told.facts.services[&id()].service.value().expect("known").clone()])
            }
            _ => continue,
        };
        update(&mut model, Msg::Told { topic, at: now(), answer: Ok(news) });
    }
    let news = News::Tasks { described: vec![], listed: [].into() };
    update(&mut model, Msg::Told { topic: Topic::Tasks(id()), at: now(), answer: Ok(news) });
    let tasks = model.facts.services[&id()].tasks.value().expect("known");
    assert_eq!(tasks.values().filter(|t| t.is_stopped()).count(), 3, "ECS has forgotten them, we have not");
    let _ = std::fs::remove_dir_all(folder);
}

/// What a scenario tells so many hours after it is opened, with nothing of its tasks, events and logs.
fn hours_later(world: &mut World, scenario: &Scenario, hours: i64) -> (Facts, Timestamp) {
    let at = Timestamp::from_second(told::now().as_second() + hours * 3600).expect("valid");
    world.advance(at);
    let mut facts = told::facts(world, &scenario.stack);
    facts.services.values_mut().for_each(|known| *known = ServiceFacts::default());
    facts.logs.clear();
    (facts, at)
}

/// A model that knows these facts and what is remembered of their stack.
fn looking(facts: Facts, at: Timestamp, folder: Option<&Path>) -> Model {
    let mut model = blank_stack();
    model.facts = facts;
    let mut remembering = Remembering::new(folder.map(Path::to_owned));
    remembering.keep(&mut model);
    update(&mut model, Msg::Tick(at));
    model.settle();
    remembering.write(&mut model);
    model
}

#[test]
fn a_sure_cause_stands_hours_later_where_aws_tells_only_that_it_failed_and_not_of_a_later_change() {
    for (name, cause, words) in [
        ("crash-loop", "env_missing", "checkout failed: the program misses a setting: an environment variable"),
        ("no-capacity", "insufficient_memory", "has insufficient memory available"),
    ] {
        let scenario = Scenario::load(name).expect("a scenario");
        let mut world = World::open(&scenario, 7, told::now());
        let folder = folder(name);
        let model = looking(told::facts(&world, &scenario.stack), told::now(), Some(&folder));
        assert_eq!(model.diagnosis.findings[0].cause, cause, "{name}");
        let text = std::fs::read_to_string(only_file(&folder)).expect("readable");
        assert!(!text.contains("DATABASE_URL"), "{name}: no log content");

        let (facts, at) = hours_later(&mut world, &scenario, 6);
        let without = looking(facts.clone(), at, None);
        assert_eq!(without.diagnosis.verdict, Verdict::Failed, "{name}: {}", without.diagnosis.headline);
        assert_ne!(without.diagnosis.findings[0].cause, cause, "{name}");
        let with = looking(facts.clone(), at, Some(&folder));
        let found = &with.diagnosis.findings[0];
        assert_eq!((with.diagnosis.verdict, found.cause), (Verdict::Failed, cause), "{name}");
        assert!(found.extent.starts_with("seen by us at "), "{name}: {}", found.extent);
        let said = format!("{} {}", with.diagnosis.headline, found.evidence[0].quote);
        assert!(said.contains(words), "{name}: {said}");

        // The next change fails as vaguely: what was seen of this one says nothing of it.
        let mut later = facts;
        let shift = |at: &mut Timestamp| *at = Timestamp::from_second(at.as_second() + 9 * 3600).expect("valid");
        for insides in later.nest.values_mut() {
            insides.events.amend(|events| events.iter_mut().for_each(|event| shift(&mut event.at)));
        }
        let later = looking(later, at, Some(&folder));
        assert_eq!(later.diagnosis.findings[0].cause, without.diagnosis.findings[0].cause, "{name}");
        let _ = std::fs::remove_dir_all(folder);
    }
}
