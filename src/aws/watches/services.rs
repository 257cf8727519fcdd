//! Services of a cluster.

use crate::aws::ask::ask;
use crate::aws::clients::Clients;
use crate::aws::from_sdk;
use crate::domain::Text;
use crate::domain::fault::{Fault, FaultKind};
use crate::domain::service::Service;
use std::collections::BTreeSet;

const ACTION: &str = "ecs:DescribeServices";

/// Describes up to ten services. Those that do not exist are left out.
pub(in crate::aws) async fn describe(
    clients: &Clients,
    cluster: &Text,
    names: &BTreeSet<Text>,
) -> Result<Vec<Service>, Fault> {
    if names.is_empty() {
        return Ok(Vec::new());
    }
    let names = names.iter().map(|name| name.raw().to_owned()).collect();
    let asking = clients.ecs().describe_services().cluster(cluster.raw()).set_services(Some(names));
    let answer = ask(ACTION, asking.send()).await?;
    let found: Vec<Service> =
        answer.services().iter().filter_map(|service| from_sdk::service::service(cluster, service)).collect();
    // ECS tells of each service that it could not describe; MISSING is the one reason that means "not there".
    let other = answer.failures().iter().find(|failure| failure.reason() != Some("MISSING"));
    match other {
        Some(failure) if found.is_empty() => {
            let words = failure.detail().or(failure.reason()).unwrap_or("no reason given");
            Err(Fault { action: ACTION, kind: FaultKind::Rejected, message: Text::new(words) })
        }
        _ => Ok(found),
    }
}
