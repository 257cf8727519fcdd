//! Signals as a stream of what to do.

use tokio::signal::unix::{Signal, SignalKind, signal};

/// What a signal asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// End with 128 + the signal's number.
    End(i32),
    /// Give the terminal back and stop until continued.
    Suspend,
}

/// The signals that end or suspend a terminal program.
pub struct Signals {
    terminate: Signal,
    hang_up: Signal,
    interrupt: Signal,
    quit: Signal,
    suspend: Signal,
}

impl Signals {
    /// Takes the signals over from their default handling.
    pub fn listen() -> std::io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            hang_up: signal(SignalKind::hangup())?,
            interrupt: signal(SignalKind::interrupt())?,
            quit: signal(SignalKind::quit())?,
            suspend: signal(SignalKind::from_raw(signal_hook::consts::SIGTSTP))?,
        })
    }

    /// The next one.
    pub async fn next(&mut self) -> Asked {
        tokio::select! {
            _ = self.terminate.recv() => Asked::End(signal_hook::consts::SIGTERM),
            _ = self.hang_up.recv() => Asked::End(signal_hook::consts::SIGHUP),
            _ = self.interrupt.recv() => Asked::End(signal_hook::consts::SIGINT),
            _ = self.quit.recv() => Asked::End(signal_hook::consts::SIGQUIT),
            _ = self.suspend.recv() => Asked::Suspend,
        }
    }
}

/// The signals that end a program without a screen; the others keep their usual meaning.
pub struct Ends {
    terminate: Signal,
    interrupt: Signal,
}

impl Ends {
    /// Takes the signals over from their default handling.
    pub fn listen() -> std::io::Result<Self> {
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    /// The number of the next one.
    pub async fn next(&mut self) -> i32 {
        tokio::select! {
            _ = self.terminate.recv() => signal_hook::consts::SIGTERM,
            _ = self.interrupt.recv() => signal_hook::consts::SIGINT,
        }
    }
}
