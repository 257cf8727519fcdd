//! The built program in a real terminal: it starts, and gives the terminal back whatever ends it.

use crate::logs::Served;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use std::io::{Read, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

const ENTER_SCREEN: &str = "\u{1b}[?1049h";
const LEAVE_SCREEN: &str = "\u{1b}[?1049l";
/// Set for the child that panics on purpose.
const PANIC: &str = "UNSTUCK_TEST_PANICS";

/// A program in a terminal of its own.
struct Terminal {
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    output: Receiver<Vec<u8>>,
    seen: String,
    home: std::path::PathBuf,
}

impl Terminal {
    fn start(command: CommandBuilder) -> Self {
        Self::start_at(command, (80, 24))
    }

    fn start_at(mut command: CommandBuilder, (cols, rows): (u16, u16)) -> Self {
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pty");
        let name = format!("unstuck-pty-{}-{:?}", std::process::id(), std::thread::current().id());
        let home = std::env::temp_dir().join(name.replace(['(', ')'], ""));
        std::fs::create_dir_all(&home).expect("a home");
        command.cwd(&home);
        command.env("HOME", &home);
        command.env("TERM", "xterm-256color");
        let child = pair.slave.spawn_command(command).expect("started");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 8192];
            while let Ok(n @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..n].to_vec()).is_err() {
                    return;
                }
            }
        });
        let writer = pair.master.take_writer().expect("a writer");
        Self { master: Some(pair.master), writer, child, output, seen: String::new(), home }
    }

    /// The console on a served account.
    fn looking_at(served: &Served, config: &str) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_unstuck"));
        command.args(["shop-checkout", "--region", "eu-west-1", "--endpoint-url", &served.endpoint]);
        ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"].iter().for_each(|name| command.env(name, "simulated"));
        ["AWS_PROFILE", "XDG_STATE_HOME"].iter().for_each(|name| command.env_remove(name));
        // Of its own: the home is made when it starts.
        let folder = std::env::temp_dir().join(format!("unstuck-pty-config-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("unstuck")).expect("a folder");
        std::fs::write(folder.join("unstuck/config.toml"), config).expect("written");
        command.env("XDG_CONFIG_HOME", &folder);
        Self::start_at(command, (200, 60))
    }

    fn demo() -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_unstuck"));
        command.args(["demo", "crash-loop"]);
        Self::start(command)
    }

    /// Reads until the output holds the words.
    fn sees(&mut self, words: &str) {
        let until = Instant::now() + Duration::from_secs(30);
        while !self.seen.contains(words) {
            match self.output.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.seen.push_str(&String::from_utf8_lossy(&bytes)),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    panic!("never saw {words:?} in {:?}", self.seen)
                }
            }
        }
    }

    /// Has everything drawn again until it holds the words, and gives what is on the screen: only what changes is
    /// drawn otherwise, and words that stand where others stood come in pieces.
    fn sees_drawn_again(&mut self, words: &str) -> String {
        let until = Instant::now() + Duration::from_secs(30);
        let mut cols = 200;
        loop {
            cols = 401 - cols;
            self.resize((cols, 60));
            let screen = plain(&self.seen);
            if screen.contains(words) {
                return screen;
            }
            assert!(Instant::now() < until, "never saw {words:?} in {screen:?}");
        }
    }

    /// Another size, and what is drawn for it.
    fn resize(&mut self, (cols, rows): (u16, u16)) {
        self.seen.clear();
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        self.master.as_ref().expect("a terminal").resize(size).expect("resized");
        while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(500)) {
            self.seen.push_str(&String::from_utf8_lossy(&bytes));
        }
    }

    fn types(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).and_then(|()| self.writer.flush()).expect("typed");
    }

    fn signal(&self, signal: Signal) {
        let id = self.child.process_id().and_then(|id| Pid::from_raw(i32::try_from(id).ok()?)).expect("a process");
        kill_process(id, signal).expect("signalled");
    }

    fn is_raw(&self) -> bool {
        let modes = self.master.as_ref().and_then(|master| master.get_termios()).expect("terminal modes");
        // Echo is off in raw mode, on in a shell's.
        !modes.local_flags.bits() & 0o10 != 0
    }

    /// Waits until the process is stopped.
    fn until_stopped(&self) {
        let id = self.child.process_id().expect("a process");
        let until = Instant::now() + Duration::from_secs(30);
        let state = || std::fs::read_to_string(format!("/proc/{id}/status")).expect("its state");
        while !state().contains("State:\tT") {
            assert!(Instant::now() < until, "it does not stop");
            std::thread::yield_now();
        }
    }

    /// Waits for the end; what was written meanwhile is read.
    fn ends(&mut self) -> u32 {
        let until = Instant::now() + Duration::from_secs(30);
        loop {
            while let Ok(bytes) = self.output.try_recv() {
                self.seen.push_str(&String::from_utf8_lossy(&bytes));
            }
            if let Some(status) = self.child.try_wait().expect("waited") {
                while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(300)) {
                    self.seen.push_str(&String::from_utf8_lossy(&bytes));
                }
                return status.exit_code();
            }
            assert!(Instant::now() < until, "it does not end; it wrote {:?}", self.seen);
            std::thread::yield_now();
        }
    }

    fn is_given_back(&self) {
        let entered = self.seen.matches(ENTER_SCREEN).count();
        assert_eq!((entered, self.seen.matches(LEAVE_SCREEN).count()), (1, 1), "{:?}", self.seen);
        assert!(self.seen.contains("\u{1b}[?25h"), "the cursor is shown again");
    }
}

/// What was written without what moves and colours: a move to another cell stands for the blanks between.
fn plain(written: &str) -> String {
    let mut parts = written.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(0);
        plain.push_str(if part[end..].starts_with('H') { " " } else { "" });
        plain.push_str(part.get(end + 1..).unwrap_or_default());
    }
    plain
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = std::fs::remove_dir_all(&self.home);
    }
}

#[test]
fn quitting_leaves_the_terminal_as_it_was() {
    let mut terminal = Terminal::demo();
    let was_raw = terminal.is_raw();
    terminal.sees("DATABASE_URL");
    assert!(terminal.is_raw());
    terminal.types("q");
    assert_eq!(terminal.ends(), 0);
    terminal.is_given_back();
    assert_eq!(terminal.is_raw(), was_raw);
}

#[test]
fn signals_end_it_with_their_number_and_give_the_terminal_back() {
    for (signal, status) in [(Signal::TERM, 143), (Signal::HUP, 129), (Signal::INT, 130), (Signal::QUIT, 131)] {
        let mut terminal = Terminal::demo();
        let was_raw = terminal.is_raw();
        terminal.sees("shop-checkout");
        terminal.signal(signal);
        assert_eq!(terminal.ends(), status);
        terminal.is_given_back();
        assert_eq!(terminal.is_raw(), was_raw);
    }
}

#[test]
fn suspended_it_gives_the_terminal_back_and_continued_it_draws_everything_again() {
    let mut terminal = Terminal::demo();
    let was_raw = terminal.is_raw();
    terminal.sees("DATABASE_URL");
    terminal.signal(Signal::TSTP);
    terminal.sees(LEAVE_SCREEN);
    terminal.until_stopped();
    assert_eq!(terminal.is_raw(), was_raw);
    terminal.seen.clear();
    terminal.signal(Signal::CONT);
    terminal.sees(ENTER_SCREEN);
    // The header has not changed meanwhile but for its clock: seeing it proves a full redraw.
    terminal.sees("oncall-admin");
    terminal.types("q");
    assert_eq!(terminal.ends(), 0);
    assert_eq!(terminal.is_raw(), was_raw);
}

#[test]
fn a_terminal_that_goes_away_ends_it() {
    let mut terminal = Terminal::demo();
    terminal.sees("shop-checkout");
    terminal.master = None;
    terminal.writer = Box::new(std::io::sink());
    // Its reader still holds the other end; the process must notice the hang-up all the same once that is gone.
    terminal.signal(Signal::HUP);
    assert_eq!(terminal.ends(), 129);
}

#[test]
fn a_terminal_that_nobody_holds_any_more_ends_it_without_a_panic() {
    let mut terminal = Terminal::demo();
    terminal.sees("shop-checkout");
    terminal.master = None;
    terminal.writer = Box::new(std::io::sink());
    // The reader goes with the next frame; with it the other end is gone, standard error's as well.
    terminal.output = channel().1;
    // It hears of it by the signal or by itself, whichever comes first.
    let status = terminal.ends();
    assert!([0, 129].contains(&status), "{status}");
}

#[test]
fn a_journal_that_does_not_fit_on_the_disk_keeps_an_action_back_and_the_terminal_whole() {
    // No file may grow: what is written fails as on a full disk, with words of its own.
    let mut command = CommandBuilder::new("sh");
    command.args(["-c", "trap '' XFSZ; ulimit -f 0; exec \"$0\" demo crash-loop", env!("CARGO_BIN_EXE_unstuck")]);
    command.env_remove("XDG_STATE_HOME");
    let mut terminal = Terminal::start_at(command, (200, 60));
    let was_raw = terminal.is_raw();
    terminal.sees("DATABASE_URL");
    terminal.types(":scale-to-zero\r");
    terminal.sees_drawn_again("to go on:");
    terminal.types("checkout\r");
    let screen = terminal.sees_drawn_again("nothing was sent");
    assert!(screen.contains("cannot be written (File too large"), "{screen:?}");
    assert!(!screen.contains("accepted"), "{screen:?}");
    let journal = terminal.home.join(".local/state/unstuck/journal-demo.jsonl");
    assert_eq!(std::fs::read(&journal).expect("it could be made"), b"");
    terminal.types("q");
    assert_eq!(terminal.ends(), 0);
    // What it began with is read and forgotten.
    terminal.seen.insert_str(0, ENTER_SCREEN);
    terminal.is_given_back();
    assert_eq!(terminal.is_raw(), was_raw);
}

/// Has a service scaled to zero, and gives what is on the screen once that was refused.
fn refused(terminal: &mut Terminal) -> String {
    terminal.sees("DATABASE_URL");
    terminal.types(":scale-to-zero\r");
    terminal.sees_drawn_again("this program will not send it");
    terminal.types("checkout\r");
    terminal.sees_drawn_again("nothing was sent")
}

#[test]
fn read_only_on_the_command_line_is_read_only_where_effects_are_run() {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_unstuck"));
    command.args(["demo", "crash-loop", "--read-only"]);
    let mut terminal = Terminal::start_at(command, (200, 60));
    let screen = refused(&mut terminal);
    assert!(screen.contains("this run is read-only; nothing was sent"), "{screen:?}");
    terminal.types("q");
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn an_account_in_config_toml_is_read_only_where_effects_are_run() {
    let served = Served::new("crash-loop");
    let mut terminal = Terminal::looking_at(&served, "read_only = [\"123456789012\"]");
    let screen = refused(&mut terminal);
    assert!(screen.contains("config.toml names \"123456789012\" read-only; nothing was sent"), "{screen:?}");
    terminal.types("q");
    assert_eq!(terminal.ends(), 0);
}

#[test]
fn what_is_said_after_leaving_right_after_a_write_breaks_between_words() {
    let mut terminal = Terminal::demo();
    terminal.sees("DATABASE_URL");
    terminal.types(":scale-to-zero\r");
    terminal.sees_drawn_again("to go on:");
    terminal.types("checkout\r");
    terminal.sees_drawn_again("accepted");
    terminal.resize((80, 24));
    terminal.types("q");
    assert_eq!(terminal.ends(), 0);
    let (_, said) = terminal.seen.rsplit_once(LEAVE_SCREEN).expect("the terminal is given back");
    let said = plain(said);
    let lines: Vec<&str> = said.lines().collect();
    assert!(lines.iter().all(|line| line.chars().count() <= 80), "{lines:#?}");
    let whole = lines.join(" ");
    for words in ["Scale checkout to zero, confirmed ", "its end was not seen yet; journalled in "] {
        assert!(whole.contains(words), "{lines:#?}");
    }
    assert!(lines.iter().filter(|line| !line.trim().is_empty()).count() > 1, "it takes more than a line: {lines:#?}");
}

#[test]
fn a_panic_gives_the_terminal_back_and_says_so_in_safe_words() {
    let own = std::env::current_exe().expect("this test");
    let mut command = CommandBuilder::new(own);
    command.args(["--exact", "pty::child_that_panics_on_purpose", "--nocapture"]);
    command.env(PANIC, "1");
    let mut terminal = Terminal::start(command);
    assert_eq!(terminal.ends(), 101);
    terminal.is_given_back();
    assert!(terminal.seen.contains("unstuck has failed"), "{:?}", terminal.seen);
    assert!(terminal.seen.contains("␛[2Jboom"), "{:?}", terminal.seen);
    assert!(!terminal.seen.contains("\u{1b}[2Jboom"));
}

/// Not a test of its own: what the test above runs in a terminal.
#[test]
fn child_that_panics_on_purpose() {
    if std::env::var_os(PANIC).is_some() {
        unstuck::runtime::terminal::end_on_panic();
        let _screen = unstuck::runtime::terminal::Screen::take().expect("a terminal");
        panic!("\u{1b}[2Jboom");
    }
}

#[test]
fn without_a_terminal_it_says_what_to_use_instead() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_unstuck"))
        .arg("demo")
        .stdin(std::process::Stdio::null())
        .output()
        .expect("started");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains("unstuck diagnose STACK"), "{said}");
    assert!(!output.stdout.contains(&0x1b) && !output.stderr.contains(&0x1b));
}

#[test]
fn a_custom_resource_is_answered_over_the_wire_where_its_account_is() {
    let served = Served::at_speed("custom-resource", "1");
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_unstuck"));
    command.args(["shop-users", "--region", "eu-west-1", "--endpoint-url", &served.endpoint]);
    command.env("AWS_ACCESS_KEY_ID", "simulated");
    command.env("AWS_SECRET_ACCESS_KEY", "simulated");
    let mut terminal = Terminal::start_at(command, (200, 60));
    terminal.sees_drawn_again("Answer FAILED for Migration");
    terminal.types(":answer-success\r");
    terminal.sees_drawn_again("[ Cancel ]");
    terminal.types("Migration\r");
    terminal.sees_drawn_again("Migration is UPDATE_COMPLETE");
    terminal.types("q");
    assert_eq!(terminal.ends(), 0);
}
