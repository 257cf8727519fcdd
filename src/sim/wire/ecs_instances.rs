//! ListContainerInstances and DescribeContainerInstances.

use super::ecs_find::{cluster, missing, page, short, wanted};
use super::json::{Input, raw};
use crate::domain::capacity::{ContainerInstance, Room};
use crate::sim::account::{Account, SimContainerInstance};
use crate::sim::refusal::Refusal;
use serde_json::{Value, json};

const USUAL_PAGE: usize = 100;
const MOST_DESCRIBED: usize = 100;

/// Every instance of the cluster, or those of one status. Filter expressions are not read: our choice.
pub fn list(account: &Account, input: &Input) -> Result<Value, Refusal> {
    let cluster = cluster(account, input)?;
    let status = input.text("status")?;
    let arns: Vec<&str> = account
        .container_instances
        .iter()
        .filter(|known| known.cluster == cluster)
        .filter(|known| status.is_none_or(|status| known.instance.status.raw() == status))
        .map(|known| known.instance.arn.raw())
        .collect();
    let list = format!("ListContainerInstances {cluster} {status:?}");
    let page = page(input, &list, &arns.iter().collect::<Vec<_>>(), USUAL_PAGE, |arn| arn)?;
    Ok(json!({"containerInstanceArns": page.items, "nextToken": page.next}))
}

pub fn describe(account: &Account, input: &Input) -> Result<Value, Refusal> {
    let cluster = cluster(account, input)?;
    let (mut found, mut failures) = (Vec::new(), Vec::new());
    for wanted in wanted(input, "containerInstances", "Container instances", MOST_DESCRIBED)? {
        let is_wanted = |known: &&SimContainerInstance| {
            let arn = known.instance.arn.raw();
            known.cluster == cluster && (arn == wanted || short(arn) == wanted)
        };
        match account.container_instances.iter().find(is_wanted) {
            Some(known) => found.push(form(account, known)),
            None => failures.push(missing(account, "container-instance", &format!("{cluster}/{}", short(wanted)))),
        }
    }
    Ok(json!({"containerInstances": found, "failures": failures}))
}

fn form(account: &Account, known: &SimContainerInstance) -> Value {
    let ContainerInstance { arn, ec2_id, status, agent_connected, registered, remaining } = &known.instance;
    let of_cluster = |name: &str| {
        let tasks = account.tasks.iter().filter(|sim| sim.cluster == known.cluster && sim.task.address.is_none());
        tasks.filter(|sim| sim.task.last_status.raw() == name).count()
    };
    json!({
        "containerInstanceArn": arn.raw(),
        "ec2InstanceId": raw(ec2_id),
        "status": status.raw(),
        "agentConnected": agent_connected,
        "registeredResources": resources(registered),
        "remainingResources": resources(remaining),
        // Which task runs on which instance is not simulated: those of the cluster count for each.
        "runningTasksCount": of_cluster("RUNNING"),
        "pendingTasksCount": of_cluster("PENDING"),
        "version": 1,
        "versionInfo": {"agentVersion": "1.98.0", "dockerVersion": "DockerVersion: 25.0.8"},
        "attributes": [],
        "attachments": [],
        "tags": [],
    })
}

fn resources(room: &Room) -> Value {
    let row = |name: &str, value: i32| json!({"name": name, "type": "INTEGER", "integerValue": value, "longValue": 0, "doubleValue": 0.0});
    json!([row("CPU", room.cpu), row("MEMORY", room.memory)])
}
