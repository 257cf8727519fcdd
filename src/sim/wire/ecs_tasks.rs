//! ListTasks, DescribeTasks and StopTask.

use super::ecs_clusters::cluster_arn;
use super::ecs_find::{cluster, known_service, missing, page, short, wanted};
use super::json::{Input, raw};
use super::moment::maybe_epoch;
use super::trouble::invalid_parameter;
use crate::domain::task::{Container, Task};
use crate::domain::task_definition::short_name;
use crate::domain::{Text, Timestamp};
use crate::sim::account::{Account, SimTask};
use crate::sim::refusal::Refusal;
use crate::sim::world::World;
use serde_json::{Value, json};

const USUAL_PAGE: usize = 100;
const MOST_DESCRIBED: usize = 100;

pub fn list(account: &Account, input: &Input) -> Result<Value, Refusal> {
    let cluster = cluster(account, input)?;
    let (family, started_by) = (input.text("family")?, input.text("startedBy")?);
    let service = input.text("serviceName")?;
    let group = match service {
        Some(name) => Some(format!("service:{}", known_service(account, cluster, name)?.service.id.name.raw())),
        None => None,
    };
    if started_by.is_some() && (family.is_some() || service.is_some()) {
        return Err(invalid_parameter("cannot specify startedBy with other arguments"));
    }
    // PENDING answers nothing: ECS never sets a task's desired status to it.
    let desired = input.text("desiredStatus")?.unwrap_or("RUNNING");
    if !["RUNNING", "PENDING", "STOPPED"].contains(&desired) {
        return Err(invalid_parameter(format!("Invalid desiredStatus: {desired}")));
    }
    let arns: Vec<&str> = account
        .tasks
        .iter()
        .filter(|sim| sim.cluster == cluster && sim.task.desired_status.raw() == desired)
        .map(|sim| &sim.task)
        .filter(|task| group.as_deref().is_none_or(|group| raw(&task.group) == Some(group)))
        .filter(|task| started_by.is_none_or(|by| raw(&task.started_by) == Some(by)))
        .filter(|task| family.is_none_or(|family| family_of(task) == family))
        .map(|task| task.arn.raw())
        .collect();
    let list = format!("ListTasks {cluster} {desired} {group:?} {started_by:?} {family:?}");
    let page = page(input, &list, &arns.iter().collect::<Vec<_>>(), USUAL_PAGE, |arn| arn)?;
    Ok(json!({"taskArns": page.items, "nextToken": page.next}))
}

fn family_of(task: &Task) -> &str {
    let name = short_name(task.task_definition.raw());
    name.split(':').next().unwrap_or(name)
}

pub fn describe(account: &Account, input: &Input) -> Result<Value, Refusal> {
    let cluster = cluster(account, input)?;
    let (mut found, mut failures) = (Vec::new(), Vec::new());
    for wanted in wanted(input, "tasks", "Tasks", MOST_DESCRIBED)? {
        let is_wanted = |sim: &&SimTask| {
            let arn = sim.task.arn.raw();
            sim.cluster == cluster && (arn == wanted || short(arn) == wanted)
        };
        match account.tasks.iter().find(is_wanted) {
            Some(sim) => found.push(form(account, sim)),
            None if wanted.starts_with("arn:") => failures.push(missing(account, "task", wanted)),
            None => failures.push(missing(account, "task", &format!("{cluster}/{wanted}"))),
        }
    }
    Ok(json!({"tasks": found, "failures": failures}))
}

pub fn stop(world: &mut World, input: &Input, now: Timestamp) -> Result<Value, Refusal> {
    let cluster = cluster(&world.account, input)?.to_owned();
    let named = input.text("task")?.ok_or_else(|| invalid_parameter("task cannot be empty."))?;
    world.stop_task_by_hand(&cluster, named, input.text("reason")?, now)?;
    let stopped = world.account.tasks.iter().find(|sim| sim.cluster == cluster && sim.task.id() == short(named));
    Ok(json!({"task": stopped.map(|sim| form(&world.account, sim))}))
}

fn form(account: &Account, sim: &SimTask) -> Value {
    let task = &sim.task;
    let definition = account.task_definitions.iter().find(|definition| definition.arn == task.task_definition);
    let service = raw(&task.group).and_then(|group| group.strip_prefix("service:"));
    let launch = account
        .services
        .iter()
        .find(|of| of.service.id.cluster.raw() == sim.cluster && Some(of.service.id.name.raw()) == service)
        .map(|of| of.launch_type.as_str());
    json!({
        "taskArn": task.arn.raw(),
        "taskDefinitionArn": task.task_definition.raw(),
        "clusterArn": cluster_arn(account, &sim.cluster),
        "group": raw(&task.group),
        "startedBy": raw(&task.started_by),
        "lastStatus": task.last_status.raw(),
        "desiredStatus": task.desired_status.raw(),
        "stopCode": raw(&task.stop_code),
        "stoppedReason": raw(&task.stopped_reason),
        "createdAt": maybe_epoch(task.created_at),
        "pullStartedAt": maybe_epoch(task.pull_started_at),
        "pullStoppedAt": maybe_epoch(task.pull_stopped_at),
        "startedAt": maybe_epoch(task.started_at),
        "stoppingAt": maybe_epoch(task.stopping_at),
        "executionStoppedAt": maybe_epoch(task.execution_stopped_at),
        "stoppedAt": maybe_epoch(task.stopped_at),
        "healthStatus": raw(&task.health).unwrap_or("UNKNOWN"),
        "launchType": launch,
        "cpu": definition.and_then(|definition| raw(&definition.cpu)),
        "memory": definition.and_then(|definition| raw(&definition.memory)),
        "containers": task.containers.iter().map(|it| container(task, it)).collect::<Vec<_>>(),
        "attachments": task.address.iter().map(interface).collect::<Vec<_>>(),
        "attributes": [],
        "overrides": {"containerOverrides": [], "inferenceAcceleratorOverrides": []},
        "enableExecuteCommand": false,
        "tags": [],
        "version": 1,
    })
}

fn interface(address: &Text) -> Value {
    let detail = |name: &str, value: &str| json!({"name": name, "value": value});
    json!({
        "type": "ElasticNetworkInterface",
        "status": "ATTACHED",
        "details": [detail("privateIPv4Address", address.raw())],
    })
}

fn container(task: &Task, container: &Container) -> Value {
    let arn = format!("{}/{}", task.arn.raw().replacen(":task/", ":container/", 1), container.name.raw());
    json!({
        "containerArn": arn,
        "taskArn": task.arn.raw(),
        "name": container.name.raw(),
        "image": raw(&container.image),
        "lastStatus": raw(&container.last_status),
        "exitCode": container.exit_code,
        "reason": raw(&container.reason),
        "healthStatus": raw(&container.health).unwrap_or("UNKNOWN"),
        "networkBindings": [],
        "networkInterfaces": [],
    })
}
