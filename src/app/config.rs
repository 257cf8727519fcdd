//! The config file: what it may say, and what is wrong with it where it cannot be understood.

use crate::domain::guard::Guard;
use crate::domain::log_cost::{LogPrices, LogSettings};
use crate::domain::nearest::nearest;
use serde::Deserialize;

/// What `config.toml` of the config folder says. Unknown keys are errors: a misspelt `read_only` must not let a
/// change through.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Profiles and accounts that are only read: `["prod-*", "123456789012"]`.
    #[serde(default)]
    pub read_only: Vec<String>,
    #[serde(default)]
    logs: Logs,
}

/// `[logs]`: what is not said is as usual.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Logs {
    memory: Option<Bytes>,
    scanned_gigabyte: Option<Dollars>,
    tailed_minute: Option<Dollars>,
}

/// A size such as `256MiB`.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(try_from = "String")]
struct Bytes(usize);

/// A price.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(try_from = "f64")]
struct Dollars(f64);

/// With less than that a handful of lines fills the pane's store. Our choice.
const LEAST_MEMORY: usize = 1 << 20;
const UNITS: [(&str, usize); 6] =
    [("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("kB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000)];

impl TryFrom<String> for Bytes {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let size = UNITS.iter().find_map(|(unit, bytes)| {
            let number = text.strip_suffix(unit)?.trim_end().parse::<usize>().ok()?;
            number.checked_mul(*bytes)
        });
        match size {
            Some(size) if size >= LEAST_MEMORY => Ok(Self(size)),
            Some(_) => Err(format!("`{text}` is too little memory; give 1MiB at least")),
            None => Err(format!("`{text}` is no size; write a whole number with KiB, MiB or GiB, such as 256MiB")),
        }
    }
}

impl TryFrom<f64> for Dollars {
    type Error = String;

    fn try_from(dollars: f64) -> Result<Self, String> {
        match dollars.is_finite() && dollars >= 0.0 {
            true => Ok(Self(dollars)),
            false => Err(format!("{dollars} is no price in dollars")),
        }
    }
}

impl Config {
    /// Reads the file's text.
    ///
    /// # Errors
    /// What is wrong, with its place, and the word that was meant where a key is not known.
    pub fn parse(toml: &str) -> Result<Self, String> {
        let config: Self = toml::from_str(toml).map_err(|error| wrong(&error))?;
        match config.read_only.iter().find(|pattern| pattern.trim() != *pattern || pattern.is_empty()) {
            Some(wrong) => Err(format!("read_only: {wrong:?} names no profile and no account")),
            None => Ok(config),
        }
    }

    pub fn guard(&self) -> Guard {
        Guard::new(self.read_only.clone())
    }

    /// What is set about logs.
    pub fn logs(&self) -> LogSettings {
        let usual = LogSettings::default();
        let price = |set: Option<Dollars>, usual: f64| set.map_or(usual, |set| set.0);
        LogSettings {
            memory: self.logs.memory.map_or(usual.memory, |set| set.0),
            prices: LogPrices {
                scanned_gigabyte: price(self.logs.scanned_gigabyte, usual.prices.scanned_gigabyte),
                tailed_minute: price(self.logs.tailed_minute, usual.prices.tailed_minute),
            },
        }
    }
}

/// The error in the reader's words, which say the line, and the key that was meant: the reader names the unknown one
/// first and then those it knows, each between backticks.
fn wrong(error: &toml::de::Error) -> String {
    let words = error.to_string().trim_end().to_owned();
    let mut named = error.message().strip_prefix("unknown field").unwrap_or_default().split('`').skip(1).step_by(2);
    match named.next().and_then(|unknown| nearest(unknown, named)) {
        Some(meant) => format!("{words}\nDid you mean `{meant}`?"),
        None => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_understood_is_an_error_and_never_leave_to_write() {
        let good = Config::parse("read_only = [\"prod-*\", \"123456789012\"]").expect("reads");
        assert_eq!(good.read_only.len(), 2);
        assert_eq!(Config::parse(""), Ok(Config::default()));
        for (toml, words) in [
            ("readonly = [\"prod\"]", "readonly"),
            ("read_only = \"prod\"", "read_only"),
            ("read_only = [123456789012]", "read_only"),
            ("read_only = [\"\"]", "names no profile"),
            ("read_only = [", "read_only"),
        ] {
            let error = Config::parse(toml).expect_err(toml);
            assert!(error.contains(words), "{error}");
        }
    }

    #[test]
    fn memory_and_prices_of_logs_are_set_and_the_rest_stays_as_usual() {
        let usual = LogSettings::default();
        assert_eq!(Config::default().logs(), usual);
        let set = |toml: &str| Config::parse(toml).expect(toml).logs();
        for (text, bytes) in [("64MiB", 64 << 20), ("2 GiB", 2 << 30), ("4096KiB", 4 << 20), ("500MB", 500_000_000)] {
            let logs = set(&format!("[logs]\nmemory = \"{text}\""));
            assert_eq!(logs, LogSettings { memory: bytes, ..usual }, "{text}");
        }
        let logs = set("[logs]\nscanned_gigabyte = 0.0063\ntailed_minute = 0");
        assert_eq!(logs.prices, LogPrices { scanned_gigabyte: 0.0063, tailed_minute: 0.0 });
        assert_eq!(logs.memory, usual.memory);
        let logs = set("[logs]\ntailed_minute = 2");
        assert_eq!(logs.prices, LogPrices { tailed_minute: 2.0, ..usual.prices });
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line_and_the_word_that_was_meant() {
        for (toml, line, words) in [
            ("\n[logs]\nmemroy = \"1GiB\"", "line 3", "Did you mean `memory`?"),
            ("[logs]\nscaned_gigabyte = 1.0", "line 2", "Did you mean `scanned_gigabyte`?"),
            ("[log]\nmemory = \"1GiB\"", "line 1", "Did you mean `logs`?"),
            ("readonly = []", "line 1", "Did you mean `read_only`?"),
            ("[logs]\nmemory = \"much\"", "line 2", "`much` is no size"),
            ("[logs]\nmemory = \"1 GiBi\"", "line 2", "is no size"),
            ("[logs]\nmemory = \"-1MiB\"", "line 2", "is no size"),
            ("[logs]\nmemory = \"1.5MiB\"", "line 2", "is no size"),
            ("[logs]\nmemory = \"99999999999999999999GiB\"", "line 2", "is no size"),
            ("[logs]\nmemory = \"9999999999999999GiB\"", "line 2", "is no size"),
            ("[logs]\nmemory = \"1KiB\"", "line 2", "too little"),
            ("[logs]\nmemory = 268435456", "line 2", "expected a string"),
            ("[logs]\n\n\ntailed_minute = -0.01", "line 4", "no price"),
            ("[logs]\nscanned_gigabyte = nan", "line 2", "no price"),
            ("[logs]\nscanned_gigabyte = \"0.005\"", "line 2", "f64"),
        ] {
            let error = Config::parse(toml).expect_err(toml);
            assert!(error.contains(line) && error.contains(words), "{toml}: {error}");
        }
        let error = Config::parse("zzzzzzzzzzzz = 1").expect_err("unknown");
        assert!(!error.contains("Did you mean"), "{error}");
    }
}
