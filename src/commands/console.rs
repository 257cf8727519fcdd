//! `unstuck [STACK]`: the console, on AWS or on any account behind clients.

use super::args::{AccountArgs, LookArgs};
use super::exit;
use crate::app::config::Config;
use crate::app::keymap::Keymap;
use crate::app::model::{Model, Screen as Shown, Size};
use crate::app::parting::parting;
use crate::app::session::Session;
use crate::aws::connect::{Clients, Options, prepare};
use crate::domain::Text;
use crate::domain::guard::Guard;
use crate::domain::identity::Place;
use crate::runtime::clock::Clock;
use crate::runtime::console::{Console, Ended, Host};
use crate::runtime::effects::{Policy, Writer};
use crate::runtime::folders::Folders;
use crate::runtime::journal::Journal;
use crate::runtime::keys;
use crate::runtime::past_queries::PastQueries;
use crate::runtime::signals::{Asked, Signals};
use crate::runtime::terminal::{self, Screen};
use crate::ui::{Theme, view, wrap};
use crossterm::event::EventStream;
use futures_util::StreamExt;
use futures_util::stream::poll_fn;
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use std::io::BufWriter;
use std::process::ExitCode;
use std::sync::Arc;
use std::task::Poll;
use tokio::task::JoinSet;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The stack to open, by name or ARN; without it the stacks of the region are listed
    pub stack: Option<String>,
    #[command(flatten)]
    pub account: AccountArgs,
    #[command(flatten)]
    pub look: LookArgs,
}

/// Runs the console on AWS.
pub async fn run(args: Args) -> ExitCode {
    let prepared = match prepare(&options(&args.account)).await {
        Ok(prepared) => prepared,
        Err(error) => return exit::failed(&error.to_string()),
    };
    let shown = args.stack.map_or(Shown::Stacks, |stack| Shown::Stack(Text::from(stack)));
    let clock = Clock::System;
    let place = prepared.place().clone();
    let world = World { place, clients: prepared.connect(), clock, shown, journal: "journal.jsonl", guarded: true };
    open(world, &args.look).await
}

/// What the clients are made from.
pub fn options(account: &AccountArgs) -> Options {
    Options { profile: account.profile.clone(), region: account.region.clone(), endpoint: account.endpoint_url.clone() }
}

/// The account a console is opened on.
pub struct World<F> {
    pub place: Place,
    /// Makes the clients, once the first frame is on screen.
    pub clients: F,
    pub clock: Clock,
    pub shown: Shown,
    /// File name of the journal in the state folder.
    pub journal: &'static str,
    /// Whether it is an account the config's `read_only` is about: a simulated one is nobody's.
    pub guarded: bool,
}

/// Opens the console and runs it until somebody leaves.
pub async fn open<F: Future<Output = Clients>>(world: World<F>, look: &LookArgs) -> ExitCode {
    let folders = Folders::from_env();
    let chosen = keymap(folders.as_ref()).and_then(|map| Ok((map, theme(folders.as_ref(), look.theme.as_deref())?)));
    let (keymap, theme) = match chosen {
        Ok(chosen) => chosen,
        Err(error) => return exit::misused(&error),
    };
    let config = match config(folders.as_ref()) {
        Ok(config) => config,
        Err(error) => return exit::misused(&error),
    };
    let guard = if world.guarded { config.guard() } else { Guard::default() };
    let session = Session {
        place: world.place,
        read_only: look.read_only,
        guard: guard.clone(),
        run: u64::try_from(Clock::wall().as_nanosecond()).unwrap_or_default() ^ u64::from(std::process::id()),
    };
    let mut model = Model::new(session, world.shown, Arc::new(keymap), world.clock.now());
    model.logs = config.logs();
    let past_queries = PastQueries::new(folders.as_ref().map(|folders| folders.state.join("queries.jsonl")));
    let journal = folders.map(|folders| folders.state.join(world.journal));
    let written_down = journal.as_ref().map_or_else(String::new, |path| path.display().to_string());
    let writer = async {
        let journal = Journal::new(journal);
        let policy = if look.read_only { Policy::ReadOnly } else { Policy::WithConfirmation };
        Writer { clients: world.clients.await, clock: world.clock, policy, guard, journal: Arc::new(journal) }
    };
    match show((model, theme), writer, world.clock, past_queries).await {
        Ok(ended) => {
            for line in parting(&ended.model, &written_down) {
                let columns = usize::from(ended.model.size.width).max(NARROWEST);
                eprintln!("{}", wrap(&line, columns).join("\n"));
            }
            // As a shell says that a signal ended a program.
            ended.signal.map_or(ExitCode::SUCCESS, |signal| ExitCode::from(128 + u8::try_from(signal).unwrap_or(0)))
        }
        Err(error) => exit::failed(&error.to_string()),
    }
}

/// What is said after leaving is wrapped to the terminal, and no narrower.
const NARROWEST: usize = 20;

/// Takes the terminal, draws the first frame, and only then makes what asks AWS.
async fn show(
    (mut model, theme): (Model, Theme),
    writer: impl Future<Output = Writer>,
    clock: Clock,
    past_queries: PastQueries,
) -> std::io::Result<Ended> {
    let signals = Signals::listen()?;
    terminal::end_on_panic();
    let screen = Screen::take()?;
    // A frame goes out in one piece.
    let out = BufWriter::with_capacity(FRAME_BYTES, std::io::stdout());
    let mut terminal = Terminal::new(CrosstermBackend::new(out))?;
    let size = terminal.size()?;
    model.size = Size { width: size.width, height: size.height };
    terminal.draw(|frame| {
        view(&model, &theme, frame);
    })?;
    // Reading it walks the whole folder of zones.
    model.zone = Clock::zone();
    let writer = writer.await;
    let remembering = super::look::memory(writer.clients.place());
    let mut events = EventStream::new();
    // Where the other end is gone the reader of events would never return, and no signal be heard any more.
    let events = poll_fn(move |context| match terminal::is_hung_up() {
        true => Poll::Ready(None),
        false => events.poll_next_unpin(context),
    });
    let input = events.filter_map(|event| std::future::ready(event.ok().and_then(keys::message)));
    let host = Terminals { screen, signals };
    let input = Box::pin(input);
    let writes = JoinSet::new();
    let console = Console { terminal, theme, input, host, writer, clock, remembering, past_queries, writes };
    console.run(model).await
}

/// What a whole frame of a large window takes.
const FRAME_BYTES: usize = 64 * 1024;

/// The real terminal.
struct Terminals {
    screen: Screen,
    signals: Signals,
}

impl Host for Terminals {
    fn copy(&mut self, text: &str) {
        terminal::copy(text);
    }

    fn is_gone(&mut self) -> bool {
        terminal::is_hung_up()
    }

    async fn signalled(&mut self) -> Asked {
        self.signals.next().await
    }

    fn suspend(&mut self) -> std::io::Result<()> {
        self.screen.suspend()
    }
}

fn keymap(folders: Option<&Folders>) -> Result<Keymap, String> {
    let mut keymap = Keymap::embedded().map_err(|error| error.to_string())?;
    let Some(path) = folders.map(|folders| folders.config.join("keymap.toml")) else { return Ok(keymap) };
    match std::fs::read_to_string(&path) {
        Ok(toml) => keymap.merge(&toml).map_err(|error| format!("{}: {error}", path.display()))?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(format!("{} cannot be read: {error}", path.display())),
    }
    Ok(keymap)
}

/// What the config file says; nothing where there is none.
///
/// # Errors
/// What is wrong with it, in words, with its path.
pub fn config(folders: Option<&Folders>) -> Result<Config, String> {
    let Some(path) = folders.map(|folders| folders.config.join("config.toml")) else { return Ok(Config::default()) };
    match std::fs::read_to_string(&path) {
        Ok(toml) => Config::parse(&toml).map_err(|error| format!("{}: {error}", path.display())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Config::default()),
        Err(error) => Err(format!("{} cannot be read: {error}", path.display())),
    }
}

fn theme(folders: Option<&Folders>, name: Option<&str>) -> Result<Theme, String> {
    if std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()) {
        return Ok(Theme::monochrome());
    }
    let name = name.unwrap_or("ansi");
    // A name with a path in it is no theme's name, and must not leave the folder.
    let is_plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    let path = folders.filter(|_| is_plain).map(|folders| folders.config.join("themes").join(format!("{name}.toml")));
    let own = path.and_then(|path| std::fs::read_to_string(path).ok());
    Theme::load(name, own.as_deref()).map_err(|error| error.to_string())
}
