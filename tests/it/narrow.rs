//! What must be read on 80 columns and 24 lines, and what must not be there.

use crate::drawn::{SIZES, screen};
use crate::fixtures::{self, blank_stack, crash_loop, learn, noon};
use crate::glass::Glass;
use crate::incidents::{failed_rollback, region};
use unstuck::app::key::{Code, Key};
use unstuck::app::message::Msg;
use unstuck::app::model::{Model, Screen};
use unstuck::app::tracker::{Progress, Tracker};
use unstuck::app::update::update;
use unstuck::diagnosis::diagnose;
use unstuck::domain::fault::{Fault, FaultKind};
use unstuck::domain::news::News;
use unstuck::domain::operation::Operation;
use unstuck::domain::service::TaskSet;
use unstuck::domain::topic::Topic;
use unstuck::domain::{Text, Timestamp};
use unstuck::runtime::effects::Policy;

fn press(model: &mut Model, key: Key) {
    update(model, Msg::Key(key));
    model.settle();
}

fn footer(model: &Model) -> String {
    screen(model, SIZES[0]).lines().last().unwrap_or_default().to_owned()
}

#[tokio::test(start_paused = true)]
async fn a_failed_rollback_shows_cause_way_out_and_number_of_findings() {
    let mut glass = Glass::open_at("rollback-failed", Policy::ReadOnly, 80, 24);
    let shown = glass.sees("of 3 findings").await;
    let lines: Vec<&str> = shown.lines().collect();
    let first = lines.iter().find(|line| line.contains("FAILED  ")).expect("a headline");
    assert!(first.contains("orders cannot start: app: the image shop/orders"), "{shown}");
    assert!(shown.contains("way out  A  Continue the update rollback of shop-platform"), "{shown}");
    assert!(shown.contains("not found\u{201d}"), "the end of the quote decides:\n{shown}");
    // The others are reached, and the way out stays.
    glass.press(Key::char('j'));
    let second = glass.sees("2 of 3 findings").await;
    assert!(second.contains("way out  A  "), "{second}");
    // In the list below, where the findings have nine lines, it stays as well.
    glass.press(Key::char('2'));
    let compact = glass.sees("2 EVENTS").await;
    assert!(compact.contains("way out  A  "), "{compact}");
    glass.leave().await;
}

#[tokio::test(start_paused = true)]
async fn a_page_of_a_finding_goes_on_where_the_last_ended() {
    let mut glass = Glass::open_at("rollback-failed", Policy::ReadOnly, 80, 24);
    glass.sees("of 3 findings").await;
    glass.enter();
    let first = glass.sees("↓ more").await;
    let (todo, evidence) = (first.find("what to do"), first.find("evidence"));
    assert!(todo.is_some() && evidence.is_none_or(|at| todo < Some(at)), "{first}");
    assert!(first.contains("way out"), "{first}");
    let inside = |shown: &str| -> Vec<String> {
        shown.lines().filter(|line| line.starts_with('┃')).map(str::to_owned).collect()
    };
    glass.press(Key::plain(Code::PageDown));
    let second = glass.sees("↑↓ more").await;
    assert_eq!(inside(&first).last(), inside(&second).first(), "{first}\n{second}");
    for _ in 0..9 {
        glass.press(Key::plain(Code::PageDown));
    }
    let end = glass.sees("↑ more").await;
    assert_eq!(inside(&end).len(), inside(&first).len(), "the last page is full:\n{end}");
    glass.press(Key::char('k'));
    glass.sees("↑↓ more").await;
    glass.leave().await;
}

#[tokio::test(start_paused = true)]
async fn a_container_that_never_started_has_no_log_and_nothing_is_missing() {
    let mut glass = Glass::open_at("image-not-found", Policy::ReadOnly, 80, 24);
    glass.sees("STUCK").await;
    glass.press(Key::char('4'));
    let shown = glass.sees("the container never started, so there is no log").await;
    assert!(!shown.contains("could not check logs"), "{shown}");
    glass.leave().await;
}

#[test]
fn the_header_keeps_stack_status_and_age_before_an_endpoint() {
    for (endpoint, read_only, width, holds) in [
        ("simulated", false, 80, " simulated "),
        ("http://127.0.0.1:4566", false, 140, "http://127.0.0.1:4566"),
        ("http://127.0.0.1:4566", false, 100, "http://127.0.0.1:4566"),
        ("http://localstack.dev:4566/aws", false, 87, " localstack.dev:4566 "),
        ("http://127.0.0.1:4566", false, 80, "⇄ endpoint"),
        ("https://vpce-0a1b2c3d.cloudformation.eu-west-1.vpce.amazonaws.com", false, 80, "⇄ endpoint"),
        ("http://127.0.0.1:4566", true, 80, "READ-ONLY"),
        ("http://127.0.0.1:4566", false, 60, "⇄ endpoint"),
        ("http://127.0.0.1:4566", true, 60, "READ-ONLY"),
    ] {
        let mut model = failed_rollback();
        model.session.place.endpoint = Some(Text::new(endpoint));
        model.session.read_only = read_only;
        let shown = screen(&model, (width, 24));
        let first = shown.lines().next().unwrap_or_default();
        assert!(first.contains(holds), "{endpoint} in {width}: {first}");
        assert!(first.contains("orders-prod  UPDATE_ROLLBACK_FAILED 47m"), "{endpoint} in {width}: {first}");
        // The program's name gives way to what is worth more only.
        assert_eq!(first.contains(" unstuck "), width >= 80, "{endpoint} in {width}: {first}");
    }
}

#[test]
fn a_stack_that_does_not_exist_is_said_in_one_sentence_with_what_to_check() {
    let mut model = blank_stack();
    let topic = Topic::Stack(Text::new("orders-prod"));
    let message = Text::new("Stack with id orders-prod does not exist");
    let fault = Fault { action: "cloudformation:DescribeStacks", kind: FaultKind::NotFound, message };
    model.facts.learn(&topic, model.now, Err(fault));
    model.diagnosis = diagnose(&model.facts, model.now);
    for size in SIZES {
        insta::assert_snapshot!(format!("no_such_stack_{}x{}", size.0, size.1), screen(&model, size));
    }
}

#[test]
fn the_footer_has_the_keys_that_do_something_now() {
    let mut model = crash_loop();
    assert!(footer(&model).contains("q quit") && !footer(&model).contains("esc"), "{}", footer(&model));
    for (key, has) in [('A', "Enter look closer"), ('?', "Esc close"), (':', "Enter run"), ('T', "Tab picture")] {
        press(&mut model, Key::char(key));
        let line = footer(&model);
        assert!(line.contains(has) && !line.contains("q quit") && !line.contains("? help"), "{key}: {line}");
        press(&mut model, Key::plain(Code::Esc));
    }
    // From the list of stacks there is a way back to it, and q still leaves.
    let mut model = region();
    press(&mut model, Key::plain(Code::Enter));
    let line = footer(&model);
    assert!(line.contains("esc stacks") && line.contains("q quit"), "{line}");
    press(&mut model, Key::char('z'));
    assert!(footer(&model).contains("esc all panes"), "{}", footer(&model));
    press(&mut model, Key::plain(Code::Esc));
    press(&mut model, Key::plain(Code::Esc));
    assert_eq!(model.screen, Screen::Stacks);
    press(&mut model, Key::plain(Code::Enter));
    press(&mut model, Key::char('z'));
    press(&mut model, Key::char('q'));
    assert!(model.leaving, "q quits from anywhere");
}

/// A crash loop with a write that settled a moment ago.
fn settled() -> Model {
    let mut model = crash_loop();
    let words = "accepted → desired count is 0 → no task runs → stack UPDATE_COMPLETE_CLEANUP_IN_PROGRESS → the stack \
                 waits for what else it has to clean up → stack UPDATE_COMPLETE in 2m";
    model.trackers.push(Tracker {
        operation: Operation::scale_to_zero(fixtures::id(), 4),
        sent_at: noon(46 * 60),
        progress: Progress::Settled { well: true, words: words.to_owned() },
        before: None,
        began: None,
        leads_to: None,
        settled_at: Some(model.now),
    });
    model
}

fn after(model: &mut Model, seconds: i64) {
    let at = Timestamp::from_second(model.now.as_second() + seconds).expect("valid");
    update(model, Msg::Tick(at));
    model.settle();
}

#[test]
fn the_outcome_of_a_write_keeps_its_end_and_goes_once_it_was_read() {
    const END: &str = "stack UPDATE_COMPLETE in 2m";
    assert!(screen(&settled(), SIZES[0]).contains(END), "{}", screen(&settled(), SIZES[0]));
    // Seconds, then a key, and whether it is still there.
    for (seconds, key, stays) in [
        (5, Key::plain(Code::PageDown), true),
        (5, Key::char('j'), true),
        (0, Key::char('2'), true),
        (5, Key::char('2'), false),
        (5, Key::char('A'), false),
        (61, Key::char('j'), false),
    ] {
        let mut model = settled();
        after(&mut model, seconds);
        press(&mut model, key);
        assert_eq!(screen(&model, SIZES[0]).contains(END), stays, "{key} after {seconds} s");
    }
    let mut open = settled();
    open.trackers[0].progress = Progress::Following { steps: vec!["accepted".to_owned()], unknown: false };
    open.trackers[0].settled_at = None;
    after(&mut open, 600);
    press(&mut open, Key::char('2'));
    assert_eq!(open.trackers.len(), 1, "what is on its way stays");
}

#[test]
fn what_will_fail_again_is_said_before_it_is_sent() {
    // What failed is marked beforehand: a mark more takes it out.
    for (marks, warns) in [(0, false), (1, true)] {
        let mut model = failed_rollback();
        press(&mut model, Key::char('A'));
        press(&mut model, Key::plain(Code::Enter));
        (0..marks).for_each(|_| press(&mut model, Key::char(' ')));
        press(&mut model, Key::plain(Code::Enter));
        let shown = screen(&model, SIZES[0]);
        assert_eq!(shown.contains("nothing is skipped: the same resource"), warns, "{shown}");
        assert!(shown.contains("to go on:") && !shown.contains("make the window higher"), "{shown}");
    }
}

#[test]
fn failures_in_a_row_are_not_taken_for_all_failures() {
    let mut model = crash_loop();
    for failed in [0, 14] {
        let mut service = fixtures::service();
        service.deployments[0].failed = failed;
        let cluster = service.id.cluster.clone();
        let names = [service.id.name.clone()].into();
        learn(&mut model, 1, Topic::Services { cluster, names }, News::Services(vec![service]));
        for size in SIZES {
            let shown = screen(&model, size);
            assert_eq!(shown.contains("14 failed in a row"), failed > 0, "{shown}");
        }
    }
}

#[test]
fn the_headline_is_whole_at_every_width() {
    let mut model = crash_loop();
    // So that it is one word, wherever it stands.
    model.diagnosis.headline = "x".repeat(63);
    for width in 80..140 {
        let shown = screen(&model, (width, 40));
        assert!(shown.contains(&model.diagnosis.headline), "{width}:\n{shown}");
    }
}

#[test]
fn another_finding_stands_under_its_own_sentence() {
    let mut model = crash_loop();
    let other = model.diagnosis.findings[1].summary.clone();
    let own = other.split_whitespace().take(4).collect::<Vec<_>>().join(" ");
    for size in SIZES {
        press(&mut model, Key::char('1'));
        press(&mut model, Key::char('g'));
        let words = model.diagnosis.headline.split_whitespace().take(4).collect::<Vec<_>>().join(" ");
        assert!(screen(&model, size).contains(&words));
        press(&mut model, Key::char('j'));
        let shown = screen(&model, size);
        assert!(!shown.contains(&words) && shown.contains(&own), "{shown}");
    }
}

#[test]
fn task_sets_are_rows_and_a_young_deployment_has_lost_no_task() {
    let mut model = crash_loop();
    let mut service = fixtures::service();
    let young = service.deployments[0].clone();
    service.task_sets = vec![TaskSet {
        id: Text::new("ecs-svc/77"),
        status: Text::new("ACTIVE"),
        task_definition: young.task_definition.clone(),
        desired: 3,
        pending: 2,
        running: 1,
        created_at: young.created_at,
        stability: Text::new("STABILIZING"),
    }];
    let id = service.id.clone();
    let topic = Topic::Services { cluster: id.cluster.clone(), names: [id.name.clone()].into() };
    learn(&mut model, 1, topic, News::Services(vec![service]));
    press(&mut model, Key::char('3'));
    assert!(!screen(&model, (120, 40)).contains("no task of it"));
    let at = model.now;
    model.facts.services.get_mut(&id).expect("known").tasks.learn(at, Default::default());
    let created = model.facts.services[&id].service.value().expect("known").deployments[0].created_at;
    let old = created.is_none_or(|created| unstuck::domain::clock::seconds_between(created, at) > 3_600);
    let words = if old { "ECS forgets stopped tasks" } else { "no task of it was started so far" };
    assert!(screen(&model, (120, 40)).contains(words), "{}", screen(&model, (120, 40)));
    model.now = at + jiff::SignedDuration::from_hours(3);
    assert!(screen(&model, (120, 40)).contains("ECS forgets stopped tasks"));
    model.now = at;
    assert!(screen(&model, (120, 40)).contains("task set STABILIZING  1 of 3 running  2 pending"));
}

#[test]
fn the_header_tells_of_no_credentials_in_one_sentence() {
    let mut model = fixtures::blank_stack();
    let fault = Fault {
        action: "sts:GetCallerIdentity",
        kind: FaultKind::NoCredentials,
        message: Text::new("no providers in chain. ImdsCredentialsProvider: [redacted]"),
    };
    for topic in [Topic::Identity, Topic::Stack(Text::new("orders-prod"))] {
        let at = model.now;
        update(&mut model, Msg::Told { topic, at, answer: Err(fault.clone()) });
    }
    model.settle();
    for size in SIZES {
        let shown: Vec<String> = screen(&model, size).lines().take(2).map(str::to_owned).collect();
        let shown = shown.join(" ");
        assert!(shown.contains("no credentials: set AWS_PROFILE or sign in"), "{shown}");
        assert!(!shown.contains("Imds") && !shown.contains("redacted"), "{shown}");
    }
}
