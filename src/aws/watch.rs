//! Watches: one a topic, each remembering what it has told.

use super::ask::{ask, garbled};
use super::clients::Clients;
use super::watches::deployments::DeploymentsWatch;
use super::watches::events::EventsWatch;
use super::watches::log::LogWatch;
use super::watches::revisions::RevisionsWatch;
use super::watches::stack::{self, StackWatch};
use super::watches::tasks::TasksWatch;
use super::watches::{
    alias, capacity, custom_request, definition, drift, image, log_around, logs, scaling, services, targets,
};
use crate::domain::fault::Fault;
use crate::domain::identity::Identity;
use crate::domain::log::LogSpot;
use crate::domain::log_scope::LogGroupId;
use crate::domain::news::News;
use crate::domain::service::ServiceId;
use crate::domain::topic::Topic;
use crate::domain::{Text, Timestamp};
use std::collections::BTreeSet;

/// One watch: remembers what it has told, so that nothing is read twice.
pub struct Watch {
    clients: Clients,
    kind: Kind,
}

enum Kind {
    Identity,
    Alias,
    Stacks,
    Stack(StackWatch),
    Resources(Text),
    Events(EventsWatch),
    Services { cluster: Text, names: BTreeSet<Text> },
    Deployments(DeploymentsWatch),
    Tasks(TasksWatch),
    TaskDefinition(Text),
    Log(LogWatch),
    Revisions(RevisionsWatch),
    TargetHealth(Text),
    Image(Text),
    Scaling(ServiceId),
    Capacity(Text),
    SavedQueries,
    LogFields(LogGroupId),
    LogRecord(Text),
    Drift { stack: Text, detection: Text },
    LogAround(LogSpot),
    CustomRequest { stack: Text, logical_id: Text, groups: BTreeSet<Text>, from: Timestamp },
}

impl Watch {
    /// A watch that has told nothing yet.
    pub fn new(topic: Topic, clients: Clients) -> Self {
        let kind = match topic {
            Topic::Identity => Kind::Identity,
            Topic::Alias => Kind::Alias,
            Topic::Stacks => Kind::Stacks,
            Topic::Stack(asked) => Kind::Stack(StackWatch::new(asked)),
            Topic::Resources(id) => Kind::Resources(id),
            Topic::Events(id) => Kind::Events(EventsWatch::new(id)),
            Topic::Services { cluster, names } => Kind::Services { cluster, names },
            Topic::Deployments(id) => Kind::Deployments(DeploymentsWatch::new(id)),
            Topic::Tasks(id) => Kind::Tasks(TasksWatch::new(id)),
            Topic::TaskDefinition(arn) => Kind::TaskDefinition(arn),
            Topic::Log(source) => Kind::Log(LogWatch::new(source)),
            Topic::Revisions { arns, .. } => Kind::Revisions(RevisionsWatch::new(arns)),
            Topic::TargetHealth(group) => Kind::TargetHealth(group),
            Topic::Image(reference) => Kind::Image(reference),
            Topic::Scaling(id) => Kind::Scaling(id),
            Topic::Capacity(cluster) => Kind::Capacity(cluster),
            Topic::SavedQueries => Kind::SavedQueries,
            Topic::LogFields(group) => Kind::LogFields(group),
            Topic::LogRecord(ptr) => Kind::LogRecord(ptr),
            Topic::Drift { stack, detection } => Kind::Drift { stack, detection },
            Topic::LogAround(spot) => Kind::LogAround(spot),
            Topic::CustomRequest { stack, logical_id, groups, from } => {
                Kind::CustomRequest { stack, logical_id, groups, from }
            }
        };
        Self { clients, kind }
    }

    /// Asks once, however many pages that takes. Dropping the future in the middle loses nothing: what was not
    /// told is read again.
    ///
    /// # Errors
    /// The fault of the first call that failed; what was told before stays told.
    pub async fn poll(&mut self, now: Timestamp) -> Result<News, Fault> {
        let clients = &self.clients;
        Ok(match &mut self.kind {
            Kind::Identity => News::Identity(identity(clients).await?),
            Kind::Alias => News::Alias(alias::alias(clients).await),
            Kind::Stacks => News::Stacks(stack::list(clients).await?),
            Kind::Stack(watch) => News::Stack(Box::new(watch.poll(clients).await?)),
            Kind::Resources(id) => News::Resources(stack::resources(clients, id).await?),
            Kind::Events(watch) => News::Events(watch.poll(clients).await?),
            Kind::Services { cluster, names } => News::Services(services::describe(clients, cluster, names).await?),
            Kind::Deployments(watch) => News::Deployments(watch.poll(clients).await?),
            Kind::Tasks(watch) => {
                let (described, listed) = watch.poll(clients).await?;
                News::Tasks { described, listed }
            }
            Kind::TaskDefinition(arn) => News::TaskDefinition(Box::new(definition::describe(clients, arn).await?)),
            Kind::Log(watch) => News::Log(watch.poll(clients, now).await?),
            Kind::Revisions(watch) => News::Revisions(watch.poll(clients).await?),
            Kind::TargetHealth(group) => News::TargetHealth(targets::health(clients, group).await?),
            Kind::Image(reference) => News::Image(image::presence(clients, reference).await?),
            Kind::Scaling(id) => News::Scaling(scaling::target(clients, id).await?),
            Kind::SavedQueries => News::SavedQueries(logs::saved_queries(clients).await?),
            Kind::LogFields(group) => News::LogFields(logs::fields(clients, group).await?),
            Kind::LogRecord(ptr) => News::LogRecord(logs::record(clients, ptr).await?),
            Kind::Drift { stack, detection } => News::Drift(drift::drift(clients, stack, detection).await?),
            Kind::LogAround(spot) => News::LogAround(log_around::around(clients, spot).await?),
            Kind::CustomRequest { stack, logical_id, groups, from } => {
                News::CustomRequest(custom_request::find(clients, (stack, logical_id), groups, *from).await?)
            }
            Kind::Capacity(cluster) => News::Capacity(capacity::instances(clients, cluster).await?),
        })
    }
}

/// Who is asking.
///
/// # Errors
/// STS could not be asked, or did not say.
pub async fn identity(clients: &Clients) -> Result<Identity, Fault> {
    const ACTION: &str = "sts:GetCallerIdentity";
    let answer = ask(ACTION, clients.sts().get_caller_identity().send()).await?;
    match (answer.account(), answer.arn()) {
        (Some(account), Some(arn)) => Ok(Identity { account: Text::new(account), arn: Text::new(arn) }),
        _ => Err(garbled(ACTION, "the answer names no account or no caller")),
    }
}
