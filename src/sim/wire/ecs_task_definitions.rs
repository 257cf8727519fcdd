//! DescribeTaskDefinition.

use super::json::{Input, raw};
use crate::domain::Text;
use crate::domain::task_definition::{ContainerDefinition, HealthTimes, LogConfiguration, TaskDefinition};
use crate::sim::account::Account;
use crate::sim::refusal::Refusal;
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub fn describe(account: &Account, input: &Input) -> Result<Value, Refusal> {
    let client = |message: &str| Refusal::bad_request("ClientException", message);
    let named = input.text("taskDefinition")?.ok_or_else(|| client("Task definition can not be blank."))?;
    let found = find(account, named).ok_or_else(|| client("Unable to describe task definition."))?;
    Ok(json!({"taskDefinition": form(found), "tags": []}))
}

/// By ARN, by `family:revision`, or by `family` for its newest revision.
fn find<'a>(account: &'a Account, named: &str) -> Option<&'a TaskDefinition> {
    let all = account.task_definitions.iter();
    if named.starts_with("arn:") {
        return all.into_iter().find(|definition| definition.arn.raw() == named);
    }
    match named.split_once(':') {
        Some((family, revision)) => {
            let revision: i32 = revision.parse().ok()?;
            all.into_iter().find(|it| it.family.raw() == family && it.revision == revision)
        }
        None => all.filter(|definition| definition.family.raw() == named).max_by_key(|it| it.revision),
    }
}

fn form(definition: &TaskDefinition) -> Value {
    json!({
        "taskDefinitionArn": definition.arn.raw(),
        "family": definition.family.raw(),
        "revision": definition.revision,
        "status": "ACTIVE",
        "cpu": raw(&definition.cpu),
        "memory": raw(&definition.memory),
        "taskRoleArn": raw(&definition.task_role),
        "executionRoleArn": raw(&definition.execution_role),
        "networkMode": raw(&definition.network_mode),
        "containerDefinitions": definition.containers.iter().map(container).collect::<Vec<_>>(),
        "volumes": [],
        "placementConstraints": [],
        "requiresAttributes": [],
        "compatibilities": ["EC2", "FARGATE"],
    })
}

fn container(container: &ContainerDefinition) -> Value {
    let port = |port: &i32| json!({"containerPort": port, "hostPort": port, "protocol": "tcp"});
    let environment = container
        .environment
        .iter()
        .map(|variable| json!({"name": variable.name.raw(), "value": variable.value.shown().raw()}));
    let secrets =
        container.secrets.iter().map(|secret| json!({"name": secret.name.raw(), "valueFrom": secret.value_from.raw()}));
    json!({
        "name": container.name.raw(),
        "image": raw(&container.image),
        "cpu": container.cpu,
        "memory": container.memory,
        "memoryReservation": container.memory_reservation,
        "essential": container.essential,
        "entryPoint": words(&container.entry_point),
        "command": words(&container.command),
        "portMappings": container.ports.iter().map(port).collect::<Vec<_>>(),
        "environment": environment.collect::<Vec<_>>(),
        "secrets": secrets.collect::<Vec<_>>(),
        "healthCheck": container.health_check.as_ref().map(|check| health_check(check.raw(), container.health_times)),
        "logConfiguration": container.log.as_ref().map(log),
        "mountPoints": [],
        "volumesFrom": [],
        "systemControls": [],
    })
}

/// AWS leaves an empty command out.
fn words(words: &[Text]) -> Option<Vec<&str>> {
    (!words.is_empty()).then(|| words.iter().map(Text::raw).collect())
}

/// The command as a list: its first word says how it is run. Times not given are AWS's defaults.
fn health_check(check: &str, times: Option<HealthTimes>) -> Value {
    let command = match check.split_once(' ') {
        Some(("CMD", rest)) => std::iter::once("CMD").chain(rest.split_whitespace()).collect(),
        Some(("CMD-SHELL", rest)) => vec!["CMD-SHELL", rest],
        _ => vec!["CMD-SHELL", check],
    };
    let times = times.unwrap_or(HealthTimes { interval: 30, timeout: 5, retries: 3, start_period: 0 });
    json!({"command": command, "interval": times.interval, "timeout": times.timeout, "retries": times.retries,
           "startPeriod": times.start_period})
}

fn log(log: &LogConfiguration) -> Value {
    let options =
        [("awslogs-group", &log.group), ("awslogs-region", &log.region), ("awslogs-stream-prefix", &log.stream_prefix)];
    let options: BTreeMap<_, _> =
        options.into_iter().filter_map(|(name, it)| Some((name, it.as_ref()?.raw()))).collect();
    json!({"logDriver": log.driver.raw(), "options": options})
}
