//! Scenarios: an incident as data.

use serde::Deserialize;

/// An account in trouble, as its TOML file tells it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    pub name: String,
    /// What it shows, in one line.
    pub shows: String,
    /// The stack to open; empty where the list of stacks is opened.
    pub stack: String,
    /// What a diagnosis of it should say; for tests only, the simulation never looks.
    #[serde(default)]
    pub expected: Option<Expected>,
}

/// What a diagnosis of a scenario should say.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    pub verdict: String,
    /// Name of the first finding's cause.
    #[serde(default)]
    pub cause: Option<String>,
    #[serde(default)]
    pub category: Option<String>,
    #[serde(default)]
    pub service: Option<String>,
    /// Words the headline contains.
    #[serde(default)]
    pub headline: Vec<String>,
}

/// Why there is no scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScenarioError {
    /// No such name; `nearest` is the most alike, if one is alike.
    Unknown { name: String, nearest: Option<&'static str> },
    /// The data does not make a scenario; the words say where.
    Broken(String),
}

impl Scenario {
    /// The names of all scenarios, the default first.
    pub fn names() -> Vec<&'static str> {
        vec!["crash-loop"]
    }

    /// The scenario of this name.
    pub fn load(name: &str) -> Result<Self, ScenarioError> {
        Err(ScenarioError::Unknown { name: name.to_owned(), nearest: None })
    }

    /// Reads a scenario from TOML.
    pub fn parse(toml: &str) -> Result<Self, ScenarioError> {
        toml::from_str(toml).map_err(|error| ScenarioError::Broken(error.to_string()))
    }
}
