//! What can be asked of AWS, one topic a watch.

use super::log::LogSource;
use super::service::ServiceId;
use super::text::Text;
use std::collections::BTreeSet;

/// Something that can be known. Its value is its identity: two equal topics are one watch.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// STS GetCallerIdentity.
    Identity,
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
    /// A service's tasks, running and stopped (ListTasks, DescribeTasks).
    Tasks(ServiceId),
    /// One revision (DescribeTaskDefinition), by ARN.
    TaskDefinition(Text),
    /// Lines of one log stream (FilterLogEvents).
    Log(LogSource),
}

/// Most services in one DescribeServices call.
pub const SERVICES_A_CALL: usize = 10;
