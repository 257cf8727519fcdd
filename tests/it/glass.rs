//! A console behind glass: the very loop of the program on a screen in memory, a simulated account and a clock
//! that stands still until everybody waits.

use aws_smithy_runtime_api::client::http::{SharedHttpConnector, http_client_fn};
use futures_util::StreamExt;
use ratatui::Terminal;
use ratatui::backend::{Backend, ClearType, TestBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use std::convert::Infallible;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::{mpsc, watch};
use tokio::task::{JoinHandle, JoinSet};
use unstuck::app::key::{Code, Key};
use unstuck::app::keymap::Keymap;
use unstuck::app::message::Msg;
use unstuck::app::model::{Model, Screen};
use unstuck::app::session::Session;
use unstuck::aws::connect::connect_in_process;
use unstuck::domain::guard::Guard;
use unstuck::domain::{Text, Timestamp};
use unstuck::runtime::clock::Clock;
use unstuck::runtime::console::{Console, Ended, Host};
use unstuck::runtime::effects::{Policy, Writer};
use unstuck::runtime::journal::Journal;
use unstuck::runtime::memory::Remembering;
use unstuck::runtime::past_queries::PastQueries;
use unstuck::runtime::signals::Asked;
use unstuck::sim::door::Door;
use unstuck::sim::scenario::Scenario;
use unstuck::ui::Theme;

/// A running console with hands on its keys and eyes on its screen.
pub struct Glass {
    keys: mpsc::UnboundedSender<Msg>,
    seen: watch::Receiver<String>,
    copied: watch::Receiver<String>,
    running: JoinHandle<Result<Ended, Infallible>>,
    pub door: Door,
    pub journal: PathBuf,
    _folder: Folder,
}

/// A folder of one console's own, gone with it.
struct Folder(PathBuf);

impl Folder {
    /// Numbered: the address of something that is freed soon would be had by the next one as well, and with it the
    /// journal of another story.
    fn fresh() -> Self {
        static OPENED: AtomicUsize = AtomicUsize::new(0);
        let name = format!("unstuck-glass-{}-{}", std::process::id(), OPENED.fetch_add(1, Ordering::SeqCst));
        let path = std::env::temp_dir().join(name);
        // Of an earlier run that had the same number.
        let _ = std::fs::remove_dir_all(&path);
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Waiting longer than this, on the clock that stands still, is giving up: twice what any journey takes that does not say
/// so. A program that is broken lives through all of it, poll by poll.
const PATIENCE: Duration = Duration::from_secs(80);
/// The same where somebody waits for an answer that never comes, or for tasks that start anew again and again: twice the
/// longest as well.
const LONG_PATIENCE: Duration = Duration::from_secs(600);

impl Glass {
    /// Opens a scenario at 120x40.
    pub fn open(scenario: &str, policy: Policy) -> Self {
        Self::open_at(scenario, policy, 120, 40)
    }

    pub fn open_at(scenario: &str, policy: Policy, width: u16, height: u16) -> Self {
        Self::open_guarded(scenario, policy, Guard::default(), (width, height))
    }

    /// Where the config names what is only read.
    pub fn open_guarded(scenario: &str, policy: Policy, guard: Guard, size: (u16, u16)) -> Self {
        let scenario = Scenario::load(scenario).expect("a scenario");
        Self::open_over(&scenario, policy, guard, size, SharedHttpConnector::new)
    }

    /// Opens an account that is in no book.
    pub fn open_account(scenario: &Scenario, policy: Policy, guard: Guard, size: (u16, u16)) -> Self {
        Self::open_over(scenario, policy, guard, size, SharedHttpConnector::new)
    }

    /// Where something stands between the console and the account.
    pub fn open_over(
        scenario: &Scenario,
        policy: Policy,
        guard: Guard,
        (width, height): (u16, u16),
        between: impl FnOnce(Door) -> SharedHttpConnector,
    ) -> Self {
        let base: Timestamp = "2026-11-21T03:00:00Z".parse().expect("a time");
        let clock = Clock::simulated(base, 1);
        let door = Door::open(scenario, 7, Arc::new(move || clock.now()));
        let region = door.world().account.region.clone();
        let connector = between(door.clone());
        let clients = connect_in_process(http_client_fn(move |_, _| connector.clone()), &region);
        let (keys, input) = mpsc::unbounded_channel();
        let (eyes, seen) = watch::channel(String::new());
        let (clipboard, copied) = watch::channel(String::new());
        let folder = Folder::fresh();
        let journal = folder.0.join("journal.jsonl");
        let session = Session {
            place: clients.place().clone(),
            read_only: policy == Policy::ReadOnly,
            guard: guard.clone(),
            run: 42,
        };
        let writer = Writer { clients, clock, policy, guard, journal: Arc::new(Journal::new(Some(journal.clone()))) };
        let shown = match scenario.stack.as_str() {
            "" => Screen::Stacks,
            stack => Screen::Stack(Text::new(stack)),
        };
        let keymap = Arc::new(Keymap::embedded().expect("our keymap"));
        let mut model = Model::new(session, shown, keymap, clock.now());
        model.size = unstuck::app::model::Size { width, height };
        let backend = Watched { inner: TestBackend::new(width, height), eyes };
        let console = Console {
            terminal: Terminal::new(backend).expect("a screen in memory"),
            theme: Theme::monochrome(),
            input: Box::pin(
                futures_util::stream::unfold(input, |mut input| async move {
                    let msg = input.recv().await?;
                    Some((msg, input))
                })
                .fuse(),
            ),
            host: Hands { clipboard },
            writer,
            clock,
            remembering: Remembering::new(None),
            past_queries: PastQueries::new(None),
            writes: JoinSet::new(),
        };
        let running = tokio::spawn(console.run(model));
        Self { keys, seen, copied, running, door, journal, _folder: folder }
    }

    pub fn press(&self, key: Key) {
        self.keys.send(Msg::Key(key)).expect("the console runs");
    }

    pub fn enter(&self) {
        self.press(Key::plain(Code::Enter));
    }

    pub fn types(&self, text: &str) {
        text.chars().for_each(|c| self.press(Key::char(c)));
    }

    pub fn pastes(&self, text: &str) {
        self.keys.send(Msg::Paste(text.to_owned())).expect("the console runs");
    }

    /// Waits until the screen shows the words; panics with the screen if it never does.
    pub async fn sees(&mut self, words: &str) -> String {
        self.sees_within(PATIENCE, words).await
    }

    /// The same for what takes long in the account itself.
    pub async fn sees_at_last(&mut self, words: &str) -> String {
        self.sees_within(LONG_PATIENCE, words).await
    }

    async fn sees_within(&mut self, patience: Duration, words: &str) -> String {
        let waiting = self.seen.wait_for(|screen| screen.contains(words));
        let found = tokio::time::timeout(patience, waiting).await;
        let found = found.map(|screen| screen.map(|screen| screen.clone()));
        match found {
            Ok(Ok(screen)) => screen,
            _ => panic!("never saw {words:?} in\n{}", *self.seen.borrow()),
        }
    }

    /// What is on the screen now.
    pub fn screen(&self) -> String {
        self.seen.borrow().clone()
    }

    /// What was put on the clipboard last.
    pub fn copied(&self) -> String {
        self.copied.borrow().clone()
    }

    /// Leaves and gives back the model the loop ended with.
    pub async fn leave(self) -> Model {
        self.press(Key::ctrl('c'));
        self.running.await.expect("no panic").expect("no fault").model
    }
}

/// A screen in memory that tells what it shows after each frame.
struct Watched {
    inner: TestBackend,
    eyes: watch::Sender<String>,
}

impl Backend for Watched {
    type Error = Infallible;

    fn draw<'a, I>(&mut self, content: I) -> Result<(), Infallible>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        self.inner.draw(content)
    }

    fn hide_cursor(&mut self) -> Result<(), Infallible> {
        self.inner.hide_cursor()
    }

    fn show_cursor(&mut self) -> Result<(), Infallible> {
        self.inner.show_cursor()
    }

    fn get_cursor_position(&mut self) -> Result<Position, Infallible> {
        self.inner.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), Infallible> {
        self.inner.set_cursor_position(position)
    }

    fn clear(&mut self) -> Result<(), Infallible> {
        self.inner.clear()
    }

    fn clear_region(&mut self, clear_type: ClearType) -> Result<(), Infallible> {
        self.inner.clear_region(clear_type)
    }

    fn size(&self) -> Result<Size, Infallible> {
        self.inner.size()
    }

    fn window_size(&mut self) -> Result<WindowSize, Infallible> {
        self.inner.window_size()
    }

    fn flush(&mut self) -> Result<(), Infallible> {
        let buffer = self.inner.buffer();
        let width = usize::from(buffer.area.width.max(1));
        let rows = buffer.content.chunks(width).map(|row| row.iter().map(Cell::symbol).collect::<String>());
        self.eyes.send_replace(rows.collect::<Vec<_>>().join("\n"));
        self.inner.flush()
    }
}

struct Hands {
    clipboard: watch::Sender<String>,
}

impl Host for Hands {
    fn copy(&mut self, text: &str) {
        self.clipboard.send_replace(text.to_owned());
    }

    fn is_gone(&mut self) -> bool {
        false
    }

    async fn signalled(&mut self) -> Asked {
        std::future::pending().await
    }

    fn suspend(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
