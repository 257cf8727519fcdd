//! Logs that are not there, or not where this program reads: said in words, since they are evidence.

use crate::glass::Glass;
use std::sync::Arc;
use unstuck::app::key::{Code, Key};
use unstuck::aws::connect::connect_in_process;
use unstuck::domain::Timestamp;
use unstuck::domain::guard::Guard;
use unstuck::runtime::clock::Clock;
use unstuck::runtime::effects::Policy;
use unstuck::runtime::log_groups::find_groups;
use unstuck::sim::account::LogGroup;
use unstuck::sim::door::{Door, sdk_client};
use unstuck::sim::scenario::{NewLog, Scenario};

/// A service whose new tasks crash, and log so.
fn crashing(log: Option<NewLog>) -> Scenario {
    let mut scenario = Scenario::load("crash-loop").expect("a scenario");
    scenario.services[0].new_log = log;
    scenario
}

fn logs() -> Vec<(Option<NewLog>, &'static str)> {
    let driver = |name: &str| Some(NewLog::Driver(name.to_owned()));
    vec![
        (driver("splunk"), "app of checkout:43 logs with splunk, which is not read here"),
        (driver("awsfirelens"), "app of checkout:43 logs with awsfirelens: a log router sends its lines on"),
        (driver("json-file"), "app of checkout:43 logs with json-file: its lines stay on the container instance"),
        (driver("awslogs"), "app of checkout:43 logs with awslogs, but its log configuration names no log group"),
        (Some(NewLog::None), "app of checkout:43 has no log configuration: nothing of what it writes reaches"),
    ]
}

fn unwrapped(screen: &str) -> String {
    let inside = screen.lines().map(|line| line.trim_matches(|c: char| "┃│ ".contains(c)));
    inside.collect::<Vec<_>>().join(" ")
}

/// Waits, a minute at most, until the screen shows the words, be they on several lines.
async fn shows(glass: &mut Glass, words: &str) {
    for _ in 0..60 {
        if unwrapped(&glass.screen()).contains(words) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    }
    panic!("{words:?} is not in\n{}", glass.screen());
}

#[tokio::test(start_paused = true)]
async fn the_pane_says_of_a_missing_group_that_it_is_missing_until_it_is_there() {
    for size in [(80, 24), (200, 60)] {
        let mut glass = Glass::open_at("log-group-missing", Policy::ReadOnly, size.0, size.1);
        glass.press(Key::char('4'));
        shows(&mut glass, "log group /ecs/mail-v2 does not exist").await;
        glass.press(Key::char('L'));
        let said = "/ecs/mail-v2: The specified log group does not exist.";
        shows(&mut glass, said).await;
        // Somebody makes it.
        let name = "/ecs/mail-v2".to_owned();
        let created_at = Timestamp::UNIX_EPOCH;
        glass.door.world().account.log_groups.push(LogGroup { name, created_at, streams: [].into() });
        // Behind a stream history is read every half minute.
        for _ in 0..40 {
            tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        }
        assert!(!unwrapped(&glass.screen()).contains(said), "{}", glass.screen());
        glass.leave().await;
    }
}

#[tokio::test(start_paused = true)]
async fn the_pane_says_of_a_stream_that_is_missing_that_its_container_never_started() {
    // Its containers are never started, so that they have no stream; the group is there.
    let mut scenario = Scenario::load("log-group-missing").expect("a scenario");
    scenario.services[0].new_log = None;
    let mut glass = Glass::open_account(&scenario, Policy::ReadOnly, Guard::default(), (120, 40));
    glass.press(Key::char('3'));
    glass.sees("3 ROLLOUTS").await;
    [Key::char('j'), Key::char('j'), Key::char('L')].into_iter().for_each(|key| glass.press(key));
    glass.sees("following the lines of task").await;
    shows(&mut glass, "log stream mail/app/").await;
    glass.press(Key::plain(Code::Esc));
    glass.leave().await;
}

#[tokio::test(start_paused = true)]
async fn the_pane_says_which_containers_log_where_nothing_is_read() {
    for (log, words) in logs() {
        for (width, height) in [(80, 24), (200, 60)] {
            let scenario = crashing(log.clone());
            let mut glass = Glass::open_account(&scenario, Policy::ReadOnly, Guard::default(), (width, height));
            // The old revision's group is followed, and what the new one does is said beside it.
            glass.press(Key::char('4'));
            shows(&mut glass, words).await;
            glass.press(Key::char('L'));
            shows(&mut glass, "the lines as they are").await;
            shows(&mut glass, words).await;
            glass.leave().await;
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_stack_that_logs_nowhere_else_is_said_to() {
    for (log, words) in logs() {
        let mut glass = Glass::open_account(&crashing(log), Policy::ReadOnly, Guard::default(), (120, 40));
        {
            // So does every revision there was.
            let mut world = glass.door.world();
            let logs = world.account.task_definitions.iter().map(|known| known.containers[0].log.clone()).next_back();
            for definition in &mut world.account.task_definitions {
                definition.containers[0].log.clone_from(logs.as_ref().expect("a revision"));
            }
        }
        glass.press(Key::char('4'));
        shows(&mut glass, words).await;
        glass.press(Key::char('L'));
        shows(&mut glass, words).await;
        assert!(!unwrapped(&glass.screen()).contains("following"), "{}", glass.screen());
        glass.leave().await;
    }
}

#[tokio::test(start_paused = true)]
async fn groups_are_found_with_what_is_not_read_beside_them() {
    for (log, words) in logs() {
        let base: Timestamp = "2026-11-21T03:00:00Z".parse().expect("a time");
        let clock = Clock::simulated(base, 1);
        let door = Door::open(&crashing(log), 7, Arc::new(move || clock.now()));
        let clients = connect_in_process(sdk_client(door), "eu-west-1");
        let found = find_groups(&clients, &["shop-checkout".to_owned()], clock.now()).await.expect("found");
        assert!(found.notes.iter().any(|note| note.contains(words)), "{words:?} is not in {:?}", found.notes);
        assert_eq!(found.groups.len(), 1, "the old revision's");
    }
}
