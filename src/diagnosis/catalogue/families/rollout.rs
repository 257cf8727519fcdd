//! What deployments say of themselves once they have failed: the breaker, rolling back, giving up. Asked after all
//! that may be inlined in such a message.

use super::super::cause::Cause;
use super::super::subject::Find;
use crate::diagnosis::verdict::Category::{Other, Rollback};

const DEPLOYMENT: &[Find] = &[Find::Having("ecs-svc/")];
const SEE_TASKS: &str =
    "Look at the stopped tasks of this deployment: their reasons, exit codes and last log lines say why.";

const SEE_FAILED: &str = "Look at the deployment that failed, not at the one it goes back to: the reasons, exit codes and last log lines of its stopped tasks say why.";

pub const CAUSES: &[Cause] = &[
    Cause::new("deployment_timed_out", Rollback, "The deployment did not finish in its time.", SEE_TASKS).when(&["deployment timed out | deployment*timed out | deployment*time out"]).wrapper(),
    Cause::new("no_rollback_candidate", Rollback, "There is no finished deployment to go back to.",
        "Correct the cause and {deploy|deploy again}; a first deployment never has one.").when(&["no rollback candidate | no*deployment to roll back to | no completed deployment | no previous*deployment | nothing to roll back"]),
    Cause::new("deployment_stopped_by_user", Rollback, "Somebody stopped the deployment.", "Ask who did, and why; when it is settled, {deploy|deploy again}.")
        .when(&["stopped by user | stopped by*request | stopservicedeployment | deployment was stopped | deployment*stop requested | stopped manually | manually stopped", "hook*answered with rollback | rollback requested at a lifecycle hook"]),
    Cause::new("circuit_breaker_tasks_failed_to_start", Rollback, "So many tasks failed that the deployment was given up.", SEE_TASKS)
        .when(&["tasks failed to start | deployment_failed", "circuit breaker & !rolling back", "circuit break*triggered", "deployment failed & !codedeploy & !alarm", "failure threshold | circuitbreaker"]).about(DEPLOYMENT).wrapper(),
    Cause::new("circuit_breaker_rollback", Rollback, "The deployment is being rolled back.", SEE_FAILED)
        .when(&["rolling back | roll back to | rolled back | rollback to | rollback*deployment | deployment*rollback | circuit breaker"]).about(DEPLOYMENT).wrapper(),
    Cause::new("tasks_failing_repeatedly", Other, "Tasks keep failing, so ECS waits longer and longer before it tries again.", SEE_TASKS)
        .when(&["unable to consistently start tasks | consistently start | start_impaired"]).wrapper(),
    Cause::new("deployment_superseded", Rollback, "A newer deployment took this one's place.", "Look at the newer deployment.").when(&["superseded | newer deployment | replaced by a new | new deployment*started"]).wrapper(),
    Cause::new("codedeploy_failed", Rollback, "CodeDeploy's deployment failed.", "Look at the deployment's events in CodeDeploy and at the tasks of the new task set.")
        .when(&["codedeploy & {fail | failed | stopped | unable | error}", "overall deployment failed | deployment d-"]).wrapper(),
    Cause::new("not_steady", Other, "The service has not become steady; the message does not say why.", SEE_TASKS).when(&["unable to reach steady state | did not reach*steady state | not reach a steady state"]).wrapper(),
];
