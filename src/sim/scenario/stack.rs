//! The form of a stack in a scenario.

use super::defaults;
use serde::Deserialize;

/// A stack and its last operation.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StackPlan {
    pub name: String,
    /// Name of the stack it is nested in.
    #[serde(default)]
    pub nested_in: Option<String>,
    /// Its logical id there.
    #[serde(default)]
    pub nested_as: Option<String>,
    /// Resources beside those of its services.
    #[serde(default)]
    pub resources: Vec<ResourcePlan>,
    /// Updates before the last operation.
    #[serde(default = "defaults::deploys")]
    pub deploys: i32,
    /// Its past is told and not lived: its rows and deployments are written, no task is moved. For accounts too big
    /// to be lived through.
    #[serde(default)]
    pub told: bool,
    /// Deployed in express mode: the stack does not wait for its services.
    #[serde(default)]
    pub express: bool,
    /// Failed operations are left as they are (`--disable-rollback`).
    #[serde(default)]
    pub rollback_disabled: bool,
    /// What has been going on since; nothing where absent. A nested stack follows its parent.
    #[serde(default)]
    pub operation: Option<OperationPlan>,
}

/// The operation a scenario opens in.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum OperationPlan {
    /// An update of the stack.
    Update { began_minutes_ago: f64 },
    /// The creation of the stack, which failed at one resource and was rolled back. At least ten minutes ago.
    FailedCreate { began_minutes_ago: f64, resource: String, reason: String },
    /// The deletion of the stack.
    Delete { began_minutes_ago: f64 },
}

/// A resource of a stack.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResourcePlan {
    pub id: String,
    /// `AWS::Logs::LogGroup`.
    pub kind: String,
    /// It is updated with the services and takes as long as they do.
    #[serde(default)]
    pub changes: bool,
    /// Minutes it takes by itself in the last operation.
    #[serde(default)]
    pub minutes: Option<i64>,
    /// Why its update fails after that.
    #[serde(default)]
    pub fails: Option<String>,
    /// Why it cannot be deleted.
    #[serde(default)]
    pub delete_fails: Option<String>,
    /// Logical id of the function that makes it, or the ARN of one elsewhere, where it is a custom resource: what that
    /// is asked stands in its log.
    #[serde(default)]
    pub handler: Option<String>,
    /// The services are not touched before it is done.
    #[serde(default)]
    pub before_services: bool,
}

impl StackPlan {
    pub(super) fn check<'a>(&self, mut before: impl Iterator<Item = &'a Self>) -> Result<(), String> {
        let name = &self.name;
        if let Some(parent) = &self.nested_in
            && !before.any(|other| other.name == *parent && other.deploys == self.deploys)
        {
            return Err(format!("stack {name}: {parent} must be told before it, with as many deploys"));
        }
        if self.nested_in.is_some() != self.nested_as.is_some() {
            return Err(format!("stack {name} needs both nested_in and nested_as, or neither"));
        }
        if !(0..=200).contains(&self.deploys) {
            return Err(format!("stack {name}: deploys must be 0 to 200"));
        }
        if self.told && self.nested_in.is_some() {
            return Err(format!("stack {name}: only a stack that is not nested can be told"));
        }
        for resource in &self.resources {
            if (resource.minutes.is_some() || resource.fails.is_some() || resource.before_services) && !resource.changes
            {
                return Err(format!("stack {name}: resource {} must change to take time or fail", resource.id));
            }
        }
        self.operation.as_ref().map_or(Ok(()), |operation| operation.check(name))
    }
}

impl OperationPlan {
    /// Minutes before the opening at which it began.
    pub fn began_minutes_ago(&self) -> f64 {
        match self {
            Self::Update { began_minutes_ago }
            | Self::FailedCreate { began_minutes_ago, .. }
            | Self::Delete { began_minutes_ago } => *began_minutes_ago,
        }
    }

    fn check(&self, stack: &str) -> Result<(), String> {
        let least = if matches!(self, Self::FailedCreate { .. }) { 10.0 } else { 0.0 };
        let began = self.began_minutes_ago();
        if (least..=10_000.0).contains(&began) {
            return Ok(());
        }
        Err(format!("stack {stack}: began_minutes_ago must be {least} to 10000"))
    }
}
