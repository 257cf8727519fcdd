//! The config file: what it may say, and what is wrong with it where it cannot be understood.

use crate::domain::guard::Guard;
use serde::Deserialize;

/// What `config.toml` of the config folder says. Unknown keys are errors: a misspelt `read_only` must not let a
/// change through.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Profiles and accounts that are only read: `["prod-*", "123456789012"]`.
    #[serde(default)]
    pub read_only: Vec<String>,
}

impl Config {
    /// Reads the file's text.
    ///
    /// # Errors
    /// What is wrong, with its place.
    pub fn parse(toml: &str) -> Result<Self, String> {
        let config: Self = toml::from_str(toml).map_err(|error| error.to_string().trim_end().to_owned())?;
        match config.read_only.iter().find(|pattern| pattern.trim() != *pattern || pattern.is_empty()) {
            Some(wrong) => Err(format!("read_only: {wrong:?} names no profile and no account")),
            None => Ok(config),
        }
    }

    pub fn guard(&self) -> Guard {
        Guard::new(self.read_only.clone())
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
}
