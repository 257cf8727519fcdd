//! Stacks followed as plain lines to their end, on a clock that stands still until everybody waits.

use crate::fixtures::crash_loop;
use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use unstuck::app::bulletin::{Bulletin, Outcome};
use unstuck::app::keymap::Keymap;
use unstuck::app::model::{Model, Screen};
use unstuck::app::session::Session;
use unstuck::aws::connect::connect_in_process;
use unstuck::diagnosis::verdict::{Category, Confidence};
use unstuck::domain::guard::Guard;
use unstuck::domain::lever::Lever;
use unstuck::domain::taken::Taken;
use unstuck::domain::{Text, Timestamp};
use unstuck::runtime::clock::Clock;
use unstuck::runtime::following::Following;
use unstuck::runtime::memory::Remembering;
use unstuck::runtime::watching::{Ended, watch};
use unstuck::sim::door::{Door, sdk_client};
use unstuck::sim::scenario::Scenario;

fn following(scenario: &str, stack: Option<&str>) -> Following {
    follower(scenario, stack).0
}

/// The follower, and the account it looks at.
fn follower(scenario: &str, stack: Option<&str>) -> (Following, Door) {
    follower_after(scenario, stack, Vec::new())
}

/// The same, after what the journal has.
fn follower_after(scenario: &str, stack: Option<&str>, taken: Vec<Taken>) -> (Following, Door) {
    let scenario = Scenario::load(scenario).expect("a scenario");
    let base: Timestamp = "2026-11-21T03:00:00Z".parse().expect("a time");
    let clock = Clock::simulated(base, 1);
    let door = Door::open(&scenario, 7, Arc::new(move || clock.now()));
    let region = door.world().account.region.clone();
    let clients = connect_in_process(sdk_client(door.clone()), &region);
    let session = Session { place: clients.place().clone(), read_only: true, guard: Guard::default(), run: 1 };
    let keymap = Arc::new(Keymap::embedded().expect("our keymap"));
    let shown = Screen::Stack(Text::new(stack.unwrap_or(&scenario.stack)));
    let mut model = Model::new(session, shown, keymap, clock.now());
    model.taken = taken;
    (Following::new(model, clients, clock), door)
}

async fn watched(scenario: &str, fail_fast: bool) -> (Ended, String) {
    let mut out = Vec::new();
    let forever = std::future::pending();
    let ended = watch(following(scenario, None), fail_fast, forever, &mut out).await;
    (ended, String::from_utf8(out).expect("UTF-8"))
}

#[tokio::test(start_paused = true)]
async fn a_healthy_deploy_is_followed_until_it_has_settled_well() {
    let (ended, lines) = watched("healthy", true).await;
    assert_eq!(ended, Ended::Settled(Outcome::Well), "{lines}");
    for words in ["stack shop-checkout is UPDATE_IN_PROGRESS", "progressing: ", "UPDATE_COMPLETE", "settled well: "] {
        assert!(lines.contains(words), "{words:?} is not in\n{lines}");
    }
    assert!(!lines.contains("cause"), "{lines}");
    assert!(lines.lines().count() <= 6, "a line for each thing that matters:\n{lines}");
}

#[tokio::test(start_paused = true)]
async fn a_crash_loop_ends_at_the_first_sure_cause_where_that_is_asked_for() {
    let (ended, lines) = watched("crash-loop", true).await;
    assert_eq!(ended, Ended::Settled(Outcome::Badly), "{lines}");
    let last = lines.lines().last().expect("a line");
    assert!(last.contains("ended badly: cause env_missing (app_crash, sure)"), "{lines}");
    assert!(lines.contains("next: Give DATABASE_URL back"), "{lines}");
    assert_eq!(lines.matches("serves checkout: 4 of 4 old tasks still serve on :42").count(), 1, "{lines}");
    assert!(!lines.contains("exited_with_error"), "nothing that the next answer takes back:\n{lines}");
    assert!(last.starts_with("03:00:0"), "within seconds:\n{lines}");
    assert_eq!(lines.matches("cause env_missing (app_crash, sure)").count(), 2, "named once, and at the end:\n{lines}");
}

#[tokio::test(start_paused = true)]
async fn a_stack_that_has_failed_already_ends_with_its_cause() {
    let (ended, lines) = watched("rollback-failed", false).await;
    assert_eq!(ended, Ended::Settled(Outcome::Badly), "{lines}");
    assert!(lines.contains("is UPDATE_ROLLBACK_FAILED") && lines.contains("ended badly: cause "), "{lines}");
}

#[tokio::test(start_paused = true)]
async fn a_memory_that_cannot_be_read_is_said_beside_the_lines() {
    let folder = std::env::temp_dir().join(format!("unstuck-watched-{}", std::process::id()));
    // Where its folder would be there is a file.
    std::fs::write(&folder, "no folder").expect("written");
    let model = following("rollback-failed", None);
    let said = Arc::new(Mutex::new(Vec::new()));
    let heard = Arc::clone(&said);
    let model = model.remembering(Remembering::new(Some(folder.clone())));
    let model = model.telling(move |words| heard.lock().expect("no panic").push(words.as_str().to_owned()));
    let mut out = Vec::new();
    watch(model, true, std::future::pending(), &mut out).await;
    let said = said.lock().expect("no panic");
    assert_eq!(said.len(), 1, "once: {said:?}");
    assert!(said[0].contains("the memory ") && !String::from_utf8_lossy(&out).contains("the memory "), "{said:?}");
    let _ = std::fs::remove_file(&folder);
}

#[tokio::test(start_paused = true)]
async fn a_stack_that_is_not_there_cannot_be_told() {
    let mut out = Vec::new();
    let ended = watch(following("healthy", Some("nowhere")), false, std::future::pending(), &mut out).await;
    assert_eq!(ended, Ended::Settled(Outcome::Untold));
    assert!(String::from_utf8_lossy(&out).contains("cannot tell: "));
}

#[tokio::test(start_paused = true)]
async fn a_signal_and_a_reader_who_has_gone_end_it() {
    let mut out = Vec::new();
    let interrupt = async {
        tokio::time::sleep(Duration::from_secs(30)).await;
        2
    };
    assert_eq!(watch(following("crash-loop", None), false, interrupt, &mut out).await, Ended::Signal(2));
    struct Closed;
    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let ended = watch(following("crash-loop", None), false, std::future::pending(), &mut Closed).await;
    assert_eq!(ended, Ended::Unread);
}

/// Watches while somebody scales the service to zero.
#[tokio::test(start_paused = true)]
async fn a_deploy_got_unstuck_by_taking_the_service_down_did_not_go_well() {
    let (following, door) = follower("crash-loop", None);
    let mut out = Vec::new();
    let scaling = async {
        tokio::time::sleep(Duration::from_secs(60)).await;
        let now: Timestamp = "2026-11-21T03:01:00Z".parse().expect("a time");
        door.world().update_service("prod", "checkout", Some(0), false, now).expect("legal");
        std::future::pending::<i32>().await
    };
    let ended = watch(following, false, scaling, &mut out).await;
    let lines = String::from_utf8_lossy(&out);
    assert_eq!(ended, Ended::Settled(Outcome::Badly), "{lines}");
    assert!(lines.contains("checkout was scaled to zero: nothing of it serves"), "{lines}");
}

#[tokio::test(start_paused = true)]
async fn the_last_words_are_of_what_was_told_after_the_stack_had_settled() {
    let (ended, lines) = watched("custom-resource", false).await;
    assert_eq!(ended, Ended::Settled(Outcome::Badly), "{lines}");
    let failed = lines.lines().find(|line| line.contains("failed: ")).expect("a line");
    assert!(failed.contains("Migration") && !lines.contains("no reason is given"), "{lines}");
}

#[tokio::test(start_paused = true)]
async fn a_service_scaled_to_zero_from_here_and_not_restored_is_no_good_end_however_green() {
    let zero = Taken {
        at: "2026-11-21T02:10:00Z".parse().expect("a time"),
        lever: Some(Lever::ScaleToZero),
        action: Text::new("ecs:UpdateService"),
        target: Text::new("nightly"),
        about: Text::new("nightly"),
        aim: Text::new("service prod/nightly"),
        before: Some(Text::new("3")),
        account: None,
        region: Text::new("eu-west-1"),
        profile: None,
        command: Text::new(""),
        result: Some(Text::new("accepted: request r")),
        began: None,
    };
    let other = || Some(Text::new("elsewhere"));
    let restored = Taken { lever: Some(Lever::SetCount), before: Some(Text::new("0")), ..zero.clone() };
    for (taken, expected) in [
        (vec![], Outcome::Well),
        (vec![zero.clone()], Outcome::Badly),
        (vec![zero.clone(), restored], Outcome::Well),
        (vec![Taken { aim: Text::new("service prod/other"), ..zero.clone() }], Outcome::Well),
        (vec![Taken { profile: other(), ..zero.clone() }], Outcome::Well),
        (vec![Taken { profile: other(), account: Some(Text::new("123456789012")), ..zero.clone() }], Outcome::Badly),
        (vec![Taken { account: Some(Text::new("210987654321")), ..zero }], Outcome::Well),
    ] {
        let mut out = Vec::new();
        let (following, _door) = follower_after("at-zero", None, taken);
        let ended = watch(following, false, std::future::pending(), &mut out).await;
        let lines = String::from_utf8(out).expect("UTF-8");
        assert_eq!(ended, Ended::Settled(expected), "{lines}");
        assert_eq!(lines.contains("still scaled to zero by this program"), expected == Outcome::Badly, "{lines}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_wait_for_somebodys_answer_ends_it_where_the_first_sure_cause_does() {
    let (ended, lines) = watched("hook-waiting", true).await;
    assert_eq!(ended, Ended::Settled(Outcome::Asks), "{lines}");
    let last = lines.lines().last().unwrap_or_default();
    for words in ["waits for a person", "hook release-approval until ", "it rolls back (waiting_for_hook)"] {
        assert!(last.contains(words), "{words}: {last}");
    }
    assert!(!lines.contains("badly") && !lines.contains("cause "), "nothing has failed: {lines}");
}

#[test]
fn the_first_sure_cause_of_the_blocking_service_ends_it_wherever_it_stands() {
    type Change = fn(&mut unstuck::diagnosis::verdict::Diagnosis);
    let cases: [(&str, Change, Option<Outcome>); 5] = [
        ("a sure one behind a likely one", |_| {}, Some(Outcome::Badly)),
        ("likely ones alone", |said| said.findings[1].confidence = Confidence::Medium, None),
        ("what is sure is routine", |said| said.findings[1].category = Category::Benign, None),
        ("what is sure blocks nothing", |said| said.blocking = 1, None),
        ("what is sure is of no service", |said| said.findings[1].service = None, None),
    ];
    for (name, change, ends) in cases {
        let mut model = crash_loop();
        model.diagnosis.blocking = 2;
        model.diagnosis.findings[0].confidence = Confidence::Medium;
        model.diagnosis.findings[1].confidence = Confidence::High;
        change(&mut model.diagnosis);
        assert_eq!(Bulletin::default().outcome(&model, true), ends, "{name}");
        assert_eq!(Bulletin::default().outcome(&model, false), None, "{name}");
    }
}
