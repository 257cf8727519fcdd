//! What a drift detection has found.

use crate::aws::ask::ask;
use crate::aws::clients::Clients;
use crate::aws::from_sdk::drift::{resource, stage};
use crate::aws::pages::{ALL, Walk};
use crate::domain::Text;
use crate::domain::drift::{Drift, DriftStage, ResourceDrift};
use crate::domain::fault::Fault;

/// How far a detection is, and once it is over what it has found of each resource.
pub(in crate::aws) async fn drift(clients: &Clients, stack: &Text, detection: &Text) -> Result<Drift, Fault> {
    let stacks = clients.cloudformation();
    let asking = stacks.describe_stack_drift_detection_status().stack_drift_detection_id(detection.raw());
    let answer = ask("cloudformation:DescribeStackDriftDetectionStatus", asking.send()).await?;
    let stage = stage(&answer);
    let resources = if stage == DriftStage::Running { Vec::new() } else { resources(clients, stack).await? };
    Ok(Drift { detection: detection.clone(), stage, resources })
}

async fn resources(clients: &Clients, stack: &Text) -> Result<Vec<ResourceDrift>, Fault> {
    let (mut found, mut walk, mut token) = (Vec::new(), Walk::new(ALL), None);
    loop {
        let asking = clients.cloudformation().describe_stack_resource_drifts().stack_name(stack.raw());
        let asking = asking.set_next_token(token);
        let answer = ask("cloudformation:DescribeStackResourceDrifts", asking.send()).await?;
        found.extend(answer.stack_resource_drifts().iter().filter_map(resource));
        token = walk.next(answer.next_token);
        if token.is_none() {
            return Ok(found);
        }
    }
}
