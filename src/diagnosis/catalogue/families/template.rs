//! What CloudFormation and its handlers refuse because of the template or of what exists already.

use super::super::cause::Cause;
use super::super::subject::{Find, IMAGE, ROLE, SAID, SECRET, TARGETS, USED};
use crate::diagnosis::verdict::Category::{AgentOrInstance, Config, Image, Other, Permissions, Rollback, Secrets};

const NAMED: &[Find] =
    &[Find::After("export "), Find::After("export named "), Find::After("identifier "), Find::Having("arn:aws")];

pub const CAUSES: &[Cause] = &[
    Cause::new("stack_policy_denied", Permissions, "The stack's policy forbids the change.", "Change the stack policy for this update, or leave the resource alone.").when(&["denied by stack policy | stack policy"]),
    Cause::new("role_unusable", Permissions, "The role {subject|named in the template} cannot be used: it does not exist, or the service may not assume it.",
        "Check that {subject|the role} exists and that its trust policy lets the service assume it (ecs-tasks.amazonaws.com for a task's roles, lambda.amazonaws.com for a function's); a role made a moment ago needs a minute.")
        .when(&["role is not valid | role*cannot be assumed by | role*can not be assumed by | invalid iam role | role defined for the function | the service is unable to assume | service role*cannot be assumed"]).about(ROLE),
    Cause::new("cfn_role_not_assumable", Permissions, "CloudFormation may not assume the role {subject|it was given}.",
        "Check that {subject|the role} still exists and lets cloudformation.amazonaws.com assume it, or give the operation another role (--role-arn).").when(&["invalid or cannot be assumed | role*cannot be assumed | cannot assume role | role*is invalid or"]).about(ROLE),
    Cause::new("policy_invalid", Permissions, "IAM or another service does not accept the policy or the principal in it.", "Correct the policy document: its principals must exist, its actions and resources be spelt as the service wants.")
        .when(&["invalid principal | invalid principals | malformedpolicy | policy document | malformed policy | policy*syntax | policy*invalid & !stack policy | setting policy | policy contains | invalid policy"]),
    Cause::new("image_not_found", Image, "The image {subject|} does not exist in the registry.", "Push {subject|the image}, or correct repository and tag where the template names it.")
        .when(&["source image*does not exist | source image*not found | source image*not valid"]).about(IMAGE),
    Cause::new("parameter_not_found", Secrets, "A parameter the template refers to does not exist: {subject|see the message}.", "Create {subject|the parameter} in the stack's region, or correct the reference.")
        .when(&["unable to fetch parameters | fetch*from parameter store"]).about(SECRET),
    Cause::new("linked_role_missing", Permissions, "The service-linked role is missing or cannot be used.", "Create it with `aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com`, then {deploy|deploy again}.").when(&["{service linked role | service-linked role | servicelinkedrole} & !cannot specify"]),
    Cause::new("export_in_use", Config, "The export {subject|} is used by another stack and cannot change.",
        "Remove the use of {subject|the export} in the stack named and deploy that first; then {deploy|deploy again}.").when(&["export*in use by | export*is in use | export*cannot be"]).about(NAMED),
    Cause::new("export_missing", Config, "The export {subject|} does not exist.", "Deploy the stack that exports {subject|it}, or correct the name.").when(&["no export named | export*not found | export*does not exist"]).about(NAMED),
    Cause::new("service_already_exists", Config, "A service of that name exists already outside this stack.",
        "Delete or import the existing service, or let CloudFormation choose the name.").when(&["not idempotent | service already exists"]),
    Cause::new("task_definition_inactive", Rollback, "The task definition the rollback needs is deregistered.",
        "Register it again under a new revision and {deploy|deploy again}; a rollback that failed over it is continued without the service.").when(&["taskdefinition is inactive | task definition is inactive | task definition*inactive"]),
    Cause::new("target_group_unattached", Config, "The target group {subject|} belongs to no load balancer yet.",
        "Let the service depend on the listener (DependsOn), so that the listener exists first.").when(&["does not have an associated load balancer | target group*not associated"]).about(TARGETS),
    Cause::new("bluegreen_listener_misconfig", Config, "Listener, rule or target groups do not fit a blue/green deployment.",
        "Correct the production and test listener rules and both target groups: one of them serves traffic, the other waits.").when(&["{advancedconfiguration | elbv1 | loadbalancers must | duplicate targetgrouparn | productionlistenerrule | testlistenerrule | production listener | test listener | listener rule | listenerrule | alternate target group | cannot have non-zero weight | alternatetargetgroup | invalid networking configuration} & !{missing permissions | not authorized | denied}"]),
    Cause::new("hook_invalid", Config, "A lifecycle hook of the deployment is not set up in a form ECS accepts.",
        "Correct target, stage or id of the hook; take the id from DescribeServiceDeployments.").when(&["invalid targettype | invalid lifecycle stage | invalid hookid | provided hookid"]),
    Cause::new("target_group_container_mismatch", Config, "The service names a container or port the task definition does not have.",
        "Bring containerName and containerPort of the service in line with the task definition.").when(&["container*does not exist in the task definition | did not have a container port | container port*not | containername | container name"]),
    Cause::new("task_definition_missing", Config, "The task definition {subject|} does not exist.",
        "Register the task definition, or correct its family, revision and region in the service.")
        .when(&["{task definition | taskdefinition} & !required key & {does not exist | not found | doesnt exist | unable to describe | unable to find} & !container & !volume"]).about(&[Find::Having(":task-definition/"), Find::After("task definition ")]),
    Cause::new("taskdef_invalid", Config, "The task definition is not valid.",
        "Correct the task definition where AWS refuses it: {subject|the message names the setting}.")
        .when(&["task_configuration_failure | no fargate configuration exists | invalid cpu | invalid memory | invalid setting for container | host ports and container ports | fargate requires | log driver*requires | requires options | network mode | networkmode | awsvpc | unknown volume | container.image | essential container | container definition | containerdefinitions | task definition*not | taskdefinition*not | task definition does not | platform version | operating system | runtime platform | execution role arn | executionrolearn | family | container.name | duplicate port"]).about(SAID),
    Cause::new("cluster_missing", Config, "The cluster does not exist or is not active.", "Correct the cluster's name, or create it first.").when(&["cluster not found | clusternotfound | cluster_not_found | cluster*does not exist | cluster was not active | cluster*inactive"]),
    Cause::new("service_not_active", Config, "The service is not active: it is being deleted or already gone.", "Wait until it has drained, or let the stack make a new one under another name.").when(&["service was not active | servicenotactive | servicenotfound | service not found | service*still draining | unable to start a service that is still"]),
    Cause::new("listener_rule_taken", Config, "Another rule or listener already has the priority or port {subject|asked for}.",
        "Give the rule a free priority, or the listener another port; two stacks, or the old and the new rule of a replacement, may ask for the same.")
        .when(&["priority*in use | priorityinuse | listener already exists on this port | duplicatelistener"]).about(&[Find::Before(" is currently in use"), Find::After("priority ")]),
    Cause::new("deletion_protected", Config, "{subject|The resource} is protected against deletion.", "Turn deletion protection off for {subject|it}, then delete again; or retain it.")
        .when(&["{deletion protection | deletionprotection | termination protection | terminationprotection | disableapitermination} & !managed termination"]).about(USED),
    Cause::new("operation_in_progress", Config, "Something else is being done to the resource just now.",
        "Wait until that is done, then {deploy|deploy again}; do not let two stacks or tools change it at once.")
        .when(&["another operation is in progress | operation*already in progress | update*already in progress | concurrentmodification | concurrent modification | conflicting operation | modified concurrently | another request*in progress | please try again in a few | currently being modified | operationaborted | currently in progress"]),
    Cause::new("secret_bad_json", Secrets, "The secret a dynamic reference names holds no valid JSON, and a key of it is asked for.", "Make the secret's value a JSON object, or take it whole: a dynamic reference (resolve:secretsmanager) without a key.")
        .when(&["{jsonkey | json key | secretstring} & {parse | not valid json | invalid json | not json | json format | unmarshal}"]),
    Cause::new("secret_json_key_missing", Secrets, "The secret a dynamic reference names has not the key asked for.", "Put the key into the secret's JSON, or correct the dynamic reference (resolve:secretsmanager) in the template.")
        .when(&["{jsonkey | json key | secretstring} & {could not | not find | not found | invalid | missing | not contain}"]),
    Cause::new("thing_in_use", Config, "The bucket or repository is not empty, so it cannot be deleted.",
        "Empty it (of a bucket every version, of a repository every image), or keep it: DeletionPolicy Retain in the template, or retain it as the stack is deleted.")
        .when(&["{bucket | repository} & {not empty | still contains}"]),
    Cause::new("thing_in_use", Config, "Something else still uses the resource, so it cannot be deleted or changed.",
        "Remove what uses {subject|it} first; the message, or the resource's own page, says what that is.").when(&["has a dependent object | still contains | dependencyviolation | currently in use | is in use | resourceinuse | in use by | not empty | cannot be deleted while | still in use | is being used | deleteconflict | must delete | must be detached | attached to entities | must detach | must first detach | must be removed | must remove | still attached | still references | is referenced by | are referenced by | delete*first | before deleting | before you can delete | active dependencies | has dependencies | depends on this | scaled above 0 | deployments are active"]).about(USED),
    Cause::new("parameter_invalid", Config, "A parameter or the template is not valid.",
        "Correct the template or its parameters where AWS refuses them: {subject|the message says where}.")
        .when(&["early validation | response from transform | transformation failed | template error | template format error | template validation | validation error | unresolved resource dependencies | circular dependency | parameters: [ | parameter validation | parameter value | properties validation | property validation | unsupported property | extraneous key | required key | model validation failed | does not match pattern | requires capabilities | insufficientcapabilities | encountered unsupported | value of property | failed to validate | transform*failed | invalid template | value at*failed to satisfy | is not a valid value | dynamic reference | ssm parameter | missing required"]).about(SAID),
    Cause::new("signal_missing", AgentOrInstance, "An instance did not report that it is ready, or reported a failure.",
        "Look at the instance's cloud-init log and at cfn-signal in its user data.").when(&["resource signal | failure signal | waitcondition | minsuccessfulinstancespercent | received 0 conditions"]),
    Cause::new("stack_not_found", Other, "There is no such stack in this account and region.", "Check name, account and region.").when(&["^stack*does not exist | stack with id*does not exist | stack*not found"]),
];
