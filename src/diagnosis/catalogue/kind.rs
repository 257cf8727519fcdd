//! Where a message was said.

/// The field of AWS a message comes from; the same words weigh differently in each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MessageKind {
    /// `services[].events[].message`.
    ServiceEvent,
    /// `tasks[].stoppedReason`.
    StoppedReason,
    /// `tasks[].containers[].reason`.
    ContainerReason,
    /// `deployments[].rolloutStateReason` or a service deployment's `statusReason`.
    DeploymentReason,
    /// `ResourceStatusReason` of a stack event.
    StackEvent,
    /// `tasks[].containers[].exitCode`, as digits.
    ExitCode,
    /// A line the program wrote.
    LogLine,
}

impl MessageKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::ServiceEvent,
        Self::StoppedReason,
        Self::ContainerReason,
        Self::DeploymentReason,
        Self::StackEvent,
        Self::ExitCode,
        Self::LogLine,
    ];

    /// The name on the command line, `service-event`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ServiceEvent => "service-event",
            Self::StoppedReason => "stopped-reason",
            Self::ContainerReason => "container-reason",
            Self::DeploymentReason => "deployment-reason",
            Self::StackEvent => "stack-event",
            Self::ExitCode => "exit-code",
            Self::LogLine => "log-line",
        }
    }

    /// The kind of that name, if there is one.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}
