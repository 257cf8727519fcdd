//! What the logs pane fills in for a person: presets with what is selected, and text made safe on its way out. Walked
//! with keys; what counts is what was asked in the end.

use crate::glass::Glass;
use crate::lab::put_line;
use crate::logs_journeys::{Steps, walks};
use unstuck::app::key::Key;
use unstuck::domain::Timestamp;
use unstuck::domain::live::LiveSpec;
use unstuck::runtime::effects::Policy;
use unstuck::sim::account::SimLogEvent;

async fn opened(scenario: &str) -> Glass {
    let mut glass = Glass::open(scenario, Policy::ReadOnly);
    glass.sees("STUCK").await;
    glass
}

async fn asked(glass: Glass) -> LiveSpec {
    glass.leave().await.panes.logs.live.expect("a live query").spec
}

/// Puts a line of some time ago that neither a task's tail nor the pane shows.
fn put(glass: &Glass, ago: i64, message: &str) {
    let mut world = glass.door.world();
    let now: Timestamp = "2026-11-21T03:00:00Z".parse().expect("a time");
    let at = Timestamp::from_millisecond(now.as_millisecond() - ago).expect("a time");
    let line = SimLogEvent { id: format!("put-{ago}"), at, ingested_at: at, message: message.to_owned() };
    put_line(&mut world, "/ecs/checkout", "checkout/app/another", line);
}

/// Scenario, keys to the selection, words of the preset, its group, what its query says, when it begins.
type Filled = (&'static str, &'static str, &'static str, &'static str, &'static [&'static str], &'static str);

const PRESETS: &[Filled] = &[
    ("crash-loop", "4 Q", "failing", "/ecs/checkout", &["filter @logStream in [\"", "| limit 200"], "02:00"),
    ("crash-loop", "4 Q", "exceptions", "/ecs/checkout", &["/(?i)error|exception|"], "02:00"),
    ("crash-loop", "4 Q", "first error", "/ecs/checkout", &["sort @timestamp asc\n| limit 20"], "02:13"),
    ("crash-loop", "4 Q", "by minute", "/ecs/checkout", &["by bin(1m) as minute"], "02:00"),
    ("crash-loop", "4 Q", "starts and exits", "/ecs/checkout", &["listening|started", "sigterm"], "02:00"),
    ("crash-loop", "4 Q", "out of memory", "/ecs/checkout", &["heap space"], "02:00"),
    ("container-check", "4 Q", "health check", "/ecs/quotes", &["like \"/health\"\n", "timed out"], "02:00"),
    ("crash-loop", "3 j j Q", "failing", "/ecs/checkout", &["filter @logStream in [\""], "02:00"),
];

#[tokio::test(start_paused = true)]
async fn each_preset_is_filled_in_with_the_group_the_streams_and_the_time_of_what_is_selected() {
    for (scenario, keys, name, group, words, from) in PRESETS {
        let mut glass = opened(scenario).await;
        glass.press(Key::char('4'));
        glass.sees("4 LOGS").await;
        keys.split(' ').for_each(|key| glass.press(Key::parse(key).expect("a key")));
        glass.sees("type to narrow").await;
        glass.types(name);
        glass.sees("▸preset").await;
        glass.enter();
        glass.sees("the query can be run here").await;
        let streams: Vec<String> = {
            let world = glass.door.world();
            let group = world.account.log_groups.iter().find(|known| known.name == *group).expect("the group");
            group.streams.keys().cloned().collect()
        };
        let spec = asked(glass).await;
        let (query, groups) = (spec.query.expect("a query"), spec.scope.groups);
        assert_eq!(groups.iter().map(|group| group.name.raw()).collect::<Vec<_>>(), [*group], "{name}");
        assert!(words.iter().all(|word| query.contains(word)), "{name}: {query}");
        assert!(spec.from.to_string().starts_with(&format!("2026-11-21T{from}")), "{name}: {}", spec.from);
        if *name == "failing" {
            let (_, named) = query.split_once("in [").expect("streams");
            let (named, _) = named.split_once(']').expect("streams");
            let named: Vec<&str> = named.split(", ").map(|stream| stream.trim_matches('"')).collect();
            assert!(named.iter().all(|stream| streams.iter().any(|known| known == stream)), "{named:?} {streams:?}");
            // Those of the stack are of several tasks, those of a task are its own.
            assert_eq!(named.len() > 1, keys.starts_with('4'), "{keys}: {named:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_line_full_of_control_characters_is_saved_and_copied_as_safe_text() {
    let mut glass = opened("crash-loop").await;
    put(&glass, 30_000, "an odd line \u{1b}]52;c;eA==\u{7}\u{1b}[2J\r\u{8} \u{202e}end");
    glass.press(Key::char('4'));
    const STEPS: Steps = &[
        ("4 i ctrl-u 'filter @message like /odd/ enter", "an odd line ␛]52;c;eA=="),
        ("y", "clipboard"),
        ("s", "rows saved to ./"),
    ];
    walks(&mut glass, "safe", STEPS).await;
    let copied = glass.copied();
    let shown = glass.screen();
    let (_, rest) = shown.split_once("saved to ").expect("a path");
    let path = rest.split_whitespace().next().expect("a path");
    let written = std::fs::read_to_string(path).expect("a file");
    std::fs::remove_file(path).expect("removed");
    for text in [&copied, &written] {
        assert!(text.contains("an odd line ") && text.contains("end"), "{text:?}");
        assert!(text.chars().all(|c| c == '\n' || !(c.is_control() || c == '\u{202e}')), "{text:?}");
    }
    assert_eq!(written.lines().count(), 1, "{written:?}");
    glass.leave().await;
}
