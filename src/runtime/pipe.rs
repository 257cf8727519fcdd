//! Whether anybody reads what is written.

use rustix::event::{PollFd, PollFlags, Timespec, poll};

/// Whether the reader of standard output has gone. A program that has nothing to write would not notice.
pub fn is_unread() -> bool {
    let stdout = std::io::stdout();
    let mut watched = [PollFd::new(&stdout, PollFlags::empty())];
    // An interrupted look is none.
    let _ = poll(&mut watched, Some(&Timespec::default()));
    watched.first().is_some_and(|out| out.revents().intersects(PollFlags::ERR | PollFlags::HUP))
}
