//! A person's way through the logs pane, with keys, against a simulated account.

use crate::glass::Glass;
use unstuck::app::key::{Code, Key};
use unstuck::runtime::effects::Policy;

/// Keys by name, or text behind a `'`; then what must be seen.
pub type Steps = &'static [(&'static str, &'static str)];

const JOURNEYS: &[(&str, &str, Steps)] = &[
    (
        "a query is written, refused, mended, run and left",
        "crash-loop",
        &[
            ("4 i", "/ecs/checkout · since"),
            ("ctrl-u 'fields a | limt 5", "did you mean `limit`?"),
            ("enter", "not sent: CloudWatch would refuse it"),
            ("ctrl-u 'filter @message like /KeyError/", "like /KeyError/"),
            ("enter", "the query can be run here"),
            ("", "KeyError: 'DATABASE_URL'"),
            ("i", "filter @message like /KeyError/"),
            ("ctrl-u 'filter half a tho", "half a tho"),
            ("esc", "esc close query"),
            ("i", "half a tho"),
            ("esc x", "i query"),
        ],
    ),
    (
        "a query is written wherever one is",
        "crash-loop",
        &[("2 i", "/ecs/checkout · since"), ("ctrl-u 'filter @message like /KeyError/ enter", "4 LOGS")],
    ),
    (
        "what stands at the cursor is completed",
        "crash-loop",
        &[
            ("4 i ctrl-u 'sta", "stats "),
            ("tab 'count(*)", "stats"),
            ("ctrl-u 'filter space", "filter"),
            ("'@mes tab", "filter @message"),
            ("enter", "the query can be run here"),
        ],
    ),
    (
        "a preset is found, filled in and run",
        "crash-loop",
        &[
            ("4 Q", "out of memory"),
            ("'failing", "last lines of the failing tasks"),
            ("", "filter @logStream in"),
            ("tab", "| limit 200"),
            ("esc Q 'minute", "lines and errors by minute"),
            ("enter", "errors"),
            ("", "█"),
            ("b", "minute"),
        ],
    ),
    (
        "lines are followed, left, paused and followed again",
        "crash-loop",
        &[
            ("4 L", "the lines as they are"),
            ("", "following"),
            ("k k", "new, f follows"),
            ("j", "new, f follows"),
            ("f", "following"),
            ("space", "PAUSED"),
            ("", " new"),
            ("space", "following"),
        ],
    ),
    (
        "words are searched for, forth and back, and errors",
        "crash-loop",
        &[
            ("4 L", "the lines as they are"),
            ("", "Worker exiting"),
            ("/ 'gunicorn", "search: gunicorn"),
            ("enter", "/gunicorn"),
            ("n N", "new, f follows"),
            ("/ 'nowhere enter", "no line has \"nowhere\""),
            ("f e", "new, f follows"),
        ],
    ),
    (
        "a line is read whole with those around it",
        "crash-loop",
        &[
            ("4 L", "the lines as they are"),
            ("", "Worker exiting"),
            ("enter", "around it, of the same stream:"),
            ("", "/ecs/checkout"),
            ("y", "clipboard"),
            ("esc", "following"),
        ],
    ),
    (
        "a row of a result is read whole with the lines around it",
        "crash-loop",
        &[
            (
                "4 i ctrl-u 'fields @message | filter @message like /KeyError/ | sort @timestamp desc | limit 3",
                "KeyError",
            ),
            ("enter", "the query can be run here"),
            ("", "@message"),
            ("enter", "around it, of the same stream:"),
            ("", "url = os.environ[\"DATABASE_URL\"]"),
            ("esc m m", "kept fresh by windows"),
            ("", "@message"),
            ("enter", "@ptr"),
            ("", "url = os.environ[\"DATABASE_URL\"]"),
        ],
    ),
    (
        "a line a query let through has those around it that it did not",
        "crash-loop",
        &[
            ("4 i ctrl-u 'filter @message like /KeyError/ enter", " most "),
            ("enter", "around it, of the same stream:"),
            ("", "url = os.environ[\"DATABASE_URL\"]"),
        ],
    ),
    (
        "a search that is given up or finds nothing leaves no mark",
        "crash-loop",
        &[
            ("4 L", "the lines as they are"),
            ("", "Worker exiting"),
            ("/ 'gunicorn enter", "esc end search"),
            ("esc", "esc close query"),
            ("/ 'nowhere enter", "no line has \"nowhere\""),
            ("", "esc close query"),
            ("/ backspace enter", "esc close query"),
            ("/ 'x backspace enter", "esc close query"),
        ],
    ),
    (
        "a query that lets no line through says so",
        "crash-loop",
        &[
            ("4 i ctrl-u 'filter @message like /zzz/ enter", "no line matches in the last 1h"),
            ("i ctrl-u 'stats count(*) by nothing | filter nothing = 1 enter", "no line matches in the last 1h"),
        ],
    ),
    (
        "the window and the way are changed by a key",
        "crash-loop",
        &[
            ("4 L", "the lines as they are"),
            ("W", "queries look at the last 3 hours"),
            ("m", "kept fresh by stream"),
            ("m", "kept fresh by windows"),
            ("", "windows of Logs Insights"),
            ("m", "chosen for the query"),
            ("", "stream: the lines as they are"),
        ],
    ),
    (
        "a task has lines of its own",
        "two-causes",
        &[("3", "3 ROLLOUTS"), ("j j L", "following the lines of"), ("", "the lines as they are")],
    ),
];

fn presses(glass: &Glass, keys: &str) {
    for word in keys.split(' ').filter(|word| !word.is_empty()) {
        glass.press(Key::parse(word).unwrap_or_else(|| panic!("{word} is no key")));
    }
}

pub async fn walks(glass: &mut Glass, name: &str, steps: Steps) {
    for (keys, words) in steps {
        match keys.split_once('\'') {
            // Text goes to the end of the step, or to the last word that is a key again.
            Some((before, text)) => {
                presses(glass, before);
                let (text, after) = match text.rsplit_once(' ') {
                    Some((text, last)) if ["tab", "enter", "space"].contains(&last) => (text, last),
                    _ => (text, ""),
                };
                glass.types(text);
                presses(glass, after);
            }
            None => presses(glass, keys),
        }
        eprintln!("{name}: {keys:?} shows {words:?}");
        glass.sees(words).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_person_finds_the_way_through_the_logs_pane() {
    for (name, scenario, steps) in JOURNEYS {
        let mut glass = Glass::open_at(scenario, Policy::ReadOnly, 80, 24);
        glass.sees("STUCK").await;
        glass.press(Key::char('4'));
        glass.sees("4 LOGS").await;
        walks(&mut glass, name, steps).await;
        glass.leave().await;
    }
}

/// Scenario, steps and words that stand in the pane once.
const ONCE: &[(&str, Steps, &str)] = &[
    ("log-group-missing", &[("4 L", "the lines as they are"), ("", "/ecs/mail-v2: The")], "does not exist"),
    (
        "crash-loop",
        &[("4 i ctrl-u 'SOURCE \"/nowhere\" enter", "found nothing"), ("", "check the name")],
        "'/nowhere' does not exist",
    ),
];

#[tokio::test(start_paused = true)]
async fn what_is_wrong_is_said_once_on_a_small_screen() {
    for (scenario, steps, words) in ONCE {
        let mut glass = Glass::open_at(scenario, Policy::ReadOnly, 80, 24);
        glass.sees("STUCK").await;
        glass.press(Key::char('4'));
        glass.sees("4 LOGS").await;
        walks(&mut glass, scenario, steps).await;
        let screen = glass.screen();
        let (_, pane) = screen.split_once("4 LOGS").expect("the pane");
        // Wherever the lines are broken.
        let pane: Vec<&str> = pane.split_whitespace().collect();
        assert_eq!(pane.join(" ").matches(words).count(), 1, "{screen}");
        glass.leave().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_query_is_saved_in_the_account_found_again_and_replaced_only_when_said_twice() {
    const FIRST: Steps = &[
        ("4 i ctrl-u 'fields @message", "fields @message"),
        ("ctrl-s", "logs:PutQueryDefinition"),
        ("enter", "a name is missing"),
        ("'team/messages", "everybody of the account finds it"),
        ("enter", "it is among the saved queries"),
        ("Q 'messages", "saved   team/messages"),
        ("tab ctrl-u 'fields @logStream", "fields @logStream"),
        ("ctrl-s 'team/messages", "the saved query of this name is replaced"),
        ("enter", "Enter once more replaces it"),
        ("enter", "Replace the saved query team/messages: done"),
    ];
    let mut glass = Glass::open_at("crash-loop", Policy::WithConfirmation, 80, 24);
    glass.sees("STUCK").await;
    glass.press(Key::char('4'));
    glass.sees("/ecs/").await;
    walks(&mut glass, "saving", FIRST).await;
    let journal = std::fs::read_to_string(&glass.journal).expect("a journal");
    assert_eq!(journal.lines().count(), 4, "{journal}");
    let replaced = journal.lines().nth(2).expect("the second");
    assert!(replaced.contains("save-query") && replaced.contains("\"before\":\"fields @message\""), "{replaced}");
    glass.leave().await;

    let mut glass = Glass::open_at("crash-loop", Policy::ReadOnly, 80, 24);
    glass.sees("STUCK").await;
    glass.press(Key::char('4'));
    glass.sees("/ecs/").await;
    walks(&mut glass, "read-only", &[("4 i ctrl-s 'mine enter", "this program will not send it")]).await;
    assert!(!glass.journal.exists(), "nothing was sent");
    glass.press(Key::plain(Code::Esc));
    glass.sees("^s save · Esc close").await;
    glass.leave().await;
}

#[tokio::test(start_paused = true)]
async fn the_rows_shown_are_saved_to_a_file_of_safe_text() {
    let mut glass = Glass::open_at("crash-loop", Policy::ReadOnly, 80, 24);
    glass.sees("STUCK").await;
    glass.press(Key::char('4'));
    glass.sees("Worker exiting").await;
    glass.press(Key::char('s'));
    let shown = glass.sees("rows saved to ./").await;
    let (_, rest) = shown.split_once("saved to ").expect("a path");
    let path = rest.split_whitespace().next().expect("a path");
    let written = std::fs::read_to_string(path).expect("a file");
    std::fs::remove_file(path).expect("removed");
    assert!(path.starts_with("./unstuck-shop-checkout-20261121T"), "{path}");
    let last = written.lines().last().expect("a line");
    assert!(last.starts_with("2026-11-21T0") && last.ends_with("[INFO] Worker exiting (pid: 7)"), "{last}");
    glass.leave().await;
}
