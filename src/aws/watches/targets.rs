//! The targets of a target group.

use crate::aws::ask::ask;
use crate::aws::clients::Clients;
use crate::aws::from_sdk;
use crate::domain::Text;
use crate::domain::fault::Fault;
use crate::domain::target::TargetHealth;

/// What the load balancer thinks of each target now. The answer has no pages.
pub(in crate::aws) async fn health(clients: &Clients, group: &Text) -> Result<Vec<TargetHealth>, Fault> {
    let asking = clients.load_balancing().describe_target_health().target_group_arn(group.raw());
    let answer = ask("elasticloadbalancing:DescribeTargetHealth", asking.send()).await?;
    Ok(answer.target_health_descriptions().iter().filter_map(from_sdk::target::health).collect())
}
