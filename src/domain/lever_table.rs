//! Which lever is legal in which state, and why not where it is not: one table, for the menu, the command palette,
//! docs/safety.md and the look right before sending.

use super::deployment::ServiceDeploymentStatus;
use super::lever::Lever;
use super::need::Need;
use super::service::Controller;
use super::situation::Situation;
use super::stack::StackStatus;

/// What a lever needs, what it does and what undoes it.
#[derive(Debug)]
pub struct Row {
    pub lever: Lever,
    /// All of them, in the order they are told.
    pub needs: &'static [Need],
    /// What follows, in a sentence.
    pub does: &'static str,
    /// What takes it back.
    pub undo: &'static str,
}

use Need as N;

/// A service of which a count can be set. The count may be set whoever runs the deployments (UpdateService).
const COUNTED: &[Need] = &[N::Active, N::Counted];
/// StopServiceDeployment takes these; in the latter three it goes on with what it does already.
const STOPPABLE: &[ServiceDeploymentStatus] = &[
    ServiceDeploymentStatus::Pending,
    ServiceDeploymentStatus::InProgress,
    ServiceDeploymentStatus::StopRequested,
    ServiceDeploymentStatus::RollbackRequested,
    ServiceDeploymentStatus::RollbackInProgress,
];
const OWN_DEPLOYMENTS: Need = N::NotRunBy(&[Controller::CodeDeploy, Controller::External]);
const ROLLBACK_FAILED: &[StackStatus] = &[StackStatus::UpdateRollbackFailed];
const DELETE_FAILED: &[StackStatus] = &[StackStatus::DeleteFailed];
/// The statuses the user guide names for drift detection.
const COMPARABLE: &[StackStatus] = &[
    StackStatus::CreateComplete,
    StackStatus::UpdateComplete,
    StackStatus::UpdateRollbackComplete,
    StackStatus::UpdateRollbackFailed,
];
const ERROR_FREE_UPDATE: &str = "an error-free update of the stack";

/// The table.
pub const TABLE: &[Row] = &[
    Row {
        lever: Lever::ScaleToZero,
        needs: &[N::Active, N::Counted, N::CountAboveZero],
        does: "Stops every task of the service, those of the old revision too: the service is down. ECS then reports it \
               stable, and a stack that waits for it goes on.",
        undo: "restoring the old count; that starts the newest revision, not the tasks that stopped",
    },
    Row {
        lever: Lever::SetCount,
        needs: COUNTED,
        does: "Sets the desired count. It starts no new deployment. A lower one stops tasks: the name is typed then.",
        undo: "setting the count back to what it was",
    },
    Row {
        lever: Lever::StopDeployment,
        needs: &[OWN_DEPLOYMENTS, N::DeploymentIn(STOPPABLE), N::EarlierRevision],
        does: "ECS rolls the service back to the revision before, whatever the circuit breaker is set to. What a stack \
               that waits for it does then is not documented: expect it to fail and to roll back.",
        undo: "a new deployment",
    },
    Row {
        lever: Lever::ContinueDeployment,
        needs: &[OWN_DEPLOYMENTS, N::HookWaits],
        does: "Answers the pause hook: the deployment goes on to its next stage.",
        undo: "stopping the deployment and rolling back, as long as it has not ended",
    },
    Row {
        lever: Lever::RollBackAtHook,
        needs: &[OWN_DEPLOYMENTS, N::HookWaits],
        does: "Answers the pause hook: the deployment is rolled back to the revision before. What a stack that waits for \
               it does then is not documented: expect it to fail and to roll back.",
        undo: "a new deployment",
    },
    Row {
        lever: Lever::ForceDeployment,
        needs: &[N::Active, OWN_DEPLOYMENTS],
        does: "Starts a new deployment of the same task definition: every task is replaced, images behind moving tags \
               are pulled anew. A deployment that is under way is replaced by it.",
        undo: "stopping the deployment and rolling back, as long as it has not ended",
    },
    Row {
        lever: Lever::StopTask,
        needs: &[N::TaskRuns],
        does: "Stops the task; the scheduler starts another in its place.",
        undo: "nothing: the task is gone",
    },
    Row {
        lever: Lever::SuspendScaling,
        needs: &[N::Scaled, N::ScalingRuns],
        does: "Autoscaling no longer moves the count, neither up nor down nor by schedule.",
        undo: "resuming the autoscaling",
    },
    Row {
        lever: Lever::ResumeScaling,
        needs: &[N::Scaled, N::ScalingSuspended],
        does: "Autoscaling moves the count again; one below its minimum comes back up.",
        undo: "suspending the autoscaling again",
    },
    Row {
        lever: Lever::CancelUpdate,
        needs: &[N::StackIn(&[StackStatus::UpdateInProgress]), N::Root],
        does: "CloudFormation stops the update and puts everything back. The way back waits for ECS as well.",
        undo: "nothing; deploy again once it is settled",
    },
    Row {
        lever: Lever::ContinueRollback,
        needs: &[N::StackIn(ROLLBACK_FAILED), N::Root],
        does: "CloudFormation tries the rest of the rollback again. What is skipped is marked UPDATE_COMPLETE as it \
               is: template and reality differ there.",
        undo: ERROR_FREE_UPDATE,
    },
    Row {
        lever: Lever::ForceRollback,
        needs: &[N::StackIn(ROLLBACK_FAILED), N::Root],
        does: "CloudFormation tries the rest of the rollback again and skips whatever it fails at, now and on the way, \
               nested stacks included, without asking which: that is marked UPDATE_COMPLETE as it is. Drift detection \
               then calls those resources NOT_CHECKED.",
        undo: ERROR_FREE_UPDATE,
    },
    Row {
        lever: Lever::RollbackStack,
        needs: &[N::StackIn(&[StackStatus::CreateFailed, StackStatus::UpdateFailed]), N::Root],
        does: "CloudFormation puts a stack whose failed operation was left as it was back to its last stable state. One \
               that never had any, from CREATE_FAILED, is deleted.",
        undo: "nothing; deploy again once it is settled",
    },
    Row {
        lever: Lever::DeleteKeeping,
        needs: &[N::StackIn(DELETE_FAILED), N::Root, N::SomethingUndeleted],
        does: "CloudFormation deletes the stack and leaves the resources named where they are, belonging to nobody.",
        undo: "nothing; the kept resources can be imported into another stack",
    },
    Row {
        lever: Lever::ForceDelete,
        needs: &[N::StackIn(DELETE_FAILED), N::Root],
        does: "FORCE_DELETE_STACK: CloudFormation deletes the stack whatever cannot be deleted of it; what is left \
               behind belongs to nobody and is not named beforehand.",
        undo: "nothing; what is left can be imported into another stack",
    },
    Row {
        lever: Lever::CheckDrift,
        needs: &[N::StackIn(COMPARABLE)],
        does: "CloudFormation reads what the stack's resources are now and compares it with the template. Nothing is \
               changed. What is nested, what a rollback has skipped and what it cannot compare is left out.",
        undo: "nothing: nothing is changed",
    },
    Row {
        lever: Lever::AnswerSuccess,
        needs: &[N::CustomWaits, N::RequestFound],
        does: "Tells CloudFormation in the function's place that the custom resource is done, whatever it has done; \
               the stack goes on.",
        undo: "nothing: an answer is taken once",
    },
    Row {
        lever: Lever::AnswerFailed,
        needs: &[N::CustomWaits, N::RequestFound],
        does: "Tells CloudFormation in the function's place that the custom resource has failed; the operation fails \
               now and not when its time is up.",
        undo: "nothing: an answer is taken once",
    },
    Row {
        lever: Lever::SaveQuery,
        needs: &[N::QueriesKnown],
        does: "Saves a Logs Insights query under a name for everybody of the account; one of that name is replaced. \
               Nothing that runs is changed.",
        undo: "saving the text before again, which the journal keeps; a new one is deleted with `aws logs \
               delete-query-definition`",
    },
];

/// The row of a lever; the first one's where the table lacks it, which a test rules out.
pub fn row(lever: Lever) -> &'static Row {
    TABLE.iter().find(|row| row.lever == lever).unwrap_or(&TABLE[0])
}

/// Why a lever cannot be pulled in a situation; none where it can.
pub fn why_not(lever: Lever, situation: &Situation<'_>) -> Option<String> {
    row(lever).needs.iter().find_map(|need| need.unmet(situation))
}

#[cfg(test)]
mod tests;
