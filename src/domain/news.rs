//! What AWS answered, in our nouns.

use super::capacity::ContainerInstance;
use super::custom_request::CustomRequest;
use super::deployment::ServiceDeployment;
use super::drift::Drift;
use super::identity::Identity;
use super::image::ImagePresence;
use super::log::LogRecord;
use super::revision::ServiceRevision;
use super::saved_query::SavedQuery;
use super::scaling::ScalableTarget;
use super::service::Service;
use super::stack::{Stack, StackEvent, StackResource};
use super::target::TargetHealth;
use super::task::Task;
use super::task_definition::TaskDefinition;
use super::text::Text;
use std::collections::BTreeSet;

/// A good answer to one [`super::topic::Topic`].
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    Identity(Identity),
    /// None where the account has none, or nobody may say.
    Alias(Option<Text>),
    Stacks(Vec<Stack>),
    Stack(Box<Stack>),
    Resources(Vec<StackResource>),
    /// Only events not told before, newest first.
    Events(Vec<StackEvent>),
    /// The services found; those asked for and not in it do not exist.
    Services(Vec<Service>),
    /// Newest first.
    Deployments(Vec<ServiceDeployment>),
    /// Those that exist of the revisions asked for.
    Revisions(Vec<ServiceRevision>),
    /// `listed` holds every task there is now; those seen stopped before are not described again.
    Tasks {
        described: Vec<Task>,
        listed: BTreeSet<Text>,
    },
    TaskDefinition(Box<TaskDefinition>),
    /// Only records not told before.
    Log(Vec<LogRecord>),
    TargetHealth(Vec<TargetHealth>),
    Image(ImagePresence),
    /// None where autoscaling has nothing to do with the service.
    Scaling(Option<ScalableTarget>),
    Capacity(Vec<ContainerInstance>),
    /// By name.
    SavedQueries(Vec<SavedQuery>),
    /// Those most events have first.
    LogFields(Vec<Text>),
    /// By name.
    LogRecord(Vec<(Text, Text)>),
    Drift(Drift),
    /// Oldest first.
    LogAround(Vec<LogRecord>),
    /// None where no line holds it.
    CustomRequest(Option<CustomRequest>),
}
