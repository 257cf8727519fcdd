//! What stops a deployment: its controller, its percentages, alarms, hooks.

use super::super::cause::Cause;
use super::super::subject::Find;
use crate::diagnosis::verdict::Category::{DeploymentConfig, Permissions, Rollback};

pub const CAUSES: &[Cause] = &[
    Cause::new("codedeploy_controller_update", DeploymentConfig, "CloudFormation may not change this on a service whose deployments another controller runs.",
        "Deploy this change through that controller (CodeDeploy, task sets), or change the deployment controller.")
        .when(&["{code_deploy deployment controller | codedeploy deployment controller | external deployment controller | deployment controller} & {unable | not supported | cannot | invalid | unsupported}"]),
    Cause::new("deployment_percent_invalid", DeploymentConfig, "Minimum and maximum percent do not fit together or to the scheduling strategy.",
        "Set minimumHealthyPercent below maximumPercent; for DAEMON the maximum is 100 unless it may be more.")
        .when(&["{maximumpercent | minimumhealthypercent | maximum percent | minimum healthy percent | maximum healthy percent} & {invalid | must | cannot | not | unable | both | block}"]),
    Cause::new("alarm_rollback", Rollback, "A CloudWatch alarm made the deployment fail or roll back.",
        "Look at the alarm's metric and history since the deployment began; an alarm already in ALARM stops every deployment.")
        .when(&["alarm"]).about(&[Find::Listed("alarms: "), Find::Listed("alarm(s): ")]),
    Cause::new("hook_denied", Permissions, "ECS may not call the lifecycle hook's function.", "Allow lambda:InvokeFunction to the hook's role, and ecs.amazonaws.com to assume it.")
        .when(&["{lifecycle hook | hook} & {not authorized | accessdenied | access denied | assume}"]),
    Cause::new("hook_failed", Rollback, "A hook refused the change, failed, or did not answer in time.",
        "Look at the hook's own log: a lifecycle hook of the deployment, or a CloudFormation hook on the resource.").when(&["{lifecycle hook | hooks failed | hook failed | hook} & {fail | failed | timed out | rejected | expired | timeout | noncompliant | non-compliant} & !transform & !template"]).wrapper(),
];
