//! The logs pane in each state a live query can be in, at both sizes.

use crate::drawn::screen;
use crate::fixtures::{crash_loop, noon};
use jiff::tz::TimeZone;
use unstuck::app::key::Key;
use unstuck::app::message::Msg;
use unstuck::app::model::Model;
use unstuck::app::update::update;
use unstuck::domain::fault::{Fault, FaultKind};
use unstuck::domain::live::{ChosenWay, LiveNews, LivePulse, LiveRow, LiveTable, LiveWay};
use unstuck::domain::log::LogRecord;
use unstuck::domain::log_cost::LogCost;
use unstuck::domain::log_gap::LogGap;
use unstuck::domain::log_joint::{LineCells, LogLine};
use unstuck::domain::{Text, Timestamp};

/// The least that is drawn for, the size the README shows, and a large one.
const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 60)];

/// What happens to the pane: keys, pasted text, what the engine tells.
enum Step {
    Keys(&'static str),
    Paste(&'static str),
    Told(LiveNews),
}

use Step::{Keys, Paste, Told};

fn milli(n: i64) -> Timestamp {
    Timestamp::from_millisecond(noon(2_700).as_millisecond() + n).expect("a time")
}

fn line(at: i64, words: &str) -> LogLine {
    let record = LogRecord {
        id: Text::new(""),
        group: Text::new("/ecs/orders"),
        at: milli(at),
        ingested_at: Some(milli(at + 300)),
        stream: Text::new("app/app/b71e22aa0000000000000000000000aa"),
        message: Text::new(words),
    };
    LogLine { record, late: false, row: None }
}

const LINES: [&str; 12] = [
    "INFO starting orders 2.0.0",
    "INFO connecting to the database",
    "DEBUG pool of 4",
    "WARN no cache configured, using memory",
    "ERROR could not connect: boom",
    "INFO trying again in 5 s",
    "INFO connecting to the database",
    "ERROR could not connect: boom",
    "{\"level\":\"info\",\"msg\":\"0 errors so far\"}",
    "INFO listening on 8080",
    "GET /healthz 200 1ms",
    "GET /healthz 200 2ms",
];

fn lines(from: usize, to: usize) -> Step {
    let of = |n: usize| line(i64::try_from(n).expect("few") * 5_000, LINES[n % LINES.len()]);
    Told(LiveNews::Lines((from..to).map(of).collect()))
}

fn way(way: LiveWay, why: &str) -> Step {
    Told(LiveNews::Way(ChosenWay { way, polls: false, why: Text::new(why) }))
}

fn pulse() -> Step {
    Told(LiveNews::Pulse(numbers()))
}

fn partial(step: Step) -> Step {
    match step {
        Told(LiveNews::Table(table)) => Told(LiveNews::Table(LiveTable { partial: true, ..table })),
        other => other,
    }
}

fn numbers() -> LivePulse {
    let cost = LogCost { scanned_bytes: 34_200_000, tailed_seconds: 0 };
    let an_hour = Some(LogCost { scanned_bytes: 90_000_000_000, tailed_seconds: 0 });
    LivePulse { cost, an_hour, events_a_second: 3.4, lag_ms: Some(1_240), ..Default::default() }
}

fn gap(filled: bool) -> Step {
    let why = Text::new("the session was cut");
    Told(LiveNews::Gap(LogGap { from: milli(21_000), to: Some(milli(34_000)), why, filled }))
}

fn table(columns: &[&str], rows: &[&[&str]]) -> Step {
    let row = |cells: &&[&str]| {
        let cells = cells.iter().map(|c| Some(Text::new(c))).collect();
        LiveRow { cells, ..LiveRow::default() }
    };
    let rows = rows.iter().map(row).collect();
    Told(LiveNews::Table(LiveTable { columns: columns.iter().map(Text::new).collect(), rows, ..Default::default() }))
}

fn following() -> Vec<Step> {
    let mut steps = vec![Keys("4 L"), way(LiveWay::Stream, "the lines as they are")];
    steps.extend([lines(0, 10), Told(LiveNews::CaughtUp), pulse()]);
    steps
}

fn query(text: &'static str) -> Vec<Step> {
    vec![
        Keys("4 i ctrl-u"),
        Paste(text),
        Keys("enter"),
        way(LiveWay::Stream, "the query can be run here, line by line"),
    ]
}

fn states() -> Vec<(&'static str, Vec<Step>)> {
    let with = |mut steps: Vec<Step>, more: Vec<Step>| {
        steps.extend(more);
        steps
    };
    let late = LogLine { late: true, ..line(12_500, "INFO told three seconds late") };
    let missing = "the log group /ecs/orders does not exist; it is asked for again until it does";
    let fault =
        Fault { action: "logs:FilterLogEvents", kind: FaultKind::Throttled, message: Text::new("Rate exceeded") };
    let fields = |n: usize| {
        let cells = [format!("2026-11-20 12:45:0{n}.000"), "GET".to_owned(), format!("/orders/{n}"), format!("50{n}")];
        let cells = cells.map(|cell| Some(Text::from(cell))).to_vec();
        LogLine {
            row: Some(Box::new(LineCells { cells, ptr: None })),
            ..line(i64::try_from(n).expect("few") * 1_000, "x")
        }
    };
    let columns = ["@timestamp", "method", "path", "status"].map(Text::new).to_vec();
    let minutes: &[&[&str]] = &[
        &["2026-11-20 12:43:00.000", "12", "0"],
        &["2026-11-20 12:44:00.000", "3", "1"],
        &["2026-11-20 12:45:00.000", "40", "31"],
    ];
    let by_minute = || {
        with(
            query("stats count(*) as n, sum(bad) as bad by bin(1m)"),
            vec![table(&["bin(1m)", "n", "bad"], minutes), Told(LiveNews::CaughtUp), pulse()],
        )
    };
    vec![
        ("starting", vec![Keys("4 L")]),
        ("reading_history", vec![Keys("4 L"), way(LiveWay::Stream, "the lines as they are"), lines(0, 4)]),
        ("following", following()),
        ("paused", with(following(), vec![Keys("space"), lines(10, 12)])),
        ("scrolled", with(following(), vec![Keys("k k"), lines(10, 12)])),
        ("follows_again", with(following(), vec![Keys("k k"), lines(10, 12), Keys("f")])),
        ("searching", with(following(), vec![Keys("/ b o o m enter")])),
        ("errors", with(following(), vec![Keys("E E")])),
        ("late", with(following(), vec![Told(LiveNews::Lines(vec![late]))])),
        ("gap_open", with(following(), vec![gap(false)])),
        ("gap_filled", with(following(), vec![gap(false), gap(true)])),
        ("sampled", with(following(), vec![Told(LiveNews::Sampled)])),
        (
            "missing",
            vec![
                Keys("4 L"),
                way(LiveWay::Stream, "the lines as they are"),
                Told(LiveNews::Missing(vec![Text::new(missing)])),
            ],
        ),
        ("fault", with(following(), vec![Told(LiveNews::Fault(Some(fault)))])),
        (
            "columns",
            with(
                query("fields method, path, status"),
                vec![
                    Told(LiveNews::Columns(columns)),
                    Told(LiveNews::Lines((0..6).map(fields).collect())),
                    Told(LiveNews::CaughtUp),
                ],
            ),
        ),
        (
            "table",
            with(
                query("stats count(*) as n by level"),
                vec![table(&["level", "n"], &[&["error", "12"], &["info", "240"]]), Told(LiveNews::CaughtUp), pulse()],
            ),
        ),
        ("bars", by_minute()),
        ("numbers", with(by_minute(), vec![Keys("b")])),
        ("ended", with(following(), vec![Told(LiveNews::Ended)])),
        (
            "windows",
            with(
                vec![Keys("4 L m m")],
                vec![
                    way(LiveWay::Windows, "asked for"),
                    lines(0, 10),
                    Told(LiveNews::CaughtUp),
                    Told(LiveNews::Pulse(LivePulse { next_at: Some(milli(60_000)), ..numbers() })),
                ],
            ),
        ),
        (
            "polling",
            vec![
                Keys("4 L"),
                Told(LiveNews::Way(ChosenWay {
                    way: LiveWay::Stream,
                    polls: true,
                    why: Text::new("no permission logs:StartLiveTail"),
                })),
                lines(0, 10),
                Told(LiveNews::CaughtUp),
                pulse(),
            ],
        ),
        (
            "estimate",
            with(
                query("filter @message like /x/ | pattern @message"),
                vec![
                    way(LiveWay::Service, "only CloudWatch runs pattern"),
                    Told(LiveNews::Pulse(LivePulse { a_run: Some(2_500_000_000), is_asking: true, ..numbers() })),
                ],
            ),
        ),
        (
            "partial",
            with(
                query("pattern @message"),
                vec![
                    way(LiveWay::Service, "only CloudWatch runs pattern"),
                    partial(table(&["@pattern", "@ratio"], &[&["GET <*> 200", "0.8"]])),
                    pulse(),
                ],
            ),
        ),
        ("no_match", with(query("filter @message like /zzz/"), vec![Told(LiveNews::CaughtUp), pulse()])),
        ("no_line", vec![Keys("4 L"), way(LiveWay::Stream, "the lines as they are"), Told(LiveNews::CaughtUp)]),
        (
            "wrapped",
            with(following(), vec![Told(LiveNews::Lines(vec![line(56_000, &"a long line ".repeat(30))])), Keys("w")]),
        ),
        ("detail", with(following(), vec![Keys("k k enter")])),
        ("aside", with(following(), vec![Keys("x")])),
        ("search_ends", with(following(), vec![Keys("/ b o o m enter esc")])),
        ("search_of_nothing", with(following(), vec![Keys("/ z z z enter")])),
        ("editor", vec![Keys("4 i")]),
        ("editor_over_rows", with(following(), vec![Keys("i")])),
        ("editor_error", vec![Keys("4 i ctrl-u"), Paste("fields @message\n| limt 5")]),
        ("completion", vec![Keys("4 i ctrl-u s t a")]),
        ("presets", vec![Keys("4 Q")]),
        ("naming", vec![Keys("4 i ctrl-s")]),
        ("local", with(following(), vec![Keys("t")])),
        ("ages", with(following(), vec![Keys("t t")])),
    ]
}

fn model(steps: Vec<Step>) -> Model {
    let mut model = crash_loop();
    model.zone = TimeZone::get("Europe/Berlin").expect("a zone");
    for step in steps {
        match step {
            Keys(keys) => keys.split(' ').for_each(|key| {
                update(&mut model, Msg::Key(Key::parse(key).expect("a key")));
            }),
            Paste(text) => {
                update(&mut model, Msg::Paste(text.to_owned()));
            }
            Told(news) => {
                let number = model.panes.logs.begun;
                update(&mut model, Msg::Live(number, news));
            }
        }
    }
    model.notice = None;
    model
}

#[test]
fn the_logs_pane_in_every_state_of_a_live_query() {
    for (name, steps) in states() {
        let model = model(steps);
        for size in SIZES {
            let shown = screen(&model, size);
            // What lies over the panes is seen with what it lies over.
            let from = shown.lines().position(|line| line.contains("4 LOGS")).filter(|_| model.overlay.is_none());
            let from = from.unwrap_or(0);
            let pane: Vec<&str> = shown.lines().skip(from).collect();
            insta::assert_snapshot!(format!("live_{name}_{}x{}", size.0, size.1), pane.join("\n"));
        }
    }
}

#[test]
fn what_a_person_must_know_is_read_on_a_small_screen() {
    for (name, wanted) in [
        ("following", &["$0.0002", "$0.45/h", "3/s", "1.2 s behind", "following"][..]),
        ("paused", &["PAUSED", "2 new"]),
        ("scrolled", &["2 new, f follows"]),
        ("follows_again", &["following", "GET /healthz 200 2ms"]),
        ("sampled", &["SAMPLED"]),
        ("gap_open", &["13 s from", "lines may be missing"]),
        ("late", &["~ b71e22aa  INFO told three seconds late"]),
        ("missing", &["the log group /ecs/orders does not exist"]),
        ("fault", &["logs:FilterLogEvents", "$0.0002"]),
        ("no_match", &["no line matches in the last", "following"]),
        ("windows", &["windows: asked for", "$0.45/h"]),
        ("polling", &["polling: no permission logs:S"]),
        ("estimate", &["service: only CloudWatch runs pattern · a run scans about 2.5 GB, $0.01"]),
        ("editor_error", &["did you mean `limit`?"]),
        ("completion", &["stats "]),
        ("detail", &["around it, of the same stream:"]),
        ("search_ends", &["4 LOGS  · lines"]),
        ("search_of_nothing", &["4 LOGS  · lines"]),
        ("bars", &["40", "████"]),
        ("ended", &["ended"]),
        ("local", &["13:45:45.000", "13:45:46  most 1"]),
    ] {
        let (_, steps) = states().into_iter().find(|(state, _)| *state == name).expect("a state");
        let shown = screen(&model(steps), SIZES[0]);
        for words in wanted {
            assert!(shown.contains(words), "{name} lacks {words:?}:\n{shown}");
        }
    }
}
