//! A service's deployments and their history.

use crate::aws::ask::ask;
use crate::aws::clients::Clients;
use crate::aws::from_sdk;
use crate::domain::Text;
use crate::domain::deployment::ServiceDeployment;
use crate::domain::fault::{Fault, FaultKind};
use crate::domain::service::ServiceId;
use std::collections::BTreeMap;

/// The newest so many: history enough to say what is usual, and as many as one DescribeServiceDeployments takes.
const NEWEST: i32 = 20;

/// Watches a service's deployments. What a finished one was like is asked once.
pub(in crate::aws) struct DeploymentsWatch {
    service: ServiceId,
    /// Finished deployments that were described, by ARN.
    finished: BTreeMap<Text, ServiceDeployment>,
}

impl DeploymentsWatch {
    pub(in crate::aws) fn new(service: ServiceId) -> Self {
        Self { service, finished: BTreeMap::new() }
    }

    /// Newest first. Where describing is not allowed, the list alone.
    pub(in crate::aws) async fn poll(&mut self, clients: &Clients) -> Result<Vec<ServiceDeployment>, Fault> {
        let asking = clients.ecs().list_service_deployments().service(self.service.name.raw());
        let asking = asking.cluster(self.service.cluster.raw()).max_results(NEWEST);
        let answer = ask("ecs:ListServiceDeployments", asking.send()).await?;
        let mut list: Vec<ServiceDeployment> =
            answer.service_deployments().iter().filter_map(from_sdk::deployment::brief).collect();
        list.sort_by_key(|deployment| std::cmp::Reverse(deployment.created_at));
        list.truncate(usize::try_from(NEWEST).unwrap_or_default());
        let described = match self.describe(clients, &list).await {
            Ok(described) => described,
            Err(fault) if matches!(fault.kind, FaultKind::AccessDenied | FaultKind::Rejected) => BTreeMap::new(),
            Err(fault) => return Err(fault),
        };
        self.finished.retain(|arn, _| list.iter().any(|deployment| deployment.arn == *arn));
        for deployment in &mut list {
            let known = described.get(&deployment.arn).or_else(|| self.finished.get(&deployment.arn));
            if let Some(known) = known {
                *deployment = known.clone();
            }
        }
        let finished = described.into_iter().filter(|(_, deployment)| !deployment.is_open());
        self.finished.extend(finished);
        Ok(list)
    }

    /// Describes those that are open and the newest one, as far as that was not done for good.
    async fn describe(
        &self,
        clients: &Clients,
        list: &[ServiceDeployment],
    ) -> Result<BTreeMap<Text, ServiceDeployment>, Fault> {
        let wanted: Vec<String> = list
            .iter()
            .enumerate()
            .filter(|(place, d)| (*place == 0 || d.is_open()) && !self.finished.contains_key(&d.arn))
            .map(|(_, deployment)| deployment.arn.raw().to_owned())
            .collect();
        if wanted.is_empty() {
            return Ok(BTreeMap::new());
        }
        let asking = clients.ecs().describe_service_deployments().set_service_deployment_arns(Some(wanted));
        let answer = ask("ecs:DescribeServiceDeployments", asking.send()).await?;
        let described = answer.service_deployments().iter().filter_map(from_sdk::deployment::described);
        Ok(described.map(|deployment| (deployment.arn.clone(), deployment)).collect())
    }
}
