//! How grave a log line looks, by the words programs use for it.

/// From what matters least to what matters most.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Debug,
    #[default]
    Usual,
    Warning,
    Error,
}

/// What stands before a level a program names itself: in JSON, in logfmt.
const LEVELS: [&str; 8] =
    ["\"level\":", "\"severity\":", "\"levelname\":", "\"log.level\":", "\"lvl\":", "level=", "lvl=", "severity="];
/// The first letters of the levels themselves, in small letters.
const NAMED: [(&str, Severity); 14] = [
    ("err", Severity::Error),
    ("fatal", Severity::Error),
    ("crit", Severity::Error),
    ("panic", Severity::Error),
    ("emerg", Severity::Error),
    ("alert", Severity::Error),
    ("severe", Severity::Error),
    ("warn", Severity::Warning),
    ("info", Severity::Usual),
    ("notice", Severity::Usual),
    ("debug", Severity::Debug),
    ("trace", Severity::Debug),
    ("fine", Severity::Debug),
    ("verbose", Severity::Debug),
];
const ERRORS: [&str; 11] =
    ["ERROR", "Error", "error", "FATAL", "Fatal", "fatal", "panic", "Exception", "Traceback", "CRITICAL", "SEVERE"];
const WARNINGS: [&str; 3] = ["WARN", "Warn", "warn"];
const DEBUGS: [&str; 2] = ["DEBUG", "TRACE"];
/// A level stands near the beginning of its line; what stands further in is part of the words.
const NEAR: usize = 400;

impl Severity {
    /// A level the line names for itself decides; without one, the words in it do.
    pub fn of(message: &str) -> Self {
        let near = head(message, NEAR);
        if let Some(named) = LEVELS.iter().find_map(|before| named(near, before)) {
            return named;
        }
        let has = |words: &[&str]| words.iter().any(|word| message.contains(word));
        match () {
            () if has(&ERRORS) => Self::Error,
            () if has(&WARNINGS) => Self::Warning,
            () if DEBUGS.iter().any(|word| near.contains(word)) => Self::Debug,
            () => Self::Usual,
        }
    }

    pub fn is_error(self) -> bool {
        self == Self::Error
    }
}

fn named(line: &str, before: &str) -> Option<Severity> {
    let (_, rest) = line.split_once(before)?;
    let word = head(rest.trim_start_matches([' ', '"', '\'']), 8).to_ascii_lowercase();
    // The numbers of pino and bunyan.
    let number: Option<u32> = word.split(|c: char| !c.is_ascii_digit()).next().and_then(|digits| digits.parse().ok());
    match number {
        Some(50..) => Some(Severity::Error),
        Some(40..) => Some(Severity::Warning),
        Some(30..) => Some(Severity::Usual),
        Some(10..) => Some(Severity::Debug),
        _ => NAMED.iter().find(|(name, _)| word.starts_with(name)).map(|(_, severity)| *severity),
    }
}

/// The first bytes of a text, cut between characters.
fn head(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.get(..end).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_of_its_own_decides_before_the_words_do() {
        for (line, severity) in [
            (r#"{"level":"info","msg":"0 errors"}"#, Severity::Usual),
            (r#"{"time":1,"level": "ERROR","msg":"x"}"#, Severity::Error),
            (r#"{"level":50,"msg":"boom"}"#, Severity::Error),
            (r#"{"level":30,"msg":"error page served"}"#, Severity::Usual),
            ("ts=1 level=warn msg=\"slow\"", Severity::Warning),
            ("lvl=dbug", Severity::Usual),
            ("2026-11-21 ERROR [main] boom", Severity::Error),
            ("KeyError: 'DATABASE_URL'", Severity::Error),
            ("WARNING: deprecated", Severity::Warning),
            ("DEBUG cache miss", Severity::Debug),
            ("java.lang.IllegalStateException: x", Severity::Error),
            ("Listening on 8080", Severity::Usual),
            ("", Severity::Usual),
            ("é\u{1F600}", Severity::Usual),
        ] {
            assert_eq!(Severity::of(line), severity, "{line}");
        }
    }
}
