//! Task definitions: what a revision runs and where it logs (DescribeTaskDefinition).

use super::masked::Masked;
use super::text::Text;

/// One revision of a task definition. Never changes once registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskDefinition {
    pub arn: Text,
    pub family: Text,
    pub revision: i32,
    pub cpu: Option<Text>,
    pub memory: Option<Text>,
    pub task_role: Option<Text>,
    pub execution_role: Option<Text>,
    pub network_mode: Option<Text>,
    pub containers: Vec<ContainerDefinition>,
}

/// One container of a task definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContainerDefinition {
    pub name: Text,
    pub image: Option<Text>,
    /// A task ends when one of its essential containers does; AWS's default is true.
    pub essential: bool,
    pub cpu: i32,
    /// Hard limit in MiB.
    pub memory: Option<i32>,
    pub memory_reservation: Option<i32>,
    pub command: Vec<Text>,
    pub entry_point: Vec<Text>,
    pub environment: Vec<EnvironmentVariable>,
    pub secrets: Vec<Secret>,
    pub ports: Vec<i32>,
    pub health_check: Option<Text>,
    /// The times of that check; present where there is one.
    pub health_times: Option<HealthTimes>,
    pub log: Option<LogConfiguration>,
}

impl ContainerDefinition {
    /// An essential container of which nothing else is told.
    pub fn bare(name: Text) -> Self {
        Self {
            name,
            image: None,
            essential: true,
            cpu: 0,
            memory: None,
            memory_reservation: None,
            command: Vec::new(),
            entry_point: Vec::new(),
            environment: Vec::new(),
            secrets: Vec::new(),
            ports: Vec::new(),
            health_check: None,
            health_times: None,
            log: None,
        }
    }
}

/// The times of a container's health check, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HealthTimes {
    pub interval: i32,
    pub timeout: i32,
    /// Failed checks in a row after which the container is unhealthy.
    pub retries: i32,
    /// Seconds after the start in which failures do not count.
    pub start_period: i32,
}

impl HealthTimes {
    /// Seconds after the start at which a container that never answers is unhealthy at the earliest.
    pub fn patience(self) -> u64 {
        let whole = i64::from(self.start_period.max(0))
            .saturating_add(i64::from(self.interval.max(0)).saturating_mul(i64::from(self.retries.max(1))));
        u64::try_from(whole).unwrap_or(0)
    }
}

/// An environment variable; its value is masked until somebody asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnvironmentVariable {
    pub name: Text,
    pub value: Masked,
}

/// A secret given to a container as an environment variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    pub name: Text,
    /// ARN or name of the secret or parameter, not its value.
    pub value_from: Text,
}

/// Where a container's output goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogConfiguration {
    /// `awslogs`, `awsfirelens`, `splunk`, …
    pub driver: Text,
    pub group: Option<Text>,
    pub region: Option<Text>,
    pub stream_prefix: Option<Text>,
}

impl LogConfiguration {
    /// The log group lines go to; none where they go elsewhere.
    pub fn awslogs_group(&self) -> Option<&Text> {
        self.group.as_ref().filter(|_| self.driver.raw() == "awslogs")
    }
}

impl TaskDefinition {
    /// The containers whose output is in no log group, and where it goes, in sentences.
    pub fn unread(&self) -> impl Iterator<Item = Text> {
        let elsewhere = |container: &ContainerDefinition| {
            let words = match container.log.as_ref() {
                None => "has no log configuration: nothing of what it writes reaches CloudWatch Logs".to_owned(),
                Some(log) if log.awslogs_group().is_some() => return None,
                Some(log) => match log.driver.raw() {
                    "awslogs" => "logs with awslogs, but its log configuration names no log group".to_owned(),
                    "awsfirelens" => {
                        "logs with awsfirelens: a log router sends its lines on, and they are not read here".to_owned()
                    }
                    "json-file" | "local" | "journald" | "syslog" => {
                        format!(
                            "logs with {}: its lines stay on the container instance, and are not read here",
                            log.driver
                        )
                    }
                    _ => format!("logs with {}, which is not read here", log.driver),
                },
            };
            Some(Text::from(format!("{} of {} {words}", container.name, self.short_name())))
        };
        self.containers.iter().filter_map(elsewhere)
    }

    /// `checkout:42`.
    pub fn short_name(&self) -> String {
        short_name(self.arn.as_str()).to_owned()
    }

    pub fn container(&self, name: &str) -> Option<&ContainerDefinition> {
        self.containers.iter().find(|c| c.name.raw() == name)
    }
}

/// The family in an ARN, with all that stands before it: what its revisions have in common.
pub fn family(arn: &str) -> &str {
    arn.rsplit_once(':').map_or(arn, |(family, _)| family)
}

/// `checkout:42` of a task definition ARN; the text itself where it is no ARN.
pub fn short_name(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or(arn)
}
