//! What the logs pane costs with a million lines kept, beside a thousand.
//!
//!     cargo bench --bench logs
//!     cargo bench --bench logs -- memory

// The tests' own drawing, of which one function is wanted here.
#[allow(dead_code)]
#[path = "../it/drawn.rs"]
mod drawn;

use divan::Bencher;
use divan::counter::ItemsCount;
use jiff::SignedDuration;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use std::cell::RefCell;
use std::sync::Arc;
use unstuck::app::hunt::{Hunt, Quarry};
use unstuck::app::key::Key;
use unstuck::app::keymap::Keymap;
use unstuck::app::message::Msg;
use unstuck::app::model::{Model, Screen};
use unstuck::app::panes::Pane;
use unstuck::app::panes::live::Live;
use unstuck::app::panes::log_rows::LogRows;
use unstuck::app::session::Session;
use unstuck::app::update::update;
use unstuck::domain::guard::Guard;
use unstuck::domain::identity::Place;
use unstuck::domain::line_store::LineStore;
use unstuck::domain::line_store::USUAL_MEMORY;
use unstuck::domain::live::{LiveNews, LiveSpec};
use unstuck::domain::log::LogRecord;
use unstuck::domain::log_cost::LogSettings;
use unstuck::domain::log_joint::LogLine;
use unstuck::domain::log_scope::{LogGroupId, LogScope, LogStreams};
use unstuck::domain::{Text, Timestamp};
use unstuck::ui::{Theme, view};

/// Lines kept.
const KEPT: [usize; 2] = [1_000, 1_000_000];
/// Rows a search looks at in one go, which both have: a thousand lines are looked at again and again.
const STRETCH: usize = 3_000;

fn main() {
    if std::env::args().any(|arg| arg == "memory") {
        return [100, 300, 1_000].into_iter().for_each(memory);
    }
    divan::main();
}

fn now() -> Timestamp {
    "2026-11-21T03:00:00Z".parse().expect("a time")
}

fn at(n: usize) -> Timestamp {
    let ago = SignedDuration::from_millis(3_600_000 - i64::try_from(n).unwrap_or(0) * 3);
    now().checked_sub(ago).expect("a time")
}

/// One line in ten thousand is an error; of one length, each another one.
fn line(n: usize, long: usize) -> LogLine {
    let level = if n % 10_000 == 7 { "ERROR" } else { "info" };
    let mut message = format!("{level} request {n} answered in {} ms for customer {}", n % 900, n % 4_001);
    message.extend(std::iter::repeat_n("abcdefg ", long / 8).flat_map(str::chars));
    message.truncate(long);
    let record = LogRecord {
        id: Text::new(""),
        group: Text::new("/ecs/checkout"),
        at: at(n),
        ingested_at: Some(at(n)),
        stream: Text::new(format!("checkout/app/{:032x}", n % 8)),
        message: Text::new(message),
    };
    LogLine { record, late: false, row: None }
}

/// The console over so many lines, whole screen.
fn model(kept: usize) -> Model {
    let place = Place { region: Text::new("eu-west-1"), profile: None, endpoint: None };
    let session = Session { place, read_only: true, guard: Guard::default(), run: 1 };
    let keymap = Arc::new(Keymap::embedded().expect("our keymap"));
    let mut model = Model::new(session, Screen::Stack(Text::new("shop-checkout")), keymap, now());
    let scope = LogScope { groups: vec![LogGroupId::parse("/ecs/checkout")], streams: LogStreams::All, pattern: None };
    let spec = LiveSpec { number: 1, scope, query: None, from: at(0), to: None, way: None, memory: USUAL_MEMORY };
    let mut live = Live::new(spec, &LogSettings { memory: usize::MAX, ..LogSettings::default() });
    let lines = (0..kept).map(|n| line(n, 120)).collect();
    live.take(LiveNews::Lines(lines), now());
    model.panes.logs.live = Some(Box::new(live));
    model.panes.focus = Pane::Logs;
    update(&mut model, Msg::Tick(now()));
    model.settle();
    model
}

/// A terminal that is drawn on again and again, as the console does.
struct Screened {
    model: Model,
    terminal: Terminal<TestBackend>,
    theme: Theme,
}

impl Screened {
    fn new(kept: usize) -> Self {
        let terminal = Terminal::new(TestBackend::new(120, 40)).expect("a test backend never fails");
        let mut screened = Self { model: model(kept), terminal, theme: Theme::load("ansi", None).expect("valid") };
        screened.draw();
        screened
    }

    fn draw(&mut self) {
        let (model, theme) = (&self.model, &self.theme);
        self.terminal
            .draw(|frame| {
                view(model, theme, frame);
            })
            .expect("a test backend never fails");
    }

    fn press(&mut self, key: &str) {
        let key = Key::parse(key).expect("a key");
        update(&mut self.model, Msg::Key(key));
        self.draw();
    }
}

#[divan::bench(args = KEPT)]
fn a_frame(bencher: Bencher, kept: usize) {
    let screened = RefCell::new(Screened::new(kept));
    bencher.bench_local(|| screened.borrow_mut().draw());
}

/// A key that scrolls, and its frame, in the middle of all lines.
#[divan::bench(args = KEPT)]
fn a_step_up_and_its_frame(bencher: Bencher, kept: usize) {
    let mut screened = Screened::new(kept);
    let middle = LogRows::new(&screened.model.facts, &screened.model.panes.logs).get(kept / 2).map(|row| row.key());
    let screened = RefCell::new({
        screened.model.panes.logs.list.selected = middle.clone();
        screened
    });
    bencher.bench_local(|| {
        let mut screened = screened.borrow_mut();
        screened.model.panes.logs.list.selected = middle.clone();
        screened.press("up");
    });
}

/// The next error from where there is one 10,000 lines on, or the one there is.
#[divan::bench(args = KEPT)]
fn the_next_error(bencher: Bencher, kept: usize) {
    let model = model(kept);
    let rows = LogRows::new(&model.facts, &model.panes.logs);
    bencher
        .counter(ItemsCount::new(kept.min(10_000)))
        .bench_local(|| Hunt::new(Quarry::Errors, true, 7, false, rows.len()).go(&rows));
}

/// One stretch of a search for what is nowhere.
#[divan::bench(args = KEPT)]
fn a_stretch_of_a_search(bencher: Bencher, kept: usize) {
    let model = model(kept);
    let rows = LogRows::new(&model.facts, &model.panes.logs);
    let words = || Quarry::Words("nowhere".to_owned());
    bencher.counter(ItemsCount::new(STRETCH)).bench_local(|| {
        for _ in 0..STRETCH / STRETCH.min(kept) {
            divan::black_box(Hunt::new(words(), true, kept / 2, false, rows.len()).go(&rows));
        }
    });
}

#[divan::bench(args = KEPT)]
fn the_histogram(bencher: Bencher, kept: usize) {
    let model = model(kept);
    let live = model.panes.logs.live.as_ref().expect("a query");
    bencher.bench_local(|| live.lines.counts().histogram(82));
}

/// A thousand lines put behind those there are.
#[divan::bench(args = KEPT)]
fn a_thousand_lines_put(bencher: Bencher, kept: usize) {
    let mut store = LineStore::new(usize::MAX);
    (0..kept).for_each(|n| store.put(line(n, 300)));
    // As many fall out as are put.
    let mut bounded = LineStore::new(store.bytes());
    drop(store);
    (0..kept).for_each(|n| bounded.put(line(n, 300)));
    let bounded = RefCell::new((bounded, kept));
    bencher
        .counter(ItemsCount::new(1_000_usize))
        .with_inputs(|| {
            let from = bounded.borrow().1;
            (from..from + 1_000).map(|n| line(n, 300)).collect::<Vec<_>>()
        })
        .bench_local_values(|lines| {
            let (store, from) = &mut *bounded.borrow_mut();
            *from += lines.len();
            lines.into_iter().for_each(|line| store.put(line));
        });
}

/// What a kept line takes of the process, beside its own bytes: resident memory before and after.
fn memory(long: usize) {
    // What was freed before is not to be used again unseen.
    let kept = 100_000_000 / long;
    let mut store = LineStore::new(usize::MAX);
    let before = resident();
    (0..kept).for_each(|n| store.put(line(n, long)));
    let taken = resident() - before;
    let (each, said) = (taken as f64 / kept as f64, store.bytes() as f64 / kept as f64);
    println!(
        "{kept} lines of {long} bytes: {each:.0} bytes each, {:.2} times; the store says {said:.0}",
        each / long as f64
    );
    // Kept to the end of the run: freed memory would be used again by the next length.
    std::mem::forget(store);
}

fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its size");
    line.trim().trim_end_matches(" kB").trim().parse::<u64>().expect("a number") * 1_024
}
