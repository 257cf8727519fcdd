//! The look right before sending.

use crate::aws::ask::{ask, not_found};
use crate::aws::clients::Clients;
use crate::aws::from_sdk;
use crate::aws::watches::{logs, scaling, services, stack};
use crate::domain::Text;
use crate::domain::deployment::ServiceDeployment;
use crate::domain::fault::{Fault, FaultKind};
use crate::domain::operation::{Operation, Reading};
use crate::domain::saved_query::SavedQuery;
use crate::domain::scaling::ScalableTarget;
use crate::domain::service::{Service, ServiceId};
use crate::domain::situation::Situation;
use crate::domain::stack::{Stack, StackResource};
use crate::domain::task::Task;
use std::time::Duration;
use tokio::time::sleep;

/// What is asked again after so long where AWS asks for fewer calls: watching shares the quota, and must not keep what
/// was confirmed from being sent. Our choice.
const AGAIN: [Duration; 3] = [Duration::from_millis(400), Duration::from_millis(900), Duration::from_millis(2_000)];

/// Reads the state again and compares it with what was confirmed. `Ok(Err(words))` says what moved, or why it is not
/// legal any more: then the operation must not be sent. Whoever keeps the journal writes between this and `send`.
///
/// # Errors
/// The state could not be read; then nothing must be sent either.
pub async fn reread(clients: &Clients, operation: &Operation) -> Result<Result<(), String>, Fault> {
    let mut fresh = Fresh::default();
    for reading in operation.readings() {
        fresh.insist(clients, reading).await?;
    }
    Ok(operation.obstacle(&fresh.situation(operation)).map_or(Ok(()), Err))
}

/// What was read.
#[derive(Default)]
struct Fresh {
    stack: Option<Stack>,
    resources: Vec<StackResource>,
    service: Option<Service>,
    deployment: Option<ServiceDeployment>,
    scaling: Option<Option<ScalableTarget>>,
    task: Option<Task>,
    saved: Option<Vec<SavedQuery>>,
}

impl Fresh {
    async fn insist(&mut self, clients: &Clients, reading: Reading<'_>) -> Result<(), Fault> {
        for wait in AGAIN {
            match self.read(clients, reading).await {
                Err(fault) if fault.kind == FaultKind::Throttled => sleep(wait).await,
                other => return other,
            }
        }
        self.read(clients, reading).await
    }

    async fn read(&mut self, clients: &Clients, reading: Reading<'_>) -> Result<(), Fault> {
        match reading {
            Reading::Stack(id) => self.stack = Some(stack::describe(clients, id).await?),
            Reading::Resources(id) => self.resources = stack::resources(clients, id).await?,
            Reading::Service(id) => self.service = Some(service(clients, id).await?),
            Reading::Deployment(arn) => self.deployment = Some(deployment(clients, arn).await?),
            Reading::Scaling(id) => self.scaling = Some(scaling::target(clients, id).await?),
            Reading::SavedQueries => self.saved = Some(logs::saved_queries(clients).await?),
            Reading::Task { cluster, task: arn } => self.task = Some(task(clients, cluster, arn).await?),
        }
        Ok(())
    }

    fn situation(&self, operation: &Operation) -> Situation<'_> {
        let custom = match operation {
            Operation::AnswerCustomResource(answer) => Some(&answer.request.logical_id),
            _ => None,
        };
        Situation {
            stack: self.stack.as_ref(),
            resources: &self.resources,
            service: self.service.as_ref(),
            deployment: self.deployment.as_ref(),
            scaling: self.scaling.as_ref().map(Option::as_ref),
            task: self.task.as_ref(),
            custom: custom.and_then(|logical| self.resources.iter().find(|r| r.logical_id == *logical)),
            // It is not looked for again: an address is good or it is not, and then it is refused.
            answerer: None,
            request_found: custom.is_some(),
            saved: self.saved.as_deref(),
        }
    }
}

async fn service(clients: &Clients, id: &ServiceId) -> Result<Service, Fault> {
    let found = services::describe(clients, &id.cluster, &[id.name.clone()].into()).await?;
    let service = found.into_iter().find(|service| service.id.name == id.name);
    service.ok_or_else(|| not_found("ecs:DescribeServices", format!("no service {id}")))
}

async fn deployment(clients: &Clients, arn: &Text) -> Result<ServiceDeployment, Fault> {
    const ACTION: &str = "ecs:DescribeServiceDeployments";
    let asking = clients.ecs().describe_service_deployments().service_deployment_arns(arn.raw());
    let answer = ask(ACTION, asking.send()).await?;
    let mut found = answer.service_deployments().iter().filter_map(from_sdk::deployment::described);
    found.find(|found| found.arn == *arn).ok_or_else(|| not_found(ACTION, format!("no service deployment {arn}")))
}

async fn task(clients: &Clients, cluster: &Text, arn: &Text) -> Result<Task, Fault> {
    const ACTION: &str = "ecs:DescribeTasks";
    let asking = clients.ecs().describe_tasks().cluster(cluster.raw()).tasks(arn.raw());
    let answer = ask(ACTION, asking.send()).await?;
    let mut found = answer.tasks().iter().filter_map(from_sdk::task::task);
    found.find(|found| found.arn == *arn).ok_or_else(|| not_found(ACTION, format!("no task {arn}")))
}
