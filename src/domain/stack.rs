//! CloudFormation: stacks, their resources and events.

use super::clock::Timestamp;
use super::service_token::ServiceToken;
use super::text::Text;
use super::wire::wire_enum;

/// A stack as DescribeStacks or ListStacks tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stack {
    /// The stack's ARN; used in every call once known, since a name may be given anew.
    pub id: Text,
    pub name: Text,
    pub status: StackStatus,
    pub status_reason: Option<Text>,
    pub created_at: Option<Timestamp>,
    /// Start of the last update.
    pub updated_at: Option<Timestamp>,
    pub deleted_at: Option<Timestamp>,
    /// ARN of the stack this one is nested in.
    pub parent: Option<Text>,
    /// ARN of the outermost stack of a nest.
    pub root: Option<Text>,
    /// Role CloudFormation acts with.
    pub role: Option<Text>,
    /// Failed operations are not rolled back (`--disable-rollback`).
    pub rollback_disabled: bool,
    /// When somebody last had it compared with its template.
    pub drift_checked_at: Option<Timestamp>,
}

impl Stack {
    /// When the operation that is running or was last run began, as far as the stack itself tells.
    pub fn operation_began(&self) -> Option<Timestamp> {
        self.updated_at.or(self.created_at)
    }
}

wire_enum! {
    /// Status of a stack.
    pub enum StackStatus {
        CreateInProgress = "CREATE_IN_PROGRESS",
        CreateFailed = "CREATE_FAILED",
        CreateComplete = "CREATE_COMPLETE",
        RollbackInProgress = "ROLLBACK_IN_PROGRESS",
        RollbackFailed = "ROLLBACK_FAILED",
        RollbackComplete = "ROLLBACK_COMPLETE",
        DeleteInProgress = "DELETE_IN_PROGRESS",
        DeleteFailed = "DELETE_FAILED",
        DeleteComplete = "DELETE_COMPLETE",
        UpdateInProgress = "UPDATE_IN_PROGRESS",
        UpdateCompleteCleanupInProgress = "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
        UpdateComplete = "UPDATE_COMPLETE",
        UpdateFailed = "UPDATE_FAILED",
        UpdateRollbackInProgress = "UPDATE_ROLLBACK_IN_PROGRESS",
        UpdateRollbackFailed = "UPDATE_ROLLBACK_FAILED",
        UpdateRollbackCompleteCleanupInProgress = "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
        UpdateRollbackComplete = "UPDATE_ROLLBACK_COMPLETE",
        ReviewInProgress = "REVIEW_IN_PROGRESS",
        ImportInProgress = "IMPORT_IN_PROGRESS",
        ImportComplete = "IMPORT_COMPLETE",
        ImportRollbackInProgress = "IMPORT_ROLLBACK_IN_PROGRESS",
        ImportRollbackFailed = "IMPORT_ROLLBACK_FAILED",
        ImportRollbackComplete = "IMPORT_ROLLBACK_COMPLETE",
    }
}

impl StackStatus {
    /// An operation is running. A stack in review only waits for somebody to run its change set.
    pub fn is_moving(&self) -> bool {
        *self != Self::ReviewInProgress && self.as_str().ends_with("_IN_PROGRESS")
    }

    /// The last operation ended badly and left the stack in a failed state.
    pub fn is_failed(&self) -> bool {
        self.as_str().ends_with("_FAILED")
    }

    /// The last operation was undone: the stack is whole again, the change did not happen.
    pub fn is_rolled_back(&self) -> bool {
        matches!(self, Self::RollbackComplete | Self::UpdateRollbackComplete | Self::ImportRollbackComplete)
    }

    /// A rollback is running.
    pub fn is_rolling_back(&self) -> bool {
        self.is_moving() && self.as_str().contains("ROLLBACK")
    }
}

/// A resource of a stack (ListStackResources).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StackResource {
    pub logical_id: Text,
    pub physical_id: Option<Text>,
    /// `AWS::ECS::Service`.
    pub kind: Text,
    pub status: ResourceStatus,
    pub status_reason: Option<Text>,
    pub updated_at: Option<Timestamp>,
}

/// The resource type of an ECS service.
pub const ECS_SERVICE: &str = "AWS::ECS::Service";
/// The resource type of a nested stack, and of the stack's own rows among its events.
pub const NESTED_STACK: &str = "AWS::CloudFormation::Stack";

impl StackResource {
    pub fn is_ecs_service(&self) -> bool {
        self.kind.raw() == ECS_SERVICE
    }

    pub fn is_nested_stack(&self) -> bool {
        self.kind.raw() == NESTED_STACK
    }

    /// Whether a function of somebody's own makes it, and must answer for it.
    pub fn is_custom(&self) -> bool {
        self.kind.raw().starts_with("Custom::") || self.kind.raw() == "AWS::CloudFormation::CustomResource"
    }
}

wire_enum! {
    /// Status of a resource, in its row and in events. Rows about the stack itself carry the words of
    /// [`StackStatus`] and land in `Other` where a resource has no such status.
    pub enum ResourceStatus {
        CreateInProgress = "CREATE_IN_PROGRESS",
        CreateFailed = "CREATE_FAILED",
        CreateComplete = "CREATE_COMPLETE",
        DeleteInProgress = "DELETE_IN_PROGRESS",
        DeleteFailed = "DELETE_FAILED",
        DeleteComplete = "DELETE_COMPLETE",
        DeleteSkipped = "DELETE_SKIPPED",
        UpdateInProgress = "UPDATE_IN_PROGRESS",
        UpdateFailed = "UPDATE_FAILED",
        UpdateComplete = "UPDATE_COMPLETE",
        ImportInProgress = "IMPORT_IN_PROGRESS",
        ImportFailed = "IMPORT_FAILED",
        ImportComplete = "IMPORT_COMPLETE",
        RollbackInProgress = "ROLLBACK_IN_PROGRESS",
        RollbackFailed = "ROLLBACK_FAILED",
        RollbackComplete = "ROLLBACK_COMPLETE",
    }
}

impl ResourceStatus {
    pub fn is_in_progress(&self) -> bool {
        self.as_str().ends_with("_IN_PROGRESS")
    }

    pub fn is_failed(&self) -> bool {
        self.as_str().ends_with("_FAILED")
    }
}

/// One row of a stack's history (DescribeStackEvents).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StackEvent {
    pub id: Text,
    /// ARN of the stack whose history this is.
    pub stack: Text,
    pub logical_id: Text,
    pub physical_id: Option<Text>,
    pub kind: Text,
    pub status: ResourceStatus,
    pub reason: Option<Text>,
    pub at: Timestamp,
    /// `CONFIGURATION_COMPLETE`: the resource is configured and only waits to become stable.
    pub detailed_status: Option<Text>,
    /// Who answers for it, where it is a custom resource.
    pub service_token: Option<ServiceToken>,
}

impl StackEvent {
    /// Whether the row is about the stack itself and not about one of its resources.
    pub fn is_about_stack(&self) -> bool {
        self.kind.raw() == NESTED_STACK && self.physical_id.as_ref().is_some_and(|id| *id == self.stack)
    }

    /// Whether it only follows from another failure: never a cause.
    pub fn is_cancelled(&self) -> bool {
        self.status.is_failed() && self.reason.as_ref().is_some_and(|r| r.raw().to_lowercase().contains("cancelled"))
    }

    /// Whether this row is the start of an operation somebody asked for.
    pub fn starts_operation(&self) -> bool {
        self.is_about_stack()
            && self.status.is_in_progress()
            && self.reason.as_ref().is_some_and(|reason| reason.raw().eq_ignore_ascii_case("User Initiated"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stack_in_review_does_not_move() {
        assert!(!StackStatus::ReviewInProgress.is_moving());
        assert!(StackStatus::UpdateRollbackCompleteCleanupInProgress.is_moving());
    }

    #[test]
    fn an_unknown_status_keeps_its_words_and_its_phase() {
        let status = StackStatus::parse("TELEPORT_ROLLBACK_IN_PROGRESS");
        assert_eq!(status.as_str(), "TELEPORT_ROLLBACK_IN_PROGRESS");
        assert!(status.is_moving() && status.is_rolling_back());
    }
}
