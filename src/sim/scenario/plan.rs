//! The form of a scenario.

use super::error::ScenarioError;
use super::fate::Fate;
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
    /// What a diagnosis of it should say; for tests only, the simulation never looks.
    #[serde(default)]
    pub expected: Option<Expected>,
}

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
}

/// A resource of a stack.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResourcePlan {
    pub id: String,
    /// `AWS::Logs::LogGroup`.
    pub kind: String,
    /// It is updated with the services and takes as long as they do.
    #[serde(default)]
    pub changes: bool,
}

/// A service and what becomes of its tasks.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServicePlan {
    pub name: String,
    pub cluster: String,
    /// Name of the stack that declares it.
    pub stack: String,
    #[serde(default = "defaults::launch_type")]
    pub launch_type: String,
    #[serde(default = "defaults::scheduling")]
    pub scheduling: String,
    #[serde(default = "defaults::desired")]
    pub desired: i32,
    #[serde(default = "defaults::min_healthy_percent")]
    pub min_healthy_percent: i32,
    #[serde(default = "defaults::max_percent")]
    pub max_percent: i32,
    /// The revision the last operation brings.
    #[serde(default = "defaults::revision")]
    pub revision: i32,
    /// Minutes its deployments usually take.
    #[serde(default = "defaults::usual_minutes")]
    pub usual_minutes: i64,
    /// Image name without registry and tag.
    pub image: String,
    /// The new revision's tag; old ones are numbered.
    pub tag: String,
    /// MiB.
    #[serde(default = "defaults::memory")]
    pub memory: i32,
    /// MiB of the revisions before; the same where absent.
    #[serde(default)]
    pub old_memory: Option<i32>,
    #[serde(default)]
    pub environment: Vec<String>,
    #[serde(default)]
    pub secrets: Vec<String>,
    /// Variables and secrets the new revision no longer has.
    #[serde(default)]
    pub drops: Vec<String>,
    /// Secrets only the new revision has.
    #[serde(default)]
    pub adds: Vec<String>,
    /// Name of its target group; none where it is not behind a load balancer.
    #[serde(default)]
    pub target_group: Option<String>,
    #[serde(default)]
    pub autoscaling: Option<AutoscalingPlan>,
    #[serde(default)]
    pub breaker: Option<BreakerPlan>,
    /// Lines a task logs when it starts.
    #[serde(default)]
    pub startup: Vec<String>,
    /// Of the new revision's tasks.
    #[serde(default)]
    pub fate: Fate,
    /// Of tasks of the revision before that are started during the operation.
    #[serde(default)]
    pub old_fate: Fate,
}

/// Bounds autoscaling keeps the count in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AutoscalingPlan {
    pub min: i32,
    pub max: i32,
}

/// The circuit breaker.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BreakerPlan {
    pub rollback: bool,
    /// AWS's default where absent: half the desired count, at least 3, at most 200.
    #[serde(default)]
    pub threshold: Option<i32>,
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

impl Scenario {
    /// Reads a scenario from TOML and checks that it holds together.
    pub fn parse(toml: &str) -> Result<Self, ScenarioError> {
        let scenario: Self = toml::from_str(toml).map_err(|error| ScenarioError::Broken(error.to_string()))?;
        scenario.check().map_err(ScenarioError::Broken)?;
        Ok(scenario)
    }

    fn check(&self) -> Result<(), String> {
        for (place, stack) in self.stacks.iter().enumerate() {
            let before = self.stacks.iter().take(place);
            if let Some(parent) = &stack.nested_in
                && !before.clone().any(|other| other.name == *parent && other.deploys == stack.deploys)
            {
                return Err(format!("stack {}: {parent} must be told before it, with as many deploys", stack.name));
            }
            if stack.nested_in.is_some() != stack.nested_as.is_some() {
                return Err(format!("stack {} needs both nested_in and nested_as, or neither", stack.name));
            }
            if !(0..=200).contains(&stack.deploys) {
                return Err(format!("stack {}: deploys must be 0 to 200", stack.name));
            }
            stack.operation.as_ref().map_or(Ok(()), |operation| operation.check(&stack.name))?;
        }
        self.services.iter().try_for_each(|service| {
            let stack = self.stacks.iter().find(|stack| stack.name == service.stack);
            let stack = stack.ok_or_else(|| format!("service {}: no stack {}", service.name, service.stack))?;
            service.check(stack)
        })
    }
}

impl OperationPlan {
    /// Minutes before the opening at which it began.
    pub fn began_minutes_ago(&self) -> f64 {
        let (Self::Update { began_minutes_ago } | Self::FailedCreate { began_minutes_ago, .. }) = self;
        *began_minutes_ago
    }

    fn check(&self, stack: &str) -> Result<(), String> {
        let least = if matches!(self, Self::Update { .. }) { 0.0 } else { 10.0 };
        let began = self.began_minutes_ago();
        if (least..=10_000.0).contains(&began) {
            return Ok(());
        }
        Err(format!("stack {stack}: began_minutes_ago must be {least} to 10000"))
    }
}

impl ServicePlan {
    fn check(&self, stack: &StackPlan) -> Result<(), String> {
        let name = &self.name;
        if !(1..=1000).contains(&self.desired) {
            return Err(format!("service {name}: desired must be 1 to 1000"));
        }
        if self.revision <= stack.deploys + 1 {
            return Err(format!("service {name}: revision must be above the {} deploys before it", stack.deploys + 1));
        }
        if !(2..=600).contains(&self.usual_minutes) {
            return Err(format!("service {name}: usual_minutes must be 2 to 600"));
        }
        let lower = i64::from(self.desired) * i64::from(self.min_healthy_percent);
        let upper = i64::from(self.desired) * i64::from(self.max_percent);
        if !(0..=100).contains(&self.min_healthy_percent) || !(100..=200).contains(&self.max_percent) {
            return Err(format!("service {name}: min_healthy_percent is 0 to 100, max_percent 100 to 200"));
        }
        if upper / 100 <= i64::from(self.desired) && (lower + 99) / 100 >= i64::from(self.desired) {
            return Err(format!("service {name}: these percentages let no deployment ever begin"));
        }
        Ok(())
    }

    /// Consecutive failures that trip the breaker. AWS's default is half the desired count, 3 to 200.
    pub fn breaker_threshold(&self) -> i32 {
        let default = ((self.desired + 1) / 2).clamp(3, 200);
        self.breaker.and_then(|breaker| breaker.threshold).unwrap_or(default)
    }
}

mod defaults {
    pub(super) fn account() -> String {
        "123456789012".to_owned()
    }
    pub(super) fn region() -> String {
        "eu-west-1".to_owned()
    }
    pub(super) fn launch_type() -> String {
        "FARGATE".to_owned()
    }
    pub(super) fn scheduling() -> String {
        "REPLICA".to_owned()
    }
    pub(super) fn deploys() -> i32 {
        30
    }
    pub(super) fn desired() -> i32 {
        4
    }
    pub(super) fn min_healthy_percent() -> i32 {
        100
    }
    pub(super) fn max_percent() -> i32 {
        200
    }
    pub(super) fn revision() -> i32 {
        43
    }
    pub(super) fn usual_minutes() -> i64 {
        4
    }
    pub(super) fn memory() -> i32 {
        1024
    }
}
