//! ListClusters and DescribeClusters.

use super::ecs_find::{arn, clusters, missing, page, short};
use super::json::Input;
use crate::sim::account::Account;
use crate::sim::refusal::Refusal;
use serde_json::{Value, json};

const USUAL_PAGE: usize = 100;

pub fn list(account: &Account, input: &Input) -> Result<Value, Refusal> {
    let arns: Vec<String> = clusters(account).into_iter().map(|name| cluster_arn(account, name)).collect();
    let page = page(input, "ListClusters", &arns.iter().collect::<Vec<_>>(), USUAL_PAGE, |arn| arn)?;
    Ok(json!({"clusterArns": page.items, "nextToken": page.next}))
}

pub fn describe(account: &Account, input: &Input) -> Result<Value, Refusal> {
    let mut wanted = input.texts("clusters")?;
    if wanted.is_empty() {
        wanted.push("default");
    }
    let (mut found, mut failures) = (Vec::new(), Vec::new());
    for wanted in wanted {
        match clusters(account).into_iter().find(|name| *name == short(wanted)) {
            Some(name) => found.push(cluster(account, name)),
            None => failures.push(missing(account, "cluster", wanted)),
        }
    }
    Ok(json!({"clusters": found, "failures": failures}))
}

/// The ARN of a cluster.
pub fn cluster_arn(account: &Account, name: &str) -> String {
    arn(account, &format!("cluster/{name}"))
}

fn cluster(account: &Account, name: &str) -> Value {
    let of_status = |status: &str| {
        account.tasks.iter().filter(|task| task.cluster == name && task.task.last_status.raw() == status).count()
    };
    let instances = account.container_instances.iter().filter(|known| known.cluster == name).count();
    let services = account.services.iter().filter(|service| service.service.id.cluster.raw() == name).count();
    json!({
        "clusterArn": cluster_arn(account, name),
        "clusterName": name,
        "status": "ACTIVE",
        "registeredContainerInstancesCount": instances,
        "runningTasksCount": of_status("RUNNING"),
        "pendingTasksCount": of_status("PENDING") + of_status("PROVISIONING"),
        "activeServicesCount": services,
        "statistics": [],
        "tags": [],
        "settings": [{"name": "containerInsights", "value": "disabled"}],
        "capacityProviders": [],
        "defaultCapacityProviderStrategy": [],
    })
}
