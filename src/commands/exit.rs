//! How the program ends: exit statuses and the last words.

use crate::domain::Text;
use crate::domain::redact::redact;
use std::io::{self, Write};
use std::process::ExitCode;

/// Could not tell, or could not run.
pub const COULD_NOT: u8 = 1;
/// Wrong use; also what clap ends with.
pub const WRONG_USE: u8 = 2;
/// Stuck, failed, or waiting for a person.
pub const NEEDS_SOMEBODY: u8 = 3;

/// Says why it could not be done.
pub fn failed(words: &str) -> ExitCode {
    say(words);
    ExitCode::from(COULD_NOT)
}

/// Says what is wrong with how it was called.
pub fn misused(words: &str) -> ExitCode {
    say(words);
    ExitCode::from(WRONG_USE)
}

/// Says something beside the result, on standard error; nothing when there are no words.
pub fn note(words: &str) {
    say(words);
}

fn say(words: &str) {
    for line in words.lines() {
        // Standard error may be gone.
        let _ = writeln!(io::stderr(), "{}", redact(Text::new(line).as_str()));
    }
}
