//! The form of a service in a scenario.

use super::defaults;
use super::fate::Fate;
use super::holding::{AlarmPlan, AutoscalingPlan, HookPlan};
use super::stack::StackPlan;
use serde::Deserialize;

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
    /// Maximum percent before the last operation; the same where absent.
    #[serde(default)]
    pub old_max_percent: Option<i32>,
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
    /// Variables the new revision gives another value.
    #[serde(default)]
    pub alters: Vec<String>,
    /// Secrets only the new revision has.
    #[serde(default)]
    pub adds: Vec<String>,
    /// Name of its target group; none where it is not behind a load balancer.
    #[serde(default)]
    pub target_group: Option<String>,
    #[serde(default)]
    pub breaker: Option<BreakerPlan>,
    /// Further containers of its tasks.
    #[serde(default)]
    pub sidecars: Vec<SidecarPlan>,
    /// The health check of its own container, `CMD-SHELL curl -f http://localhost:8080/`.
    #[serde(default)]
    pub health_check: Option<String>,
    /// `ECS`, `CODE_DEPLOY`, `EXTERNAL`.
    #[serde(default = "defaults::controller")]
    pub controller: String,
    /// `ROLLING`, `BLUE_GREEN`: with the latter the old tasks stay until the end.
    #[serde(default = "defaults::strategy")]
    pub strategy: String,
    /// Minutes of bake time of every deployment.
    #[serde(default)]
    pub bake_minutes: Option<i32>,
    /// A pause hook of the last operation's deployment.
    #[serde(default)]
    pub hook: Option<HookPlan>,
    /// An alarm that goes off in the last operation's deployment.
    #[serde(default)]
    pub alarm: Option<AlarmPlan>,
    #[serde(default)]
    pub autoscaling: Option<AutoscalingPlan>,
    /// Why ECS refuses the last operation's update of it.
    #[serde(default)]
    pub refused: Option<String>,
    /// The last operation does not touch it.
    #[serde(default)]
    pub untouched: bool,
    /// How the container instances of its cluster are, on EC2.
    #[serde(default)]
    pub instances: InstancesPlan,
    /// Its tasks log no requests.
    #[serde(default)]
    pub silent: bool,
    /// So many services like this one; `{n}` in names stands for the number. One where absent.
    #[serde(default)]
    pub copies: Option<u16>,
    /// Where the new revision logs, where that is elsewhere.
    #[serde(default)]
    pub new_log: Option<NewLog>,
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

/// A further container of a task.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SidecarPlan {
    pub name: String,
    /// Full reference.
    pub image: String,
    #[serde(default = "defaults::essential")]
    pub essential: bool,
    /// Lines it logs when it starts.
    #[serde(default)]
    pub startup: Vec<String>,
}

/// Where a new revision logs.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NewLog {
    /// Nowhere: it has no log configuration.
    None,
    /// To a log group nobody made.
    Group(String),
    /// With another driver than awslogs.
    Driver(String),
}

/// Container instances of a cluster.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InstancesPlan {
    /// They take tasks, as many as they have room for.
    #[default]
    Connected,
    /// Their agents no longer answer.
    Disconnected,
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

impl ServicePlan {
    pub(super) fn check(&self, stack: &StackPlan) -> Result<(), String> {
        let name = &self.name;
        if !(0..=1000).contains(&self.desired) {
            return Err(format!("service {name}: desired must be 0 to 1000"));
        }
        if self.revision <= stack.deploys + 1 {
            return Err(format!("service {name}: revision must be above the {} deploys before it", stack.deploys + 1));
        }
        if !(2..=600).contains(&self.usual_minutes) {
            return Err(format!("service {name}: usual_minutes must be 2 to 600"));
        }
        let before = self.old_max_percent.unwrap_or(self.max_percent);
        let percents = [self.max_percent, before];
        if !(0..=100).contains(&self.min_healthy_percent) || percents.iter().any(|most| !(100..=200).contains(most)) {
            return Err(format!("service {name}: min_healthy_percent is 0 to 100, max_percent 100 to 200"));
        }
        if self.is_deadlocked(self.desired, before) {
            return Err(format!("service {name}: these percentages let no deployment ever begin"));
        }
        Ok(())
    }

    /// Consecutive failures that trip the breaker. AWS's default is half the desired count, 3 to 200.
    pub fn breaker_threshold(&self) -> i32 {
        let default = ((self.desired + 1) / 2).clamp(3, 200);
        self.breaker.and_then(|breaker| breaker.threshold).unwrap_or(default)
    }

    /// Whether minimum and maximum percent leave no room to stop or to start a task.
    pub fn is_deadlocked(&self, desired: i32, max_percent: i32) -> bool {
        let (desired, least) = (i64::from(desired), i64::from(self.min_healthy_percent));
        desired > 0 && (desired * least + 99) / 100 >= desired && desired * i64::from(max_percent) / 100 <= desired
    }

    /// The services it stands for.
    pub(super) fn copied(&self) -> Vec<Self> {
        let numbered = |n: u16| {
            let name = |text: &str| text.replace("{n}", &format!("{n:02}"));
            let mut copy = self.clone();
            (copy.name, copy.image, copy.copies) = (name(&self.name), name(&self.image), None);
            copy.target_group = self.target_group.as_deref().map(name);
            copy
        };
        self.copies.map_or_else(|| vec![self.clone()], |copies| (1..=copies).map(numbered).collect())
    }
}
