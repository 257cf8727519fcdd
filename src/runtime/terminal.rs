//! The terminal: taken, drawn on, given back as it was, whatever happens.

use crate::domain::Text;
use crate::domain::redact::redact;
use crossterm::clipboard::CopyToClipboard;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{cursor, execute};
use rustix::event::{PollFd, PollFlags, poll};
use std::fs::File;
use std::io::{self, IsTerminal, Write, stdout};
use std::os::fd::BorrowedFd;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the terminal is ours now. Global, because a panic anywhere has to know.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// The terminal while it is ours. Dropping it gives it back.
pub struct Screen(());

impl Screen {
    /// Takes the terminal. Errs with what to do where standard output or input is none.
    pub fn take() -> io::Result<Self> {
        if !stdout().is_terminal() || !io::stdin().is_terminal() {
            return Err(io::Error::other(
                "the console needs a terminal on standard input and output; for scripts there is `unstuck diagnose STACK`",
            ));
        }
        if std::env::var_os("TERM").is_some_and(|term| term == "dumb") {
            return Err(io::Error::other(
                "this terminal (TERM=dumb) cannot show a console; there is `unstuck diagnose STACK`",
            ));
        }
        enter()?;
        Ok(Self(()))
    }

    /// Gives the terminal back, stops this process until it is continued, takes the terminal again.
    pub fn suspend(&self) -> io::Result<()> {
        leave();
        signal_hook::low_level::raise(signal_hook::consts::SIGSTOP)?;
        enter()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        leave();
    }
}

fn enter() -> io::Result<()> {
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    execute!(stdout(), EnterAlternateScreen, EnableBracketedPaste, cursor::Hide).inspect_err(|_| leave())
}

/// Gives the terminal back, once. Faults are left aside: it may be gone.
fn leave() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let _ = execute!(stdout(), DisableBracketedPaste, LeaveAlternateScreen, cursor::Show);
        let _ = disable_raw_mode();
        if is_gone(rustix::stdio::stderr()) {
            // Printing to what is gone panics, here and in the libraries that do it.
            let _ = File::options().write(true).open("/dev/null").map(rustix::stdio::dup2_stderr);
        }
    }
}

/// Makes a panic, wherever it happens, give the terminal back, say what happened in safe words, and end the
/// program: a screen drawn by half a program is worse than none.
pub fn end_on_panic() {
    std::panic::set_hook(Box::new(|info| {
        leave();
        let words = redact(Text::new(info.to_string()).as_str());
        let mut stderr = io::stderr().lock();
        let _ = writeln!(stderr, "unstuck has failed, please report it: {words}");
        std::process::exit(101);
    }));
}

/// Whether the terminal's other end is gone. The event reader does not tell (it never returns then).
pub fn is_hung_up() -> bool {
    is_gone(rustix::stdio::stdin())
}

fn is_gone(end: BorrowedFd<'_>) -> bool {
    let mut fds = [PollFd::new(&end, PollFlags::empty())];
    let now = rustix::event::Timespec { tv_sec: 0, tv_nsec: 0 };
    poll(&mut fds, Some(&now)).is_ok_and(|ready| ready > 0)
        && fds[0].revents().intersects(PollFlags::HUP | PollFlags::ERR)
}

/// Puts safe text on the clipboard through the terminal (OSC 52).
pub fn copy(text: &str) {
    // A terminal that does not know it ignores it.
    let _ = execute!(stdout(), CopyToClipboard::to_clipboard_from(text));
}
