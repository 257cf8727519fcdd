//! What to do where AWS has refused a lever: its own words say what, these say what now.

use crate::domain::fault::{Fault, FaultKind};
use crate::domain::lever::Lever;

/// A refusal by the lever that was pulled and a word of AWS's message, lower case; the first row that fits is said.
/// AWS documents none of these messages: they are told by a word, and what fits none gets the fault's own advice.
const ADVICE: &[(&[Lever], &str, &str)] = &[
    (
        &[Lever::ContinueRollback],
        "skip",
        "only what is UPDATE_FAILED because the rollback itself failed may be skipped, a nested resource as \
         NestedStackName.LogicalId; choose again from the list as it is now",
    ),
    (
        &[Lever::ContinueRollback],
        "does not exist in the stack",
        "a nested resource is named by its stack's own name, NestedStackName.LogicalId; choose again from the list as it \
         is now",
    ),
    (STACK, "nested", "open the root stack and pull the lever there"),
    (STACK, "root stack", "open the root stack and pull the lever there"),
    (
        &[Lever::DeleteKeeping],
        "delete_complete",
        "it is deleted already and cannot be kept; choose again from the list as it is now",
    ),
    (STACK, "termination protection", "it is protected on purpose: ask whoever protected it"),
    (&[Lever::CheckDrift], "already in progress", "somebody compares it already: wait for that one"),
    (&[Lever::DeleteKeeping], "does not exist in the stack", "it is gone from the stack; choose again from the list"),
    (STACK, "does not exist", "the stack is gone, deleted or in another account or region: open it anew from the list"),
    (STACK, "current stack status", MOVED),
    (STACK, "state", MOVED),
    (STACK, "status", MOVED),
    (&[Lever::StopDeployment], "previous", "there is nothing to go back to: scale to zero, or deploy what works"),
    (&[Lever::StopDeployment], "cannot be stopped", "it has ended meanwhile: look at how"),
    (&[Lever::StopDeployment], "not in a state", "it has ended meanwhile: look at how"),
    (HOOK, "await", "somebody or the time-out has answered the hook"),
    (HOOK, "hook", "the deployment waits at another hook or at none by now: look at it again"),
    (DEPLOYMENT, "deployment not found", "the deployment is forgotten or of another service: look at the newest one"),
    (
        COUNT,
        "not active",
        "the service is being deleted, or is deleted: nothing can be set on it; its stack says what becomes of it",
    ),
    (COUNT, "out of range", "at most 5000 tasks a service unless the quota was raised"),
    (COUNT, "daemon", "a DAEMON service runs a task on each instance: drain instances, or deploy what works"),
    (
        &[Lever::ForceDeployment],
        "deployment controller",
        "another controller deploys it: begin a deployment there (CodeDeploy, or whoever makes its task sets)",
    ),
    (COUNT, "not found", "the service or its cluster is gone: look at what the stack has now"),
    (&[Lever::StopTask], "not found", "it has stopped and been forgotten meanwhile"),
    (SCALING, "doesn't exist", "the service is gone: look at what the stack has now"),
    (SCALING, "scalable target", "its scalable target is gone: autoscaling moves its count no more"),
    (
        &[Lever::AnswerSuccess, Lever::AnswerFailed],
        "expired",
        "the address was good for two hours: cancel the update, or wait until the resource's own time is up",
    ),
    (
        &[Lever::AnswerSuccess, Lever::AnswerFailed],
        "signature",
        "the address in the log is cut or altered: answer from the function itself, or cancel the update",
    ),
];

const STACK: &[Lever] = &Lever::OF_STACK;
const COUNT: &[Lever] = &[Lever::ScaleToZero, Lever::SetCount, Lever::ForceDeployment];
const HOOK: &[Lever] = &[Lever::ContinueDeployment, Lever::RollBackAtHook];
const DEPLOYMENT: &[Lever] = &[Lever::StopDeployment, Lever::ContinueDeployment, Lever::RollBackAtHook];
const SCALING: &[Lever] = &[Lever::SuspendScaling, Lever::ResumeScaling];
const MOVED: &str = "the stack has moved since it was read: look at what it is now";

/// What to do after a refusal.
pub fn advice(lever: Lever, fault: &Fault) -> String {
    let said = fault.message.raw().to_lowercase();
    let told = matches!(fault.kind, FaultKind::Rejected | FaultKind::NotFound)
        || matches!(lever, Lever::AnswerSuccess | Lever::AnswerFailed);
    let fits = |row: &&(&[Lever], &str, &str)| row.0.contains(&lever) && said.contains(row.1);
    ADVICE.iter().filter(|_| told).find(fits).map_or_else(|| fault.what_to_do(), |row| row.2.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Text;

    #[test]
    fn a_refusal_is_explained_by_what_was_tried_and_what_aws_said() {
        use FaultKind::{AccessDenied, Rejected};
        for (lever, kind, said, words) in [
            (Lever::ContinueRollback, Rejected, "Resource [Db] can not be skipped", "choose again"),
            (Lever::ContinueRollback, Rejected, "Resource [x.Db] does not exist in the stack", "NestedStackName"),
            (Lever::ContinueRollback, Rejected, "Stack:arn is in UPDATE_COMPLETE state and can not", "has moved"),
            (Lever::ForceRollback, Rejected, "Stack arn is a nested stack", "open the root stack"),
            (
                Lever::CancelUpdate,
                Rejected,
                "CancelUpdateStack cannot be called from current stack status",
                "has moved",
            ),
            (Lever::DeleteKeeping, Rejected, "Do not specify resources that are in the DELETE_COMPLETE state", "again"),
            (
                Lever::ForceDelete,
                Rejected,
                "cannot be deleted while TerminationProtection is enabled: termination protection",
                "ask whoever",
            ),
            (Lever::AnswerFailed, AccessDenied, "Request has expired", "two hours"),
            (
                Lever::CancelUpdate,
                AccessDenied,
                "User: x is not authorized, state",
                "allow cloudformation:CancelUpdateStack",
            ),
            (Lever::CheckDrift, Rejected, "Drift detection is already in progress for stack [x]", "wait for that one"),
            (Lever::CheckDrift, Rejected, "cannot be performed on stack [x] while it is in [Y] state", "has moved"),
            (Lever::SetCount, Rejected, "Service was not ACTIVE.", "is being deleted"),
            (Lever::SetCount, Rejected, "desiredCount is out of range.", "at most 5000 tasks"),
            (Lever::ScaleToZero, Rejected, "The daemon scheduling strategy does not support", "DAEMON service runs"),
            (Lever::ForceDeployment, Rejected, "services with a CODE_DEPLOY deployment controller", "CodeDeploy"),
            (Lever::ForceDeployment, FaultKind::NotFound, "Cluster not found.", "is gone"),
            (Lever::StopDeployment, FaultKind::NotFound, "Service deployment not found.", "the newest one"),
            (Lever::ResumeScaling, Rejected, "must be specified for a new scalable target", "moves its count no more"),
            (Lever::DeleteKeeping, FaultKind::NotFound, "Stack [shop] does not exist", "open it anew"),
            (Lever::StopTask, Rejected, "something else", "read AWS's words"),
        ] {
            let fault = Fault { action: lever.action(), kind, message: Text::new(said) };
            let advice = advice(lever, &fault);
            assert!(advice.contains(words), "{lever:?}, {said}: {advice}");
        }
    }
}
