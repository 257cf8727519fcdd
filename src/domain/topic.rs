//! What can be asked of AWS, one topic a watch.

use super::clock::Timestamp;
use super::log::{LogSource, LogSpot};
use super::log_scope::LogGroupId;
use super::service::ServiceId;
use super::text::Text;
use std::collections::BTreeSet;

/// Something that can be known. Its value is its identity: two equal topics are one watch.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// STS GetCallerIdentity.
    Identity,
    /// The account's alias (IAM ListAccountAliases).
    Alias,
    /// Every stack of the region (ListStacks).
    Stacks,
    /// The stack in question (DescribeStacks), as it was asked for: a name or an ARN. Once its ARN is known the
    /// watch asks by ARN, so that a new stack of the same name is not taken for it.
    Stack(Text),
    /// A stack's resources (ListStackResources), by ARN.
    Resources(Text),
    /// A stack's history (DescribeStackEvents), by ARN.
    Events(Text),
    /// Services of one cluster, at most ten, as many as DescribeServices takes in a call.
    Services { cluster: Text, names: BTreeSet<Text> },
    /// A service's deployments with their history (ListServiceDeployments, DescribeServiceDeployments).
    Deployments(ServiceId),
    /// Service revisions of a service, by ARN, at most twenty (DescribeServiceRevisions).
    Revisions { service: ServiceId, arns: BTreeSet<Text> },
    /// A service's tasks, running and stopped (ListTasks, DescribeTasks).
    Tasks(ServiceId),
    /// One revision (DescribeTaskDefinition), by ARN.
    TaskDefinition(Text),
    /// Lines of one log stream (FilterLogEvents).
    Log(LogSource),
    /// The targets of a target group (DescribeTargetHealth), by its ARN.
    TargetHealth(Text),
    /// Whether an image is in its registry (ECR DescribeImages), by its full reference.
    Image(Text),
    /// What autoscaling does to a service's count (DescribeScalableTargets).
    Scaling(ServiceId),
    /// What the container instances of a cluster have left (ListContainerInstances, DescribeContainerInstances).
    Capacity(Text),
    /// The queries saved in the account (DescribeQueryDefinitions).
    SavedQueries,
    /// The fields of a log group's newest events (GetLogGroupFields).
    LogFields(LogGroupId),
    /// One event whole (GetLogRecord), by its `@ptr`.
    LogRecord(Text),
    /// What a drift detection of a stack has found so far (DescribeStackDriftDetectionStatus,
    /// DescribeStackResourceDrifts).
    Drift { stack: Text, detection: Text },
    /// Lines of a stream around a time (FilterLogEvents).
    LogAround(LogSpot),
    /// The request a custom resource waits to be answered, in the logs of the functions of its stack
    /// (FilterLogEvents), from a point in time on.
    CustomRequest { stack: Text, logical_id: Text, groups: BTreeSet<Text>, from: Timestamp },
}

/// Most services in one DescribeServices call.
pub const SERVICES_A_CALL: usize = 10;
/// Most revisions in one DescribeServiceRevisions call.
pub const REVISIONS_A_CALL: usize = 20;

impl std::fmt::Display for Topic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Identity => f.write_str("who we are"),
            Self::Alias => f.write_str("the account's alias"),
            Self::Stacks => f.write_str("the stacks of the region"),
            Self::Stack(stack) => write!(f, "stack {stack}"),
            Self::Resources(stack) => write!(f, "resources of {stack}"),
            Self::Events(stack) => write!(f, "events of {stack}"),
            Self::Services { cluster, names } => {
                let names: Vec<&str> = names.iter().map(Text::as_str).collect();
                write!(f, "services {} of cluster {cluster}", names.join(", "))
            }
            Self::Deployments(service) => write!(f, "deployments of {service}"),
            Self::Revisions { service, .. } => write!(f, "revisions of {service}"),
            Self::Tasks(service) => write!(f, "tasks of {service}"),
            Self::TaskDefinition(arn) => write!(f, "task definition {arn}"),
            Self::Log(source) => write!(f, "log stream {} of {}", source.stream, source.group),
            Self::TargetHealth(arn) => write!(f, "targets of {}", super::target::group_name(arn.as_str())),
            Self::Image(reference) => write!(f, "image {reference}"),
            Self::Scaling(service) => write!(f, "autoscaling of {service}"),
            Self::SavedQueries => f.write_str("the saved queries"),
            Self::LogFields(group) => write!(f, "fields of {}", group.name),
            Self::LogRecord(_) => f.write_str("the event"),
            Self::LogAround(spot) => write!(f, "lines of {} around {}", spot.stream, spot.at),
            Self::CustomRequest { logical_id, .. } => write!(f, "the request to {logical_id}"),
            Self::Drift { stack, .. } => write!(f, "drift of {stack}"),
            Self::Capacity(cluster) => write!(f, "container instances of cluster {cluster}"),
        }
    }
}
