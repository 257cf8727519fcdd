//! The form of a scenario.

use super::defaults;
use super::error::ScenarioError;
use super::live_tail::LiveTailPlan;
use super::queries::QueriesPlan;
use super::service::ServicePlan;
use super::stack::StackPlan;
use serde::Deserialize;

/// An account in trouble, as its TOML tells it. Unknown keys are errors.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    pub name: String,
    /// What it shows, in one line.
    pub shows: String,
    /// The stack to open; empty where the list of stacks is opened.
    #[serde(default)]
    pub stack: String,
    /// Account id.
    #[serde(default = "defaults::account")]
    pub account: String,
    /// A name of the account for people; an empty one is none.
    #[serde(default = "defaults::alias")]
    pub alias: String,
    #[serde(default = "defaults::region")]
    pub region: String,
    /// Actions answered with AccessDenied, `ecs:ListTasks`.
    #[serde(default)]
    pub denied: Vec<String>,
    /// A nested stack after the one it is nested in.
    pub stacks: Vec<StackPlan>,
    /// Names of further stacks that are complete and have nothing to tell.
    #[serde(default)]
    pub quiet: Vec<String>,
    #[serde(default)]
    pub services: Vec<ServicePlan>,
    #[serde(default)]
    pub live_tail: LiveTailPlan,
    #[serde(default)]
    pub queries: QueriesPlan,
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
    /// Causes of further findings.
    #[serde(default)]
    pub also: Vec<String>,
    #[serde(default)]
    pub category: Option<String>,
    #[serde(default)]
    pub service: Option<String>,
    /// Words the headline contains.
    #[serde(default)]
    pub headline: Vec<String>,
    /// Words of what serves now, `checkout: 4 of 4 old tasks still serve on :42`.
    #[serde(default)]
    pub serves: Vec<String>,
    /// Words that one of the clocks contains each.
    #[serde(default)]
    pub clocks: Vec<String>,
}

impl Scenario {
    /// Reads a scenario from TOML and checks that it holds together.
    pub fn parse(toml: &str) -> Result<Self, ScenarioError> {
        let mut scenario: Self = toml::from_str(toml).map_err(|error| ScenarioError::Broken(error.to_string()))?;
        scenario.services = scenario.services.iter().flat_map(ServicePlan::copied).collect();
        scenario.check().map_err(ScenarioError::Broken)?;
        Ok(scenario)
    }

    fn check(&self) -> Result<(), String> {
        for (place, stack) in self.stacks.iter().enumerate() {
            stack.check(self.stacks.iter().take(place))?;
        }
        self.services.iter().try_for_each(|service| {
            let stack = self.stacks.iter().find(|stack| stack.name == service.stack);
            let stack = stack.ok_or_else(|| format!("service {}: no stack {}", service.name, service.stack))?;
            service.check(stack)
        })
    }
}
