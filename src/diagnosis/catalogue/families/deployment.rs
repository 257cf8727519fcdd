//! What deployments say of themselves: the breaker, alarms, hooks, rolling back.

use super::super::cause::Cause;
use super::super::subject::Find;
use crate::diagnosis::verdict::Category::{DeploymentConfig, Other, Permissions, Rollback};

const DEPLOYMENT: &[Find] = &[Find::After("deployment "), Find::After("deploymentid "), Find::Having("ecs-svc/")];
const SEE_TASKS: &str =
    "Look at the stopped tasks of this deployment: their reasons, exit codes and last log lines say why.";

pub const CAUSES: &[Cause] = &[
    Cause::new("codedeploy_controller_update", DeploymentConfig, "CloudFormation may not change this on a service whose deployments another controller runs.",
        "Deploy this change through that controller (CodeDeploy, task sets), or change the deployment controller.")
        .when(&["code_deploy deployment controller | codedeploy deployment controller | external deployment controller | deployment controller & unable | not supported | cannot | invalid | unsupported"]),
    Cause::new("deployment_percent_invalid", DeploymentConfig, "Minimum and maximum percent do not fit together or to the scheduling strategy.",
        "Set minimumHealthyPercent below maximumPercent; for DAEMON the maximum is 100 unless it may be more.")
        .when(&["maximumpercent | minimumhealthypercent | maximum percent | minimum healthy percent | maximum healthy percent & invalid | must | cannot | not | unable | both | block"]),
    Cause::new("alarm_rollback", Rollback, "A CloudWatch alarm made the deployment fail or roll back.",
        "Look at the alarm's metric and history since the deployment began; an alarm already in ALARM stops every deployment.")
        .when(&["alarm"]).about(&[Find::Listed("alarms: "), Find::Listed("alarm(s): ")]),
    Cause::new("hook_denied", Permissions, "ECS may not call the lifecycle hook's function.", "Allow lambda:InvokeFunction to the hook's role, and ecs.amazonaws.com to assume it.")
        .when(&["lifecycle hook | hook & not authorized | accessdenied | access denied | assume"]),
    Cause::new("hook_failed", Rollback, "A hook refused the change, failed, or did not answer in time.",
        "Look at the hook's own log: a lifecycle hook of the deployment, or a CloudFormation hook on the resource.").when(&["lifecycle hook | hooks failed | hook failed | hook & fail | failed | timed out | rejected | expired | timeout | noncompliant | non-compliant"]).wrapper(),
    Cause::new("no_rollback_candidate", Rollback, "There is no finished deployment to go back to.",
        "Correct the cause and deploy again, or scale the service to zero so that the stack can go on; a first deployment never has one.").when(&["no rollback candidate | no*deployment to roll back to | no completed deployment | no previous*deployment | nothing to roll back"]),
    Cause::new("deployment_stopped_by_user", Rollback, "Somebody stopped the deployment.", "Ask who did, and why; deploy again when it is settled.")
        .when(&["stopped by user | stopped by*request | stopservicedeployment | deployment was stopped | deployment*stop requested | stopped manually | manually stopped"]),
    Cause::new("circuit_breaker_tasks_failed_to_start", Rollback, "So many tasks failed that the deployment was given up.", SEE_TASKS)
        .when(&["tasks failed to start", "circuit breaker & !rolling back", "circuit breaker was triggered", "deployment failed & !codedeploy & !alarm", "failure threshold | circuitbreaker"]).about(DEPLOYMENT).wrapper(),
    Cause::new("circuit_breaker_rollback", Rollback, "The deployment is being rolled back.", SEE_TASKS)
        .when(&["rolling back | roll back to | rolled back | rollback to | rollback*deployment | deployment*rollback | circuit breaker"]).about(DEPLOYMENT).wrapper(),
    Cause::new("tasks_failing_repeatedly", Other, "Tasks keep failing, so ECS waits longer and longer before it tries again.", SEE_TASKS)
        .when(&["unable to consistently start tasks | consistently start | start_impaired"]).wrapper(),
    Cause::new("deployment_timed_out", Rollback, "The deployment did not finish in its time.", SEE_TASKS).when(&["deployment timed out | deployment*timed out | deployment*time out"]).wrapper(),
    Cause::new("deployment_superseded", Rollback, "A newer deployment took this one's place.", "Look at the newer deployment.").when(&["superseded | newer deployment | replaced by a new | new deployment*started"]).wrapper(),
    Cause::new("codedeploy_failed", Rollback, "CodeDeploy's deployment failed.", "Look at the deployment's events in CodeDeploy and at the tasks of the new task set.")
        .when(&["codedeploy & fail | failed | stopped | unable | error", "overall deployment failed | deployment d-"]).wrapper(),
    Cause::new("not_steady", Other, "The service has not become steady; the message does not say why.", SEE_TASKS).when(&["unable to reach steady state | did not reach*steady state | not reach a steady state"]).wrapper(),
];
