//! What the logs pane fills in for a person: words at the cursor, presets with what is selected, the lines around one,
//! and text made safe on its way out. Walked with keys; what counts is what was asked in the end.

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

#[tokio::test(start_paused = true)]
async fn another_window_asks_from_another_time() {
    let mut glass = opened("crash-loop").await;
    walks(&mut glass, "window", &[("4 L", "the lines as they are"), ("W", "queries look at the last 3 hours")]).await;
    let spec = asked(glass).await;
    let opened_at: Timestamp = "2026-11-21T03:00:00Z".parse().expect("a time");
    let ago = opened_at.duration_since(spec.from).as_secs_f64() / 3_600.0;
    assert!((2.9..=3.0).contains(&ago), "{ago} h");
}

const COMPLETED: &[(&str, Steps, &str)] = &[
    (
        "a command",
        &[("4 i ctrl-u 'sta", "▸stats"), ("tab ' count(*) enter", "the query can be run here")],
        "stats count(*)",
    ),
    (
        "the second offer",
        &[
            ("4 i ctrl-u 'fil", "▸filter"),
            ("down", "▸filterIndex"),
            ("up tab ' @message like /Key/ enter", "the query can be run here"),
        ],
        "filter @message like /Key/",
    ),
    (
        "a function with its arguments",
        &[
            ("4 i ctrl-u 'stats pc", "▸pct("),
            ("", "FIELD, PERCENT"),
            ("tab 'duration_ms, 95) as p95 enter", "the query can be run here"),
        ],
        "stats pct(duration_ms, 95) as p95",
    ),
    (
        "a function by its other name",
        &[("4 i ctrl-u 'stats percen", "▸percentile("), ("tab 'duration_ms, 50) enter", "the query can be run here")],
        "stats percentile(duration_ms, 50)",
    ),
    (
        "a field of the service's own",
        &[("4 i ctrl-u 'stats count(*) by @logS", "▸@logStream"), ("tab enter", "the query can be run here")],
        "stats count(*) by @logStream",
    ),
    (
        "a field seen in a result",
        &[
            ("4 i ctrl-u 'parse \"[*] *\" as severity, words | stats count(*) as lines by severity enter", "severity"),
            ("", "the query can be run here"),
            ("i ctrl-u 'filter sev", "▸severity"),
            ("tab ' = 1 enter", "no line matches"),
        ],
        "filter severity = 1",
    ),
    (
        // It is told while the word is being typed.
        "a field that only the service knows of",
        &[("4 i ctrl-u 'filter dur", "▸duration_ms"), ("tab ' > 500 enter", "the query can be run here")],
        "filter duration_ms > 500",
    ),
    (
        "a log group",
        &[
            ("4 i ctrl-u 'SOURCE \"/ec", "▸/ecs/checkout"),
            ("tab '\" | limit 5 enter", "only CloudWatch runs SOURCE"),
            ("", " 1 of 5 "),
        ],
        "SOURCE \"/ecs/checkout\" | limit 5",
    ),
];

#[tokio::test(start_paused = true)]
async fn what_stands_at_the_cursor_is_completed_and_asked() {
    for (name, steps, query) in COMPLETED {
        let mut glass = opened("crash-loop").await;
        put(&glass, 180_000, r#"{"duration_ms":812,"path":"/pay"}"#);
        glass.press(Key::char('4'));
        walks(&mut glass, name, steps).await;
        assert_eq!(asked(glass).await.query.as_deref(), Some(*query), "{name}");
    }
}

/// Scenario, keys to the selection, words of the preset, its group, what its query says, when it begins.
type Filled = (&'static str, &'static str, &'static str, &'static str, &'static [&'static str], &'static str);

const PRESETS: &[Filled] = &[
    ("crash-loop", "4 Q", "failing", "/ecs/checkout", &["filter @logStream in [\"", "| limit 200"], "02:00"),
    ("crash-loop", "4 Q", "exceptions", "/ecs/checkout", &["/(?i)error|exception|"], "02:00"),
    ("crash-loop", "4 Q", "first error", "/ecs/checkout", &["sort @timestamp asc\n| limit 20"], "02:13"),
    ("crash-loop", "4 Q", "by minute", "/ecs/checkout", &["by bin(1m) as minute"], "02:00"),
    ("crash-loop", "4 Q", "starts and exits", "/ecs/checkout", &["listening|started|starting|", "sigterm"], "02:00"),
    ("crash-loop", "4 Q", "out of memory", "/ecs/checkout", &["heap space"], "02:00"),
    ("container-check", "4 Q", "health check", "/ecs/quotes", &["like \"/health\"\n", "timed out"], "02:00"),
    ("crash-loop", "3 j j Q", "of the task", "/ecs/checkout", &["filter @logStream in [\""], "02:00"),
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
        if ["failing", "of the task"].contains(name) {
            let (_, named) = query.split_once("in [").expect("streams");
            let (named, _) = named.split_once(']').expect("streams");
            let named: Vec<&str> = named.split(", ").map(|stream| stream.trim_matches('"')).collect();
            assert!(named.iter().all(|stream| streams.iter().any(|known| known == stream)), "{named:?} {streams:?}");
            // Those of the stack are of several tasks, those of a task are its own.
            assert_eq!(named.len() > 1, keys.starts_with('4'), "{keys}: {named:?}");
        }
    }
}

/// Keys to a line and into its detail, and the lines around it.
const AROUND: &[(Steps, &[&str])] = &[
    (
        &[("4 L", "the lines as they are"), ("", "Worker exiting"), ("k k k enter", "around it, of the same stream:")],
        &[
            "  [INFO] Booting worker with pid: 7",
            "  [ERROR] Exception in worker process",
            "  Traceback (most recent call last):",
            "    File \"/app/checkout/main.py\", line 12, in <module>",
            "      app = create_app()",
            "▸   File \"/app/checkout/db.py\", line 31, in connect",
            "      url = os.environ[\"DATABASE_URL\"]",
            "  KeyError: 'DATABASE_URL'",
            "  [INFO] Worker exiting (pid: 7)",
        ],
    ),
    (
        // The stream before ends just above.
        &[("4 L", "the lines as they are"), ("", "Worker exiting"), ("k k k k k k k k k enter", "around it, of the")],
        &[
            "  [INFO] Starting gunicorn 23.0.0",
            "▸ [INFO] Listening at: http://0.0.0.0:8080 (1)",
            "  [INFO] Booting worker with pid: 7",
            "  [ERROR] Exception in worker process",
            "  Traceback (most recent call last):",
            "    File \"/app/checkout/main.py\", line 12, in <module>",
            "      app = create_app()",
        ],
    ),
    (
        &[("4 i ctrl-u 'filter @message like /KeyError/ enter", "/s · "), ("enter", "around it, of the same stream:")],
        &[
            "  Traceback (most recent call last):",
            "    File \"/app/checkout/main.py\", line 12, in <module>",
            "      app = create_app()",
            "    File \"/app/checkout/db.py\", line 31, in connect",
            "      url = os.environ[\"DATABASE_URL\"]",
            "▸ KeyError: 'DATABASE_URL'",
            "  [INFO] Worker exiting (pid: 7)",
        ],
    ),
    (
        // A row of a result: the stream's first line, of which there are no more before.
        &[
            (
                "4 i ctrl-u 'fields @message | filter @message like /Starting/ | sort @timestamp asc | limit 1 enter",
                "the query can be run here",
            ),
            ("", "1 of 1 "),
            ("enter", "around it, of the same stream:"),
        ],
        STARTING,
    ),
    (
        // The same of what CloudWatch told, by its `@ptr`.
        &[
            (
                "4 i ctrl-u 'fields @message | filter @message like /Starting/ | sort @timestamp asc | limit 1 enter",
                "the query can be run here",
            ),
            ("m m", "kept fresh by windows"),
            ("", "1 of 1 "),
            ("enter", "around it, of the same stream:"),
        ],
        STARTING,
    ),
];

const STARTING: &[&str] = &[
    "▸ [INFO] Starting gunicorn 23.0.0",
    "  [INFO] Listening at: http://0.0.0.0:8080 (1)",
    "  [INFO] Booting worker with pid: 7",
    "  [ERROR] Exception in worker process",
    "  Traceback (most recent call last):",
    "    File \"/app/checkout/main.py\", line 12, in <module>",
];

#[tokio::test(start_paused = true)]
async fn the_lines_around_a_line_are_those_of_its_own_stream_with_the_line_marked() {
    for (steps, around) in AROUND {
        let mut glass = opened("crash-loop").await;
        glass.press(Key::char('4'));
        walks(&mut glass, "around", steps).await;
        let last = around.last().expect("lines").trim_start_matches(['▸', ' ']);
        glass.sees(last).await;
        let screen = glass.screen();
        let mut rows = screen.lines().skip_while(|row| !row.contains("around it"));
        let head: Vec<char> = rows.next().expect("the lines around it").chars().collect();
        let words: Vec<char> = "around it".chars().collect();
        let left = head.windows(words.len()).position(|some| some == words).expect("where they begin");
        // Mark, time, message.
        let shown = rows.take_while(|row| row.chars().nth(left - 2) == Some('┃')).map_while(|row| {
            let inside: String = row.chars().skip(left).take_while(|c| *c != '┃').collect();
            let (mark, rest) = (inside.chars().next()?, inside.chars().skip(2).collect::<String>());
            Some(format!("{mark} {}", rest.trim_end().split_once("  ")?.1))
        });
        assert_eq!(shown.collect::<Vec<_>>(), *around, "{screen}");
        glass.leave().await;
    }
}

#[tokio::test(start_paused = true)]
async fn lines_that_come_behind_a_line_are_shown_while_it_is_read() {
    let mut glass = opened("crash-loop").await;
    put(&glass, 30_000, "a mark of its own");
    glass.press(Key::char('4'));
    const STEPS: Steps = &[("4 i ctrl-u 'filter @message like /mark/ enter", "1 of 1 "), ("enter", "Esc close ━")];
    walks(&mut glass, "behind", STEPS).await;
    put(&glass, 20_000, "came behind it");
    let screen = glass.sees("came behind it").await;
    assert!(screen.contains("around it, of the same stream:"), "{screen}");
    assert!(screen.contains("▸ 02:59:30.000  a mark of its own"), "{screen}");
    glass.leave().await;
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
