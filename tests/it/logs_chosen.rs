//! Whose lines `L` follows and presets ask for, as it is said and as it is asked.

use crate::glass::Glass;
use unstuck::app::key::Key;
use unstuck::domain::live::LiveSpec;
use unstuck::domain::log_scope::LogStreams;
use unstuck::runtime::effects::Policy;

/// What is asked once these words are seen.
async fn asked(scenario: &str, keys: &str, words: &str) -> LiveSpec {
    let mut glass = Glass::open(scenario, Policy::ReadOnly);
    for key in keys.split(' ') {
        // What is selected is known by then, with its tasks and their definitions.
        tokio::time::sleep(std::time::Duration::from_secs(10)).await;
        glass.press(Key::parse(key).expect("a key"));
    }
    glass.sees(words).await;
    glass.leave().await.panes.logs.live.expect("a live query").spec
}

#[tokio::test(start_paused = true)]
async fn what_is_followed_is_what_is_said() {
    for (scenario, keys, words, groups, streams) in [
        ("healthy", "3 L", "following the lines of checkout", &["/ecs/checkout"][..], None),
        ("log-group-missing", "3 L", "following the lines of mail", &["/ecs/mail", "/ecs/mail-v2"], None),
        ("crash-loop", "1 L", "the 3 newest failed tasks of checkout", &["/ecs/checkout"], Some(3..=4)),
        ("crash-loop", "4 L", "the 3 newest failed tasks of the stack", &["/ecs/checkout"], Some(3..=4)),
        ("sidecar", "3 j j L", "following the lines of task", &["/ecs/basket"], Some(3..=3)),
    ] {
        let scope = asked(scenario, keys, words).await.scope;
        let asked: Vec<&str> = scope.groups.iter().map(|group| group.name.raw()).collect();
        assert_eq!(asked, groups, "{scenario} {keys}");
        let many = match &scope.streams {
            LogStreams::All => None,
            LogStreams::Named(names) | LogStreams::Prefixed(names) => Some(names.len()),
        };
        let fits = streams.map_or(many.is_none(), |wanted| many.is_some_and(|many| wanted.contains(&many)));
        assert!(fits, "{scenario} {keys}: {:?}", scope.streams);
    }
}

#[tokio::test(start_paused = true)]
async fn last_lines_are_of_the_failing_tasks_where_there_are_some() {
    for (scenario, typed, narrows) in [("crash-loop", "failing tasks", true), ("healthy", "of the tasks", false)] {
        let mut glass = Glass::open(scenario, Policy::ReadOnly);
        glass.press(Key::char('4'));
        tokio::time::sleep(std::time::Duration::from_secs(10)).await;
        glass.press(Key::char('Q'));
        glass.sees("type to narrow").await;
        glass.types(&format!("last lines {typed}"));
        glass.sees("▸preset").await;
        glass.enter();
        glass.sees("the query can be run here").await;
        let live = glass.leave().await.panes.logs.live.expect("a live query");
        let query = live.spec.query.expect("a query");
        assert_eq!(query.contains("@logStream in ["), narrows, "{scenario}: {query}");
    }
}
