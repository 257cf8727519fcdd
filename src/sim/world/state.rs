//! What the simulation holds.

use crate::domain::Timestamp;
use crate::sim::account::Account;
use crate::sim::scenario::Scenario;

/// The simulated account and all that will happen to it.
#[derive(Clone, Debug)]
pub struct World {
    pub account: Account,
}

impl World {
    /// Opens a scenario in the middle of the incident: its history is simulated up to `now`.
    pub fn open(scenario: &Scenario, _seed: u64, _now: Timestamp) -> Self {
        Self {
            account: Account {
                id: "123456789012".to_owned(),
                region: "eu-west-1".to_owned(),
                principal: scenario.name.clone(),
                stacks: vec![],
                services: vec![],
                tasks: vec![],
                task_definitions: vec![],
                log_groups: vec![],
                denied: [].into(),
            },
        }
    }

    /// Lets time pass. Called before each request is answered. Many small steps are one big step.
    pub fn advance(&mut self, _now: Timestamp) {}
}
