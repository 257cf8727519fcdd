//! What kind of message a text is, by its words.

use super::condition::Condition;
use super::exit_words;
use super::kind::MessageKind;
use super::plain::Plain;
use std::sync::LazyLock;

/// First that holds wins.
const SIGNS: &[(MessageKind, &str)] = &[
    (
        MessageKind::StackEvent,
        "^invalid request provided | deployment circuit breaker was | capacity provider*not associated | does not have an associated load balancer | s3 error code | handlererrorcode | requesttoken | resource handler returned | custom resource | following resource(s) | following hook(s) | did not stabilize | embedded stack | terminating instances | autoscaling group | rolling update | ^cannotdelete | validation failure | validation failed: parameter | waitcondition | ^the security group | ^the role named | ^unknown parameter | extraneous key | ^properties validation | ^action denied | ^policy contains | ^error setting policy | ^custom resource | service:*status code | cannot delete | error code:*request id | policy arn | the maximum number of",
    ),
    (
        MessageKind::StackEvent,
        "no updates are to be performed | configuration_complete | ^hook | ^cleanup | drift detection | stack policy | ^role arn | is inactive | resourcestoskip | ^invalid setting for container | no fargate configuration | validate the listeners | unable to start a service | ^resource | internal failure | already exists | must have values | failure signal | resource signal | success signal | ^create initiated | ^update initiated | ^delete initiated | ^failed to update [ | ^failed to create [ | ^a version for this lambda | ^user initiated | ^resource creation | ^resource update | ^resource deletion | ^resource timed out | ^requested update | ^eventual consistency check | ^transformation | ^export | ^no export | ^stack | ^template | ^exceeded attempts | physical resource | rollback requested by user | cancelupdatestack | creation of service was not",
    ),
    (
        MessageKind::DeploymentReason,
        "^the deployment | pause hook | listenerrule | listener rule | advancedconfiguration | code_deploy | ^codedeploy | ^ecs deployment | ^service deployment | rollback candidate | lifecycle hook | ^deployment | ^rolling update in progress | the deployment is | ^circuit breaker | ^tasks failed to start",
    ),
    (
        MessageKind::ContainerReason,
        "^cannotget | ^cannotlist | ^cannotdescribe | ^cannotremove | ^cannotkill | ^docker: error response | ^error response from daemon | volumedriver. | error while mounting volume | ^credentialspec | ^cgrouperror | ^hostconfigerror | ^eniinformation | ^networknamespaceerror | ^containernetworking | ^dockerstateerror | ^impossiblestate | ^cannotstart | ^cannotcreate | ^cannotinspect | ^cannotstop | ^outofmemory* | ^dockertimeouterror | ^containerruntime | ^containervanished | ^cannotpull | ^could not transition to",
    ),
    (
        MessageKind::StoppedReason,
        "resourceinitializationerror: | cannotpullcontainererror: | ^stopped resource | ^stopped cannot | ^task failed | ^stopped reason | ^essentialcontainerexited$ | ^elb health | ^task stopped | ^essential container | ^host ec2 | ^taskdependencyerror | ^task timed out | ^unable to attach | ^the selected task definition | ^ecs | ^container failed to | ^efsutils | ^container instance | ^capacity is | ^service connect | ^scaling activity | ^your spot | ^spotinterruption | ^spot interruption | reason: resource: | reasons : [resource: | ^taskfailedtostart | ^agent$ | ^attribute$ | ^resource: | ^timeout waiting for | ^unexpected ec2 error | ^ecs is performing maintenance | ^internalerror | ^fetching secret data | ^userinitiated | ^serviceschedulerinitiated | ebs volume | ^service scheduler | ^task was | ^agent restarted | provisioning state | ^stopped by user | ^network interface | ^timed out while attaching | ^task dependencies | ^container definition | ^the task",
    ),
    (
        MessageKind::ServiceEvent,
        "failures:*reason: | failures:*reason | ^missing$ | ^runtask | ^run-task | ^starttask | ^encountered error resource: | ^port*is unhealthy | ^service*task definition*does not exist | was unable to place | has reached a steady state | is unhealthy in | has started*tasks | has stopped*tasks | stopped*running tasks | deregistered*targets | registered*targets | unable to consistently start | draining connections | ecs can no longer maintain your service | failed to register targets | set desired count to | unable to place tasks | ^service_ | ^ecs_ | ^taskset_ | ^capacity_provider_ | ^tasks_stopped | ^vpc_lattice_ | ^setting desired count | ^ecs service has reached",
    ),
];

static READY: LazyLock<Vec<(MessageKind, Condition)>> =
    LazyLock::new(|| SIGNS.iter().map(|(kind, source)| (*kind, Condition::new(source))).collect());

/// The kind a text says it is of; none where nothing does.
pub fn sniff(text: &str) -> Option<MessageKind> {
    if exit_words::alone(text).is_some() {
        return Some(MessageKind::ExitCode);
    }
    let head = text.trim_start().to_ascii_lowercase();
    let plain = Plain::new(text);
    let named = head.starts_with("(service ")
        || head.starts_with("service (")
        || (head.starts_with("service ") && !plain.as_str().starts_with("service "));
    if named {
        return Some(MessageKind::ServiceEvent);
    }
    if is_status(text.trim()) {
        return Some(MessageKind::StackEvent);
    }
    READY.iter().find(|(_, condition)| condition.find(plain.as_str()).is_some()).map(|(kind, _)| *kind)
}

/// A status of CloudFormation alone: `UPDATE_ROLLBACK_FAILED`.
fn is_status(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_uppercase() || c == '_')
        && ["_COMPLETE", "_FAILED", "_IN_PROGRESS"].iter().any(|end| text.ends_with(end))
}
