//! Task definitions: what each revision of a service runs.

use super::state::World;
use crate::domain::Text;
use crate::domain::masked::Masked;
use crate::domain::task_definition::{
    ContainerDefinition, EnvironmentVariable, LogConfiguration, Secret, TaskDefinition,
};
use crate::sim::scenario::{NewLog, ServicePlan};

/// The name of the container of every task.
pub(super) const CONTAINER: &str = "app";
/// The port it listens on.
pub(super) const PORT: i32 = 8080;

/// A value that fits the name, and another one where the new revision alters it.
fn value_of(name: &str, altered: bool) -> String {
    let (usual, other) = match name.rsplit('_').next().unwrap_or(name) {
        "LEVEL" => ("info", "debug"),
        "PORT" => ("8080", "8081"),
        "HOST" => ("internal.example", "internal-2.example"),
        "SECONDS" | "TIMEOUT" => ("30", "3"),
        _ => ("on", "off"),
    };
    if altered { other } else { usual }.to_owned()
}

/// The log group of a service.
pub(super) fn log_group(plan: &ServicePlan) -> String {
    format!("/ecs/{}", plan.name)
}

impl World {
    /// Registers a revision, once.
    pub(super) fn register_definition(&mut self, plan: &ServicePlan, revision: i32) {
        let arn = self.definition_arn(plan, revision);
        if self.account.task_definitions.iter().any(|known| known.arn.raw() == arn) {
            return;
        }
        let is_new = revision >= plan.revision;
        let has = |name: &&String| !is_new || !plan.drops.contains(name);
        let memory = plan.old_memory.filter(|_| !is_new).unwrap_or(plan.memory);
        let environment = plan.environment.iter().filter(has);
        let environment = environment.map(|name| EnvironmentVariable {
            name: Text::new(name),
            value: Masked::new(value_of(name, is_new && plan.alters.contains(name))),
        });
        let added = plan.adds.iter().filter(|_| is_new);
        let secrets = plan.secrets.iter().filter(has).chain(added).map(|name| Secret {
            name: Text::new(name),
            value_from: self.arn("secretsmanager", &format!("secret:{}/{name}", plan.name)).into(),
        });
        let role = |kind: &str| Text::new(format!("arn:aws:iam::{}:role/{}-{kind}", self.account.id, plan.name));
        let definition = TaskDefinition {
            arn: arn.into(),
            family: Text::new(&plan.name),
            revision,
            cpu: Some(Text::new("512")),
            memory: Some(memory.to_string().into()),
            task_role: Some(role("task")),
            execution_role: Some(role("execution")),
            network_mode: Some(Text::new(if plan.launch_type == "FARGATE" { "awsvpc" } else { "bridge" })),
            containers: vec![ContainerDefinition {
                image: Some(self.image(plan, revision).into()),
                cpu: 512,
                memory: Some(memory),
                environment: environment.collect(),
                secrets: secrets.collect(),
                ports: vec![PORT],
                health_check: plan.health_check.as_deref().map(Text::new),
                log: self.log_configuration(plan, is_new),
                ..ContainerDefinition::bare(Text::new(CONTAINER))
            }],
        };
        let mut definition = definition;
        let log = definition.containers.first().and_then(|own| own.log.clone());
        definition.containers.extend(plan.sidecars.iter().map(|sidecar| ContainerDefinition {
            image: Some(Text::new(&sidecar.image)),
            essential: sidecar.essential,
            memory_reservation: Some(128),
            log: log.clone(),
            ..ContainerDefinition::bare(Text::new(&sidecar.name))
        }));
        self.account.task_definitions.push(definition);
    }

    fn log_configuration(&self, plan: &ServicePlan, is_new: bool) -> Option<LogConfiguration> {
        let usual = LogConfiguration {
            driver: Text::new("awslogs"),
            group: Some(log_group(plan).into()),
            region: Some(Text::new(&self.account.region)),
            stream_prefix: Some(Text::new(&plan.name)),
        };
        match plan.new_log.as_ref().filter(|_| is_new) {
            None => Some(usual),
            Some(NewLog::None) => None,
            Some(NewLog::Group(group)) => Some(LogConfiguration { group: Some(Text::new(group)), ..usual }),
            Some(NewLog::Driver(driver)) => {
                Some(LogConfiguration { driver: Text::new(driver), group: None, region: None, stream_prefix: None })
            }
        }
    }
}
