//! The container instances of a cluster.

use crate::aws::ask::ask;
use crate::aws::clients::Clients;
use crate::aws::from_sdk;
use crate::aws::pages::Walk;
use crate::domain::Text;
use crate::domain::capacity::ContainerInstance;
use crate::domain::fault::Fault;

/// Pages of a hundred instances read at most: our choice, so that a huge cluster does not eat its own quota.
const PAGES: usize = 20;
/// As many as one DescribeContainerInstances takes.
const A_CALL: usize = 100;

/// Every instance of the cluster with what it has left.
pub(in crate::aws) async fn instances(clients: &Clients, cluster: &Text) -> Result<Vec<ContainerInstance>, Fault> {
    let mut arns: Vec<String> = Vec::new();
    let (mut walk, mut token) = (Walk::new(PAGES), None);
    loop {
        let asking = clients.ecs().list_container_instances().cluster(cluster.raw()).set_next_token(token);
        let answer = ask("ecs:ListContainerInstances", asking.send()).await?;
        arns.extend(answer.container_instance_arns.unwrap_or_default());
        token = walk.next(answer.next_token);
        if token.is_none() {
            break;
        }
    }
    let mut found = Vec::new();
    for some in arns.chunks(A_CALL) {
        let asking = clients.ecs().describe_container_instances().cluster(cluster.raw());
        let asking = asking.set_container_instances(Some(some.to_vec()));
        let answer = ask("ecs:DescribeContainerInstances", asking.send()).await?;
        found.extend(answer.container_instances().iter().filter_map(from_sdk::capacity::instance));
    }
    Ok(found)
}
