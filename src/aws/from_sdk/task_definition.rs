//! Task definitions. Values of environment variables go on masked.

use super::member::{text, text_or_empty, texts, word};
use crate::domain::Text;
use crate::domain::masked::Masked;
use crate::domain::task_definition::{
    ContainerDefinition, EnvironmentVariable, HealthTimes, LogConfiguration, Secret, TaskDefinition,
};
use aws_sdk_ecs::types as sdk;

/// The answer of DescribeTaskDefinition.
pub(in crate::aws) fn task_definition(from: &sdk::TaskDefinition) -> Option<TaskDefinition> {
    Some(TaskDefinition {
        arn: text(from.task_definition_arn()).filter(|arn| !arn.is_empty())?,
        family: text_or_empty(from.family()),
        revision: from.revision(),
        cpu: text(from.cpu()),
        memory: text(from.memory()),
        task_role: text(from.task_role_arn()),
        execution_role: text(from.execution_role_arn()),
        network_mode: text(from.network_mode().map(sdk::NetworkMode::as_str)),
        containers: from.container_definitions().iter().map(container).collect(),
    })
}

fn container(from: &sdk::ContainerDefinition) -> ContainerDefinition {
    ContainerDefinition {
        name: text_or_empty(from.name()),
        image: text(from.image()),
        essential: from.essential().unwrap_or(true),
        cpu: from.cpu(),
        memory: from.memory(),
        memory_reservation: from.memory_reservation(),
        command: texts(from.command()),
        entry_point: texts(from.entry_point()),
        environment: from.environment().iter().map(variable).collect(),
        secrets: from.secrets().iter().map(secret).collect(),
        ports: from.port_mappings().iter().filter_map(sdk::PortMapping::container_port).collect(),
        health_check: from.health_check().map(|check| Text::new(check.command().join(" "))),
        health_times: from.health_check().map(health_times),
        log: from.log_configuration().map(log),
    }
}

/// Absent times have the defaults AWS documents.
fn health_times(from: &sdk::HealthCheck) -> HealthTimes {
    HealthTimes {
        interval: from.interval().unwrap_or(30),
        timeout: from.timeout().unwrap_or(5),
        retries: from.retries().unwrap_or(3),
        start_period: from.start_period().unwrap_or(0),
    }
}

fn variable(from: &sdk::KeyValuePair) -> EnvironmentVariable {
    EnvironmentVariable { name: text_or_empty(from.name()), value: Masked::new(text_or_empty(from.value())) }
}

fn secret(from: &sdk::Secret) -> Secret {
    Secret { name: Text::new(from.name()), value_from: Text::new(from.value_from()) }
}

fn log(from: &sdk::LogConfiguration) -> LogConfiguration {
    let option = |name: &str| from.options().and_then(|options| options.get(name)).map(Text::new);
    LogConfiguration {
        driver: Text::new(word(Some(from.log_driver().as_str()))),
        group: option("awslogs-group"),
        region: option("awslogs-region"),
        stream_prefix: option("awslogs-stream-prefix"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_of_the_environment_goes_on_masked() {
        let pair = sdk::KeyValuePair::builder().name("DB_PASSWORD").value("hunter2").build();
        let container = sdk::ContainerDefinition::builder().name("app").environment(pair).build();
        let definition = sdk::TaskDefinition::builder().task_definition_arn("arn:x").container_definitions(container);
        let definition = task_definition(&definition.build()).expect("named");
        assert!(definition.containers[0].essential, "AWS's default");
        assert_eq!(definition.containers[0].environment[0].name.as_str(), "DB_PASSWORD");
        assert!(!format!("{definition:?}").contains("hunter2"));
    }
}
