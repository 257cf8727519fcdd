//! Why there is no scenario.

use std::fmt;

/// Why a scenario cannot be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScenarioError {
    /// No scenario has this name.
    Unknown {
        name: String,
        /// The most alike of the valid names, if one is alike.
        nearest: Option<&'static str>,
        valid: Vec<&'static str>,
    },
    /// The data does not make a scenario; the words say where and why.
    Broken(String),
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { name, nearest, valid } => {
                write!(f, "there is no scenario {name:?}")?;
                match nearest {
                    Some(nearest) => write!(f, "; did you mean {nearest}?")?,
                    None => write!(f, ".")?,
                }
                write!(f, " Valid names: {}", valid.join(", "))
            }
            Self::Broken(why) => write!(f, "the scenario cannot be read: {why}"),
        }
    }
}

impl std::error::Error for ScenarioError {}
