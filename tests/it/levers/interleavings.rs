//! A person's keys, an account that moves and answers that come late, in a hundred random orders: never two writes to
//! one aim at a time, never one that was not confirmed, never one that is not in the journal.

use super::bench::Bench;
use super::spoiled::is_write;
use crate::told;
use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use unstuck::app::effect::Effect;
use unstuck::app::key::{Code, Key};
use unstuck::app::keymap::Keymap;
use unstuck::app::message::Msg;
use unstuck::app::model::{Model, Screen, Size};
use unstuck::app::overlay::Overlay;
use unstuck::app::session::Session;
use unstuck::app::update::update;
use unstuck::aws::connect::connect_in_process;
use unstuck::domain::fault::{Fault, FaultKind};
use unstuck::domain::guard::Guard;
use unstuck::domain::operation::{Operation, Outcome};
use unstuck::domain::{Text, Timestamp};
use unstuck::runtime::clock::Clock;
use unstuck::runtime::effects::{Policy, Writer};
use unstuck::runtime::journal::Journal;

/// Counts what changes the account, as it leaves.
#[derive(Clone, Debug)]
struct Counting {
    inner: SharedHttpConnector,
    writes: Arc<AtomicUsize>,
    journal: std::path::PathBuf,
}

impl HttpConnector for Counting {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        if is_write(&request) {
            let written = std::fs::read_to_string(&self.journal).unwrap_or_default();
            let sending = written.lines().filter(|line| line.contains("\"phase\":\"sending\"")).count();
            let before = self.writes.fetch_add(1, Ordering::SeqCst);
            assert_eq!(sending, before + 1, "it is sent before it stands in the journal");
        }
        self.inner.call(request)
    }
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % n as u64).expect("small")
    }
}

const SCENARIOS: [&str; 10] = [
    "crash-loop",
    "autoscaled",
    "rollback-failed",
    "hook-waiting",
    "delete-failed",
    "update-failed",
    "at-zero",
    "recovered",
    "two-blocked",
    "custom-resource",
];
/// What somebody may mean to do, by name.
const NAMES: [&str; 14] = [
    "scale-to-zero",
    "set-count",
    "stop-deployment",
    "continue-deployment",
    "roll-back-at-hook",
    "force-deployment",
    "suspend-scaling",
    "resume-scaling",
    "cancel-update",
    "continue-rollback",
    "rollback-stack",
    "delete-keeping",
    "check-drift",
    "stop-task",
];
const KEYS: [&str; 18] = [
    "A", "A", "enter", "enter", "enter", "enter", "j", "j", "down", "esc", "R", "U", "space", "ctrl-s", "y", "2", "3",
    "ctrl-y",
];
const STEPS: usize = 100;

/// A console that has just been opened.
fn opened(writer: &Writer, stack: &str, now: Timestamp) -> Model {
    let session = Session { place: writer.clients.place().clone(), read_only: false, guard: Guard::default(), run: 1 };
    let keymap = Arc::new(Keymap::embedded().expect("our keymap"));
    let mut model = Model::new(session, Screen::Stack(Text::new(stack)), keymap, now);
    model.size = Size { width: 120, height: 40 };
    model
}

struct Story {
    bench: Bench,
    model: Model,
    writer: Writer,
    stack: String,
    writes: Arc<AtomicUsize>,
    /// Given to the runtime, not carried out yet.
    waiting: Vec<Operation>,
    /// Carried out, its answer not told yet.
    answered: Vec<(Operation, Outcome)>,
    sent: usize,
    accepted: usize,
    restarts: usize,
}

impl Story {
    fn open(scenario: &str, folder: &std::path::Path) -> Self {
        let bench = Bench::open(scenario);
        let writes = Arc::new(AtomicUsize::new(0));
        let path = folder.join("journal.jsonl");
        let inner = SharedHttpConnector::new(bench.door.clone());
        let counting = Counting { inner, writes: writes.clone(), journal: path.clone() };
        let connector = SharedHttpConnector::new(counting);
        let clients = connect_in_process(http_client_fn(move |_, _| connector.clone()), "eu-west-1");
        let stack = bench.door.world().account.stacks[0].stack.name.raw().to_owned();
        let journal = Arc::new(Journal::new(Some(path)));
        let clock = Clock::simulated(bench.now(), 1);
        let writer = Writer { clients, clock, policy: Policy::WithConfirmation, guard: Guard::default(), journal };
        let model = opened(&writer, &stack, bench.now());
        let (waiting, answered) = (vec![], vec![]);
        let mut story =
            Self { bench, model, writer, stack, writes, waiting, answered, sent: 0, accepted: 0, restarts: 0 };
        story.look();
        story
    }

    /// What the feeds would have told by now, and a frame.
    fn look(&mut self) {
        let now = self.bench.now();
        let mut facts = told::facts(&self.bench.door.world(), &self.stack);
        // What the tasks say changes no lever.
        facts.logs.clear();
        let targets = self.bench.door.world().account.scalable_targets.clone();
        for (id, known) in &mut facts.services {
            known.scaling.learn(now, targets.get(id).cloned());
        }
        self.model.facts = facts;
        update(&mut self.model, Msg::Tick(now));
        self.model.settle();
    }

    fn press(&mut self, key: Key) {
        let before = self.model.overlay.clone();
        for effect in update(&mut self.model, Msg::Key(key)) {
            let Effect::Write(operation) = effect else { continue };
            let Some(Overlay::Confirm(confirm)) = &before else { panic!("not confirmed: {operation:?}") };
            assert!(confirm.operation == operation && confirm.was_drawn, "another one was confirmed: {operation:?}");
            assert_eq!(confirm.typed.text(), confirm.phrase(), "not typed: {operation:?}");
            assert_eq!(key, Key::plain(Code::Enter));
            let under_way = self.waiting.iter().chain(self.answered.iter().map(|(operation, _)| operation));
            let twice = under_way.filter(|other| other.aim() == operation.aim()).count();
            assert_eq!(twice, 0, "two at a time: {operation:?}");
            self.waiting.push(operation);
            self.sent += 1;
        }
    }

    /// Types what the dialog asks for, now and then something else.
    fn types(&mut self, dice: &mut Dice) {
        let Some(Overlay::Confirm(confirm)) = &self.model.overlay else { return };
        let mut phrase = confirm.phrase().to_owned();
        if dice.below(4) == 0 {
            phrase.pop();
        }
        self.model.settle();
        phrase.chars().for_each(|c| self.press(Key::char(c)));
        if dice.below(4) > 0 {
            self.press(Key::plain(Code::Enter));
        }
    }

    /// By name and with the right words, as somebody does who means it.
    fn means_it(&mut self, dice: &mut Dice) {
        self.look();
        (0..3).for_each(|_| self.press(Key::plain(Code::Esc)));
        self.press(Key::char(':'));
        NAMES[dice.below(NAMES.len())].chars().for_each(|c| self.press(Key::char(c)));
        self.press(Key::plain(Code::Enter));
        if matches!(self.model.overlay, Some(Overlay::Menu { .. })) {
            self.press(Key::plain(Code::Enter));
        }
        if let Some(Overlay::Choose(_)) = &self.model.overlay {
            let count = char::from_digit(u32::try_from(dice.below(5)).expect("small"), 10).expect("a digit");
            let key = if dice.below(2) == 0 { Key::char(count) } else { Key::char(' ') };
            self.press(key);
            self.press(Key::plain(Code::Enter));
        }
        let Some(Overlay::Confirm(confirm)) = &self.model.overlay else { return };
        let phrase = confirm.phrase().to_owned();
        self.model.settle();
        phrase.chars().for_each(|c| self.press(Key::char(c)));
        (0..1 + dice.below(3)).for_each(|_| self.press(Key::plain(Code::Enter)));
    }

    /// Sends it once at most, and not before it stands in the journal.
    async fn carries_out(&mut self, operation: &Operation) -> Outcome {
        let before = self.writes.load(Ordering::SeqCst);
        let outcome = self.writer.carry_out(operation, None).await;
        let calls = self.writes.load(Ordering::SeqCst) - before;
        let is_sent = !matches!(outcome, Outcome::Moved(_) | Outcome::Refused(_));
        assert_eq!(calls, usize::from(is_sent), "{operation:?}: {outcome:?}");
        self.accepted += usize::from(matches!(outcome, Outcome::Accepted { .. }));
        outcome
    }

    /// Tells an answer, in whatever order they come.
    fn hear(&mut self, dice: &mut Dice) {
        let (operation, outcome) = self.answered.swap_remove(dice.below(self.answered.len()));
        let at = self.bench.now();
        let effects = update(&mut self.model, Msg::Done { operation, at, outcome });
        assert!(!effects.iter().any(|effect| matches!(effect, Effect::Write(_))), "an answer sends nothing");
        update(&mut self.model, Msg::Taken(self.writer.journal.all().expect("readable")));
    }

    /// Leaves, which waits for what is on its way, and opens again: only the journal knows what was done.
    async fn restarts(&mut self) {
        for operation in std::mem::take(&mut self.waiting) {
            self.carries_out(&operation).await;
        }
        self.answered.clear();
        self.model = opened(&self.writer, &self.stack, self.bench.now());
        update(&mut self.model, Msg::Taken(self.writer.journal.all().expect("readable")));
        self.restarts += 1;
        self.look();
    }

    async fn step(&mut self, dice: &mut Dice) {
        match dice.below(16) {
            0..=4 => {
                let key = Key::parse(KEYS[dice.below(KEYS.len())]).expect("a key");
                self.press(key);
            }
            5 | 6 => self.types(dice),
            7 => {
                // A frame, and through the menu as somebody does who means it.
                self.model.settle();
                self.press(Key::char('A'));
                (0..dice.below(6)).for_each(|_| self.press(Key::char('j')));
                self.press(Key::plain(Code::Enter));
            }
            8 => {
                self.bench.later([1, 5, 60, 400][dice.below(4)]);
                self.look();
            }
            9 => {
                // Somebody else changes the count.
                let now: Timestamp = self.bench.now();
                let id = self.bench.door.world().account.services[0].service.id.clone();
                let count = i32::try_from(dice.below(4)).expect("small");
                let _ =
                    self.bench.door.world().update_service(id.cluster.raw(), id.name.raw(), Some(count), false, now);
            }
            10 | 12 if !self.waiting.is_empty() => {
                let operation = self.waiting.swap_remove(dice.below(self.waiting.len()));
                let mut outcome = self.carries_out(&operation).await;
                if let (Outcome::Accepted { .. }, 0) = (&outcome, dice.below(3)) {
                    let fault =
                        Fault { action: operation.action(), kind: FaultKind::Timeout, message: Text::new("late") };
                    outcome = Outcome::Unknown(fault);
                }
                self.answered.push((operation, outcome));
            }
            13 if !self.answered.is_empty() => self.hear(dice),
            14 => self.means_it(dice),
            15 if dice.below(8) == 0 => self.restarts().await,
            15 => self.means_it(dice),
            11 if !self.answered.is_empty() => self.hear(dice),
            _ => {}
        }
    }
}

#[tokio::test]
async fn never_two_at_a_time_never_unconfirmed_never_unjournalled_in_a_hundred_orders() {
    let seen = Mutex::new(std::collections::BTreeSet::new());
    let (mut sent, mut accepted, mut restarts) = (0, 0, 0);
    for seed in 0..100_u64 {
        let folder = std::env::temp_dir().join(format!("unstuck-orders-{}-{seed}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        let mut dice = Dice(0x9e37_79b9_7f4a_7c15 ^ (seed + 1).wrapping_mul(0x2545_f491_4f6c_dd1d));
        let mut story = Story::open(SCENARIOS[usize::try_from(seed).expect("small") % SCENARIOS.len()], &folder);
        for _ in 0..STEPS {
            story.step(&mut dice).await;
        }
        let journal = story.writer.journal.all().expect("readable");
        assert_eq!(journal.len(), story.writes.load(Ordering::SeqCst), "seed {seed}: {journal:?}");
        assert!(journal.len() <= story.sent, "seed {seed}: more was sent than was confirmed");
        sent += journal.len();
        accepted += story.accepted;
        restarts += story.restarts;
        let levers = journal.iter().filter_map(|taken| taken.lever);
        seen.lock().expect("no panic").extend(levers);
        let _ = std::fs::remove_dir_all(&folder);
    }
    let seen = seen.into_inner().expect("no panic");
    println!("{sent} sent, {accepted} accepted, {restarts} restarts, {seen:?}");
    let enough = sent >= 200 && accepted >= 150 && restarts >= 20 && seen.len() >= 12;
    assert!(enough, "the orders try too little: {sent} writes, {accepted} accepted, {restarts} restarts, {seen:?}");
}
