//! What is on the screen: each pane empty, loading, full, stale and at fault, at both sizes; every overlay;
//! every size.

use crate::drawn::{SIZES, buffer, lines, screen};
use crate::failing::fail_all;
use crate::fixtures::{self, blank, blank_stack, crash_loop, learn, noon};
use crate::hostile::hostile;
use crate::incidents::{failed_rollback, region};
use ratatui::style::{Color, Modifier};
use unstuck::app::aimed::aim;
use unstuck::app::choice::{Choice, CountChoice, ResourceChoice};
use unstuck::app::confirm::Confirm;
use unstuck::app::detail::Detail;
use unstuck::app::editor::{Editor, Words};
use unstuck::app::input::{Input, Lines};
use unstuck::app::key::Key;
use unstuck::app::menu::levers;
use unstuck::app::model::{Model, Screen};
use unstuck::app::overlay::Overlay;
use unstuck::app::panes::live::Live;
use unstuck::app::panes::log_rows::LogRows;
use unstuck::app::panes::{Pane, Times};
use unstuck::app::queries::Queries;
use unstuck::app::query_list::QueryList;
use unstuck::app::scroll::Scroll;
use unstuck::app::timeline::Timeline;
use unstuck::app::tracker::{Progress, Tracker};
use unstuck::domain::fault::{Fault, FaultKind};
use unstuck::domain::lever::Lever;
use unstuck::domain::line_store::USUAL_MEMORY;
use unstuck::domain::live::{ChosenWay, LiveNews, LivePulse, LiveRow, LiveSpec, LiveTable, LiveWay};
use unstuck::domain::log_cost::{LogCost, LogSettings};
use unstuck::domain::log_scope::{LogScope, LogStreams};
use unstuck::domain::news::News;
use unstuck::domain::operation::{Operation, StackAim};
use unstuck::domain::stack::StackStatus;
use unstuck::domain::topic::Topic;
use unstuck::domain::{Text, Timestamp};

fn throttled(action: &'static str) -> Fault {
    Fault { action, kind: FaultKind::Throttled, message: Text::new("Rate exceeded") }
}

fn denied(action: &'static str) -> Fault {
    Fault { action, kind: FaultKind::AccessDenied, message: Text::new("is not authorized") }
}

/// A stack without services, events or logs.
fn empty_stack() -> Model {
    stack_without_rows("UPDATE_COMPLETE")
}

fn stack_without_rows(status: &str) -> Model {
    let mut model = blank_stack();
    let stack = fixtures::stack("orders-prod", fixtures::STACK, status, 0);
    learn(&mut model, 4, Topic::Stack(Text::new("orders-prod")), News::Stack(Box::new(stack)));
    let id = Text::new(fixtures::STACK);
    learn(&mut model, 4, Topic::Resources(id.clone()), News::Resources(vec![]));
    learn(&mut model, 4, Topic::Events(id), News::Events(vec![]));
    model.diagnosis.verdict = unstuck::diagnosis::verdict::Verdict::Healthy;
    model.diagnosis.headline = "orders-prod has been UPDATE_COMPLETE for 47m".to_owned();
    model
}

fn later(mut model: Model, seconds: i64) -> Model {
    model.now = Timestamp::from_second(model.now.as_second() + seconds).expect("valid");
    model
}

fn stack_state(state: &str) -> Model {
    match state {
        "empty" => empty_stack(),
        "loading" => blank_stack(),
        "full" => crash_loop(),
        "stale" => {
            let mut model = later(crash_loop(), 34);
            fail_all(&mut model, throttled);
            model
        }
        _ => {
            // Only the outermost could be read; every topic below it is refused.
            let mut model = crash_loop();
            let facts = &mut model.facts;
            facts.services.clear();
            facts.logs.clear();
            facts.nest.values_mut().for_each(|stack| stack.events = Default::default());
            fail_all(&mut model, denied);
            model.facts.stack = crash_loop().facts.stack;
            model
        }
    }
}

const STATES: [&str; 5] = ["empty", "loading", "full", "stale", "fault"];

#[test]
fn every_pane_in_every_state_at_80x24() {
    for state in STATES {
        for pane in Pane::OF_STACK {
            let mut model = stack_state(state);
            model.panes.focus = pane;
            let name = format!("{}_{state}_80x24", pane.title().replace(' ', "_"));
            insta::assert_snapshot!(name, screen(&model, SIZES[0]));
        }
    }
}

#[test]
fn the_whole_screen_in_every_state_at_120x40() {
    for state in STATES {
        insta::assert_snapshot!(format!("whole_{state}_120x40"), screen(&stack_state(state), SIZES[1]));
    }
    for pane in Pane::OF_STACK {
        let mut model = crash_loop();
        model.panes.focus = pane;
        model.panes.zoom = true;
        insta::assert_snapshot!(format!("zoom_{}_120x40", pane.title().replace(' ', "_")), screen(&model, SIZES[1]));
    }
}

#[test]
fn the_list_of_stacks_in_every_state() {
    for size in SIZES {
        let mut empty = blank(Screen::Stacks);
        learn(&mut empty, 3, Topic::Stacks, News::Stacks(vec![]));
        let mut stale = later(region(), 20);
        fail_all(&mut stale, throttled);
        let mut fault = blank(Screen::Stacks);
        fail_all(&mut fault, denied);
        let mut filtered = region();
        filtered.panes.stacks.filter = "team 1".to_owned();
        for (state, model) in [
            ("empty", empty),
            ("loading", blank(Screen::Stacks)),
            ("full", region()),
            ("stale", stale),
            ("fault", fault),
            ("filtered", filtered),
        ] {
            insta::assert_snapshot!(format!("stacks_{state}_{}x{}", size.0, size.1), screen(&model, size));
        }
    }
}

#[test]
fn a_failed_rollback_at_both_sizes() {
    for size in SIZES {
        for pane in [Pane::Findings, Pane::Events] {
            let mut model = failed_rollback();
            model.panes.focus = pane;
            let name = format!("rollback_{}_{}x{}", pane.title().replace(' ', "_"), size.0, size.1);
            insta::assert_snapshot!(name, screen(&model, size));
        }
    }
}

fn scale() -> Operation {
    Operation::scale_to_zero(fixtures::id(), 4)
}

fn overlays() -> Vec<(&'static str, Model)> {
    let with = |mut model: Model, overlay: Overlay| {
        model.overlay = Some(overlay);
        model
    };
    let confirm = |model: &Model, typed: &str, mismatch: bool| {
        let mut confirm = Confirm::new(scale(), &model.facts, &model.session);
        confirm.typed = Input::new(Lines::One, typed);
        confirm.mismatch = mismatch;
        Overlay::Confirm(Box::new(confirm))
    };
    let crash = crash_loop();
    let mut read_only = crash_loop();
    read_only.session.read_only = true;
    let skip = ResourceChoice::new(&failed_rollback().facts, Lever::ContinueRollback);
    let choose = |choice: Choice| Overlay::Choose(Box::new(choice));
    let skip_none = ResourceChoice::new(&crash.facts, Lever::ContinueRollback);
    let menu = |model: &Model| with(model.clone(), Overlay::Menu { at: levers(model)[0].row() });
    let count = CountChoice::new(fixtures::id(), 0, Some(4));
    let failed = StackAim {
        id: Text::new(fixtures::STACK),
        name: Text::new("orders-prod"),
        from: StackStatus::UpdateRollbackFailed,
        token: Text::new("t"),
    };
    let go_on = Operation::continue_rollback(failed, skip.chosen());
    let rollback = failed_rollback();
    let go_on = Overlay::Confirm(Box::new(Confirm::new(go_on, &rollback.facts, &rollback.session)));
    let query = "fields @timestamp, @message # the newest\n| filter @message like /Error/\n| limt 50";
    let editor = |text: &str, keys: &str| {
        let mut editor = Editor::new(text, Words { fields: vec!["code".to_owned()], groups: vec![] });
        keys.split_whitespace().filter_map(Key::parse).for_each(|key| {
            editor.key(key, &Queries::default());
        });
        Overlay::Editor(Box::new(editor))
    };
    let past = Queries::new(vec!["fields @message\n| limit 5".to_owned()]);
    let detail: Vec<Text> = (0..60).map(|n| Text::from(format!("line {n} {}", "of words ".repeat(n / 4)))).collect();
    vec![
        ("help", with(crash.clone(), Overlay::Help { scroll: Scroll::default() })),
        ("help_end", with(crash.clone(), Overlay::Help { scroll: Scroll::at(999) })),
        ("palette", with(crash.clone(), Overlay::Palette { input: Input::new(Lines::One, "pa"), selected: 1 })),
        ("menu", menu(&crash)),
        ("menu_read_only", menu(&read_only)),
        ("menu_none_legal", menu(&stack_without_rows("UPDATE_ROLLBACK_IN_PROGRESS"))),
        ("menu_rollback", menu(&failed_rollback())),
        ("way", with(crash.clone(), Overlay::Way)),
        ("way_rollback", with(failed_rollback(), Overlay::Way)),
        ("count", with(crash.clone(), choose(Choice::Count(Box::new(count))))),
        ("skip", with(failed_rollback(), choose(Choice::Resources(skip)))),
        ("skip_none", with(crash.clone(), choose(Choice::Resources(skip_none)))),
        ("confirm", with(crash.clone(), confirm(&crash, "", false))),
        ("confirm_mismatch", with(crash.clone(), confirm(&crash, "order", true))),
        ("confirm_typed", with(crash.clone(), confirm(&crash, "orders", false))),
        ("confirm_read_only", with(read_only.clone(), confirm(&read_only, "", false))),
        ("confirm_rollback", with(failed_rollback(), go_on)),
        (
            "detail",
            with(
                crash.clone(),
                Overlay::Detail(Box::new(Detail {
                    title: "task".to_owned(),
                    lines: detail,
                    scroll: Scroll::at(12),
                    pane: Pane::Rollouts,
                    row: Text::new(""),
                    marked: None,
                    gone: None,
                })),
            ),
        ),
        ("timeline", with(crash.clone(), Overlay::Timeline(Box::new(Timeline::new(&crash.facts))))),
        ("timeline_picture", with(crash.clone(), picture(&crash))),
        ("timeline_rollback", with(failed_rollback(), picture(&failed_rollback()))),
        ("timeline_empty", with(blank_stack(), Overlay::Timeline(Box::new(Timeline::new(&blank_stack().facts))))),
        ("filter", with(crash.clone(), Overlay::Filter(Input::new(Lines::One, "key")))),
        ("query", with(crash.clone(), editor(query, ""))),
        ("query_offers", with(crash.clone(), editor("stats ", "c o"))),
        ("queries", with(crash.clone(), Overlay::Queries(Box::new(QueryList::new(&aim(&crash), &[], &past))))),
    ]
}

fn picture(model: &Model) -> Overlay {
    Overlay::Timeline(Box::new(Timeline { picture: true, ..Timeline::new(&model.facts) }))
}

#[test]
fn every_overlay_at_both_sizes() {
    for (name, model) in overlays() {
        for size in SIZES {
            insta::assert_snapshot!(format!("overlay_{name}_{}x{}", size.0, size.1), screen(&model, size));
        }
    }
}

fn ran(partial: bool, rows: usize) -> Model {
    let mut model = crash_loop();
    model.panes.focus = Pane::Logs;
    let text = |n: usize| format!("2026-11-20 12:0{}:11.000", n % 10);
    let row = |n: usize| LiveRow {
        cells: vec![Some(Text::from(text(n))), Some(Text::new("KeyError: 'DATABASE_URL' is not set"))],
        ptr: Some(Text::new("CmEKJgoi")),
        spot: None,
    };
    let scope = LogScope { groups: vec![], streams: LogStreams::All, pattern: None };
    let query = Some("fields @message | pattern @message".to_owned());
    let spec = LiveSpec { number: 1, scope, query, from: noon(0), to: None, way: None, memory: USUAL_MEMORY };
    let mut live = Live::new(spec, &LogSettings::default());
    let why = Text::new("only CloudWatch can run pattern");
    let columns = ["@timestamp", "@message"].map(Text::new).to_vec();
    let table = LiveTable { columns, rows: (0..rows).map(row).collect(), partial, left_out: 0 };
    let cost = LogCost { scanned_bytes: 34_200_000, tailed_seconds: 0 };
    for news in [
        LiveNews::Way(ChosenWay { way: LiveWay::Service, polls: false, why }),
        LiveNews::Pulse(LivePulse { cost, ..LivePulse::default() }),
        LiveNews::Table(table),
    ] {
        live.take(news, noon(2820));
    }
    if !partial {
        live.take(LiveNews::CaughtUp, noon(2820));
    }
    model.panes.logs.live = Some(Box::new(live));
    model
}

#[test]
fn logs_in_their_other_moods() {
    let mut paused = crash_loop();
    paused.panes.focus = Pane::Logs;
    paused.panes.logs.paused_at = Some(noon(2600));
    let mut wrapped = crash_loop();
    wrapped.panes.focus = Pane::Logs;
    wrapped.panes.logs.wrap = true;
    wrapped.panes.times = Times::Age;
    let first = LogRows::new(&wrapped.facts, &wrapped.panes.logs).get(2).expect("a third line").key();
    wrapped.panes.logs.list.selected = Some(first);
    for (name, model) in [
        ("paused", paused),
        ("selected", wrapped),
        ("query_running", ran(true, 0)),
        ("query_done", ran(false, 3)),
        ("query_nothing", ran(false, 0)),
    ] {
        insta::assert_snapshot!(format!("logs_{name}_80x24"), screen(&model, SIZES[0]));
    }
}

#[test]
fn a_write_is_followed_in_the_footer() {
    let steps = vec!["accepted".to_owned(), "desired count is 0".to_owned()];
    for (name, progress) in [
        ("sending", Progress::Sending),
        ("following", Progress::Following { steps, unknown: false }),
        ("well", Progress::Settled { well: true, words: "accepted → stack UPDATE_COMPLETE in 2m".to_owned() }),
        ("badly", Progress::Settled { well: false, words: "no permission ecs:UpdateService; allow it".to_owned() }),
    ] {
        let mut model = crash_loop();
        model.trackers.push(Tracker {
            operation: scale(),
            sent_at: noon(47 * 60 - 20),
            progress,
            before: None,
            began: None,
            leads_to: None,
            settled_at: None,
        });
        if name == "sending" {
            model.say("copied");
        }
        let screen = screen(&model, SIZES[0]);
        let footer: Vec<&str> = screen.lines().skip(22).collect();
        insta::assert_snapshot!(format!("footer_{name}"), footer.join("\n"));
    }
}

#[test]
fn the_selected_row_is_on_the_screen_however_far_down() {
    for n in 0..33 {
        let mut model = region();
        let rows = unstuck::app::panes::stacks::rows(&model.facts, &model.panes.stacks);
        let (id, name) = (rows[n].id.clone(), rows[n].name.to_string());
        model.panes.stacks.selected = Some(id);
        for height in 10..30 {
            let screen = screen(&model, (80, height));
            assert!(screen.contains(&format!("▸{name}")), "{name} at height {height}:\n{screen}");
        }
    }
}

#[test]
fn the_focus_is_seen_without_colour_and_trouble_with_it() {
    let mut model = crash_loop();
    model.panes.focus = Pane::Events;
    let shown = screen(&model, SIZES[1]);
    assert!(shown.contains("STACK EVENTS") && shown.contains("3 rollouts") && shown.contains('┏'));
    let buffer = buffer(&model, SIZES[1]);
    let place = |words: &str| {
        let lines = lines(&buffer);
        let (y, line) = lines.iter().enumerate().find(|(_, line)| line.contains(words)).expect("is shown");
        let x = line.split(words).next().map_or(0, |before| before.chars().count());
        (u16::try_from(x).expect("small"), u16::try_from(y).expect("small"))
    };
    assert_eq!(buffer[place("STUCK")].fg, Color::Red);
    assert!(buffer[place("▸")].modifier.contains(Modifier::REVERSED));
}

#[test]
fn no_size_is_too_small_to_be_drawn() {
    let mut models: Vec<Model> = Pane::OF_STACK
        .into_iter()
        .flat_map(|pane| [false, true].map(|zoom| (pane, zoom)))
        .map(|(pane, zoom)| {
            let mut model = hostile();
            (model.panes.focus, model.panes.zoom) = (pane, zoom);
            model
        })
        .collect();
    models.extend(overlays().into_iter().map(|(_, model)| model));
    models.extend([blank_stack(), region(), ran(false, 40), failed_rollback()]);
    let mut sizes: Vec<(u16, u16)> = vec![(0, 0), (0, 9), (9, 0), (1, 1), (1, 500), (500, 1), (40, 10), (99, 10)];
    sizes.extend((0..14).map(|n| (n * 7 + 1, n + 1)));
    sizes.extend([(40, 11), (41, 12), (45, 24), (60, 15), (100, 10), (100, 14), (200, 60)]);
    for model in &models {
        for size in &sizes {
            let drawn = buffer(model, *size);
            assert_eq!((drawn.area.width, drawn.area.height), *size);
        }
    }
    let small = screen(&crash_loop(), (38, 8));
    assert!(small.contains("STUCK") && small.contains("too small: 80x24"), "{small}");
}
