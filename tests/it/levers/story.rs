//! A person's keys, an account that moves and answers that come late: a story that goes on at random, a step at a time.

use super::bench::Bench;
use super::counting::{AFTER, BEFORE, Counting};
use crate::told;
use aws_smithy_runtime_api::client::http::{SharedHttpConnector, http_client_fn};
use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use unstuck::app::effect::Effect;
use unstuck::app::feed::{Feed, feeds};
use unstuck::app::key::{Code, Key};
use unstuck::app::keymap::Keymap;
use unstuck::app::message::Msg;
use unstuck::app::model::{Model, Screen, Size};
use unstuck::app::overlay::Overlay;
use unstuck::app::session::Session;
use unstuck::app::tracker::Progress;
use unstuck::app::update::update;
use unstuck::aws::connect::connect_in_process;
use unstuck::aws::watch::Watch;
use unstuck::domain::guard::Guard;
use unstuck::domain::operation::{Operation, Outcome};
use unstuck::domain::topic::Topic;
use unstuck::domain::{Text, Timestamp};
use unstuck::runtime::clock::Clock;
use unstuck::runtime::effects::{Policy, Writer};
use unstuck::runtime::journal::Journal;

/// Numbers that look random and are the same each time.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % n as u64).expect("small")
    }
}

/// What somebody may mean to do, by name.
const NAMES: [&str; 16] = [
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
    "answer-success",
    "answer-failed",
];
const KEYS: [&str; 18] = [
    "A", "A", "enter", "enter", "enter", "enter", "j", "j", "down", "esc", "R", "U", "space", "ctrl-s", "y", "2", "3",
    "ctrl-y",
];

/// A console that has just been opened.
fn opened(writer: &Writer, stack: &str, now: Timestamp) -> Model {
    let session = Session { place: writer.clients.place().clone(), read_only: false, guard: Guard::default(), run: 1 };
    let keymap = Arc::new(Keymap::embedded().expect("our keymap"));
    let mut model = Model::new(session, Screen::Stack(Text::new(stack)), keymap, now);
    model.size = Size { width: 120, height: 40 };
    model
}

/// One account, one console, and what was counted of them.
pub struct Story {
    bench: Bench,
    model: Model,
    pub writer: Writer,
    stack: String,
    pub writes: Arc<AtomicUsize>,
    breaks: Arc<AtomicUsize>,
    journal: std::path::PathBuf,
    /// Given to the runtime, not carried out yet.
    waiting: Vec<Operation>,
    /// Carried out, its answer not told yet.
    answered: Vec<(Operation, Outcome)>,
    pub sent: usize,
    /// Of those, by following the guided way out or by the key that restores.
    pub by_the_way: usize,
    pub accepted: usize,
    pub restarts: usize,
    /// Refused since the journal could not be trusted.
    pub unwritten: usize,
    /// Sent, and no answer came.
    pub unknown: usize,
    /// Writes seen to end, by when they were sent and at what; whether well.
    pub ends: BTreeSet<(Timestamp, String, bool)>,
}

impl Story {
    pub async fn open(scenario: &str, folder: &std::path::Path) -> Self {
        let bench = Bench::open(scenario);
        let (writes, breaks) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let path = folder.join("journal.jsonl");
        let inner = SharedHttpConnector::new(bench.door.clone());
        let counting = Counting { inner, writes: writes.clone(), breaks: breaks.clone(), journal: path.clone() };
        let connector = SharedHttpConnector::new(counting);
        let clients = connect_in_process(http_client_fn(move |_, _| connector.clone()), "eu-west-1");
        let stack = bench.door.world().account.stacks[0].stack.name.raw().to_owned();
        let journal = Arc::new(Journal::new(Some(path.clone())));
        let clock = Clock::simulated(bench.now(), 1);
        let writer = Writer { clients, clock, policy: Policy::WithConfirmation, guard: Guard::default(), journal };
        let model = opened(&writer, &stack, bench.now());
        let (waiting, answered) = (vec![], vec![]);
        let (sent, by_the_way, accepted, restarts, unwritten, unknown) = (0, 0, 0, 0, 0, 0);
        let mut story = Self {
            bench,
            model,
            writer,
            stack,
            writes,
            breaks,
            journal: path,
            waiting,
            answered,
            sent,
            by_the_way,
            accepted,
            restarts,
            unwritten,
            unknown,
            ends: BTreeSet::new(),
        };
        story.look().await;
        story
    }

    /// What the feeds would have told by now, and a frame.
    async fn look(&mut self) {
        let now = self.bench.now();
        let mut facts = told::facts_at(&self.bench.door.world(), &self.stack, now);
        let targets = self.bench.door.world().account.scalable_targets.clone();
        for (id, known) in &mut facts.services {
            known.scaling.learn(now, targets.get(id).cloned());
        }
        facts.drift = self.model.facts.drift.clone();
        self.model.facts = facts;
        update(&mut self.model, Msg::Tick(now));
        for feed in feeds(&self.model) {
            let Feed::Topic(topic @ (Topic::Drift { .. } | Topic::CustomRequest { .. })) = feed else { continue };
            let answer = Watch::new(topic.clone(), self.writer.clients.clone()).poll(now).await;
            update(&mut self.model, Msg::Told { topic, at: now, answer });
        }
        self.model.settle();
        for tracker in &self.model.trackers {
            if let Progress::Settled { well, .. } = tracker.progress {
                self.ends.insert((tracker.sent_at, tracker.operation.aim(), well));
            }
        }
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
    async fn means_it(&mut self, dice: &mut Dice) {
        self.look().await;
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
        self.agrees(dice);
    }

    /// Types what the dialog asks for, where there is one; what makes it safe first, now and then.
    fn agrees(&mut self, dice: &mut Dice) {
        if dice.below(2) == 0 {
            self.model.settle();
            self.press(Key::ctrl('s'));
        }
        let Some(Overlay::Confirm(confirm)) = &self.model.overlay else { return };
        let phrase = confirm.phrase().to_owned();
        // Now and then typed ahead, before a frame has shown the dialog.
        if dice.below(5) > 0 {
            self.model.settle();
        }
        phrase.chars().for_each(|c| self.press(Key::char(c)));
        (0..1 + dice.below(3)).for_each(|_| self.press(Key::plain(Code::Enter)));
    }

    /// Takes the step the guided way out offers next, or the one key that restores.
    async fn goes_on(&mut self, dice: &mut Dice) {
        let before = self.sent;
        self.look().await;
        (0..3).for_each(|_| self.press(Key::plain(Code::Esc)));
        if dice.below(4) == 0 {
            self.press(Key::char('R'));
        } else {
            self.press(Key::char('U'));
            self.press(Key::plain(Code::Enter));
            // Resources to skip are chosen beforehand.
            if matches!(self.model.overlay, Some(Overlay::Choose(_))) {
                self.press(Key::plain(Code::Enter));
            }
        }
        self.agrees(dice);
        self.by_the_way += self.sent - before;
    }

    /// Sends it once at most, and not before it stands in the journal.
    async fn carries_out(&mut self, operation: &Operation) -> Outcome {
        self.writer.clock = Clock::simulated(self.bench.now(), 1);
        let before = self.writes.load(Ordering::SeqCst);
        let outcome = self.writer.carry_out(operation, None).await;
        let calls = self.writes.load(Ordering::SeqCst) - before;
        let is_sent = !matches!(outcome, Outcome::Moved(_) | Outcome::Refused(_));
        assert_eq!(calls, usize::from(is_sent), "{operation:?}: {outcome:?}");
        self.accepted += usize::from(matches!(outcome, Outcome::Accepted { .. }));
        outcome
    }

    /// The same while others may write to the journal: what stands there cannot be trusted, and nothing is sent.
    async fn fails_to_write_down(&mut self, operation: &Operation) -> Outcome {
        let path = self.journal.clone();
        let mode = |mode| std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).is_ok();
        if !mode(0o666) {
            return self.carries_out(operation).await;
        }
        let outcome = self.carries_out(operation).await;
        assert!(matches!(outcome, Outcome::Refused(_) | Outcome::Moved(_)), "{operation:?}: {outcome:?}");
        self.unwritten += usize::from(matches!(outcome, Outcome::Refused(_)));
        mode(0o600);
        outcome
    }

    /// The same over a connection that breaks: whether it happened is not known, and it is not sent again.
    async fn breaks_off(&mut self, operation: &Operation, breaks: usize) -> Outcome {
        self.breaks.store(breaks, Ordering::SeqCst);
        let outcome = self.carries_out(operation).await;
        self.breaks.store(0, Ordering::SeqCst);
        assert!(!matches!(outcome, Outcome::Accepted { .. } | Outcome::Rejected(_)), "{operation:?}: {outcome:?}");
        self.unknown += usize::from(matches!(outcome, Outcome::Unknown(_)));
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
        self.look().await;
    }

    pub async fn step(&mut self, dice: &mut Dice) {
        match dice.below(20) {
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
                self.look().await;
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
                let outcome = match dice.below(10) {
                    0 => self.fails_to_write_down(&operation).await,
                    1 => self.breaks_off(&operation, BEFORE).await,
                    2 | 3 => self.breaks_off(&operation, AFTER).await,
                    _ => self.carries_out(&operation).await,
                };
                self.answered.push((operation, outcome));
            }
            13 if !self.answered.is_empty() => self.hear(dice),
            14 => self.means_it(dice).await,
            15 if dice.below(8) == 0 => self.restarts().await,
            15 => self.means_it(dice).await,
            16 | 17 => self.goes_on(dice).await,
            18 => {
                self.bench.later([5, 30, 120][dice.below(3)]);
                self.look().await;
            }
            11 if !self.answered.is_empty() => self.hear(dice),
            _ => {}
        }
    }
}
