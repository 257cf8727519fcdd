//! A person's keys, an account that moves and answers that come late, in a hundred random orders: never two writes to
//! one aim at a time, never one that was not confirmed, never one that is not in the journal.

use super::bench::Bench;
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
}

const WRITES: [&str; 10] = [
    "DetectStackDrift",
    "UpdateService",
    "StopServiceDeployment",
    "ContinueServiceDeployment",
    "StopTask",
    "RegisterScalableTarget",
    "CancelUpdateStack",
    "ContinueUpdateRollback",
    "RollbackStack",
    "DeleteStack",
];

impl HttpConnector for Counting {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        let body = String::from_utf8_lossy(request.body().bytes().unwrap_or_default()).into_owned();
        let named = target.rsplit('.').next().filter(|name| !name.is_empty());
        let named = named
            .map(str::to_owned)
            .or_else(|| body.split('&').find_map(|part| part.strip_prefix("Action=")).map(str::to_owned));
        let is_put = request.method() == "PUT";
        if is_put || named.is_some_and(|name| WRITES.contains(&name.as_str())) {
            self.writes.fetch_add(1, Ordering::SeqCst);
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

const SCENARIOS: [&str; 7] =
    ["crash-loop", "autoscaled", "rollback-failed", "hook-waiting", "delete-failed", "update-failed", "at-zero"];
const KEYS: [&str; 18] = [
    "A", "A", "enter", "enter", "enter", "enter", "j", "j", "down", "esc", "R", "U", "space", "ctrl-s", "y", "2", "3",
    "ctrl-y",
];
const STEPS: usize = 100;

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
}

impl Story {
    fn open(scenario: &str, folder: &std::path::Path) -> Self {
        let bench = Bench::open(scenario);
        let writes = Arc::new(AtomicUsize::new(0));
        let counting = Counting { inner: SharedHttpConnector::new(bench.door.clone()), writes: writes.clone() };
        let connector = SharedHttpConnector::new(counting);
        let clients = connect_in_process(http_client_fn(move |_, _| connector.clone()), "eu-west-1");
        let stack = bench.door.world().account.stacks[0].stack.name.raw().to_owned();
        let session = Session { place: clients.place().clone(), read_only: false, guard: Guard::default(), run: 1 };
        let keymap = Arc::new(Keymap::embedded().expect("our keymap"));
        let mut model = Model::new(session, Screen::Stack(Text::new(&stack)), keymap, bench.now());
        model.size = Size { width: 120, height: 40 };
        let journal = Arc::new(Journal::new(Some(folder.join("journal.jsonl"))));
        let clock = Clock::simulated(bench.now(), 1);
        let writer = Writer { clients, clock, policy: Policy::WithConfirmation, guard: Guard::default(), journal };
        let (waiting, answered) = (vec![], vec![]);
        let mut story = Self { bench, model, writer, stack, writes, waiting, answered, sent: 0 };
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

    async fn step(&mut self, dice: &mut Dice) {
        match dice.below(12) {
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
            10 if !self.waiting.is_empty() => {
                let operation = self.waiting.swap_remove(dice.below(self.waiting.len()));
                let mut outcome = self.writer.carry_out(&operation, None).await;
                if let (Outcome::Accepted { .. }, 0) = (&outcome, dice.below(3)) {
                    let fault =
                        Fault { action: operation.action(), kind: FaultKind::Timeout, message: Text::new("late") };
                    outcome = Outcome::Unknown(fault);
                }
                self.answered.push((operation, outcome));
            }
            11 if !self.answered.is_empty() => {
                let (operation, outcome) = self.answered.swap_remove(dice.below(self.answered.len()));
                let at = self.bench.now();
                let effects = update(&mut self.model, Msg::Done { operation, at, outcome });
                assert!(!effects.iter().any(|effect| matches!(effect, Effect::Write(_))), "an answer sends nothing");
                update(&mut self.model, Msg::Taken(self.writer.journal.all().expect("readable")));
            }
            _ => {}
        }
    }
}

#[tokio::test]
async fn never_two_at_a_time_never_unconfirmed_never_unjournalled_in_a_hundred_orders() {
    let seen = Mutex::new(std::collections::BTreeSet::new());
    let mut sent = 0;
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
        let levers = journal.iter().filter_map(|taken| taken.lever);
        seen.lock().expect("no panic").extend(levers);
        let _ = std::fs::remove_dir_all(&folder);
    }
    let seen = seen.into_inner().expect("no panic");
    assert!(sent >= 15 && seen.len() >= 6, "the orders try too little: {sent} writes, {seen:?}");
}
