//! Finding a place for a task: instances, capacity providers, limits, placement rules.

use super::super::cause::Cause;
use super::super::subject::{Find, INSTANCE, PROVIDER, REFUSED, ROLE};
use crate::diagnosis::verdict::Category::{
    AgentOrInstance, Autoscaling, CapacityProvider, Config, DeploymentConfig, Other, Permissions, Quota, Resources,
};

const ROOM: &str = "Add instances (or raise the Auto Scaling group's maximum), stop what is not needed, or lower the task's reservation. During a deployment old and new tasks need room at the same time, unless minimumHealthyPercent lets an old one go first.";

pub const CAUSES: &[Cause] = &[
    Cause::new("run_task_target_missing", Config, "What the task was to run on or from does not exist, or is not registered any more: {subject|see the arn beside the reason}.",
        "Correct {subject|the ARN} (its region, cluster and account), or leave the choice of the instance to ECS; a container instance that was deregistered or terminated is gone.")
        .when(&["{failures | failure | runtask | run task | run-task | starttask | start task | start-task | reason: } & {reason: missing | reason:missing | reason:inactive | reason missing | missing$ | : missing | reason: inactive | reason inactive | : inactive} & !attribute", "^missing$"]).about(&[Find::Having("arn:aws")]),
    Cause::new("agent_disconnected", AgentOrInstance, "The agent on instance {subject|} is not connected.",
        "Restart the ECS agent on {subject|the instance}, check its route to ECS and its instance role, or replace it.").when(&["doesnt have the agent connected | does not have the agent connected | encountered error agent | agent connected | ^agent$ | taskfailedtostart: agent$ | reason:agent | reason: agent | agent is not connected | agent not connected"]).about(INSTANCE),
    Cause::new("fargate_vcpu_quota", Quota, "The account's limit of vCPUs or tasks is reached.",
        "Ask for a higher Fargate limit in Service Quotas, or stop what is not needed.")
        .when(&["{reached the limit on the number | limit on the number of} & !target & !resources & !stack | vcpus you can run | tasks you can run concurrently | maximum number of fargate", "{maximum number of | limit of} & quota increase & {task | vcpu}", "{vcpulimit | vcpu limit} & !instance"]),
    Cause::new("account_blocked", Quota, "AWS holds the account back: it is blocked, suspended or not yet verified.", "Open a case with AWS about the account's state; nothing in the stack can change it.")
        .when(&["account is currently blocked | account is currently being verified | until your account is verified | account*blocked | account*suspended | account*pending verification | account*not*verified | account*not been activated | account verification | account*on hold | account*in good standing"]),
    Cause::new("compute_quota", Quota, "More is asked for than the account's limit allows.", "Ask for a higher limit in Service Quotas, or ask for less: a smaller task, or fewer of them.")
        .when(&["desired count exceeds limit | count exceeds*limit | configuration is above your limit | above your limit | requested*above*limit | exceeds your*limit | exceeds your*quota | account*quota | quota exceeded"]),
    Cause::new("cluster_provisioning_limit_500", CapacityProvider, "The cluster already has as many tasks in PROVISIONING as it may (500).",
        "Find out why the capacity provider adds no instances: the Auto Scaling group's activities say it.").when(&["provisioning capacity limit | provisioning limit | provisioning*limit was exceeded"]),
    Cause::new("infrastructure_role_unusable", Permissions, "ECS may not act by the infrastructure role {subject|it was given}.",
        "Let ecs.amazonaws.com assume {subject|the role} in its trust policy and give it the managed policy for its task; a role made a moment ago needs a minute, then {deploy|deploy again}.")
        .when(&["serviceaccessdeniedexception for", "infrastructure role & {assume | trust} & !volume"]).about(ROLE),
    Cause::new("managed_instances_passrole_denied", Permissions, "The capacity provider may not start instances: {subject|its role is refused}.",
        "Allow {subject|iam:PassRole and the EC2 actions} to the infrastructure role.").when(&["launch instance & {not authorized | unauthorized | accessdenied}", "capacity provider & {not authorized | unauthorizedoperation | ~accessdenied}"]).about(REFUSED),
    Cause::new("instance_quota", Quota, "EC2 refuses more instances: a limit of the account is reached.", "Ask for a higher EC2 limit, or use another instance type.")
        .when(&["instancelimitexceeded | vcpu limit | vcpu capacity than your current | vcpulimitexceeded | maxspotinstancecount | max spot instance count | spotfleet*limit | fleet request*quota", "launch*instance & {limitexceeded | quota}"]),
    Cause::new("capacity_provider_no_instances", CapacityProvider, "The capacity provider {subject|} has no instances.",
        "Look at its Auto Scaling group: maximum size, failed launches, instances that never join the cluster (user data, agent, route).")
        .when(&["capacity provider*have any*instances | capacity provider*has no*instances | capacity provider*no container instances | capacity provider*without instances | no container instances were found in your capacity provider | empty capacity provider | found in your capacity provider"]).about(PROVIDER),
    Cause::new("instance_capacity_unavailable", CapacityProvider, "EC2 has no capacity of this instance type in the zone.",
        "Allow more instance types and zones in the Auto Scaling group or capacity provider.").when(&["insufficientinstancecapacity | do not have sufficient*capacity | spot capacity | insufficient instance capacity | unfulfillablecapacity | unable to fulfill | no instance types | insufficient capacity"]),
    Cause::new("new_deployment_required", Config, "A change of launch type or capacity provider strategy needs a forced new deployment.",
        "Set ForceNewDeployment on the service, or make the change with `aws ecs update-service --force-new-deployment` and then in the template.")
        .when(&["force a new deployment | must force*deployment"]),
    Cause::new("capacity_provider_in_use", CapacityProvider, "The capacity provider {subject|} is still in use, so it cannot be deleted, taken away or given another Auto Scaling group.",
        "Take {subject|it} out of the strategies of the services and of the cluster (`aws ecs put-cluster-capacity-providers`) and let the tasks on it end; then delete it. In a template let it be deleted after the services that use it.")
        .when(&["{capacity provider | capacityprovider} & {is in use | in use and | resourceinuse | cannot be removed | cannot be deleted | already being used by | associated with cluster} & !not associated"]).about(PROVIDER),
    Cause::new("capacity_provider_failed", CapacityProvider, "The capacity provider {subject|} cannot give capacity.",
        "Look at the capacity provider's status and its Auto Scaling group's activities (launch template, subnets, protection from scale-in).")
        .when(&["capacity provider & {unable | fail | failed | invalid | error | not found | not associated | in use | cannot | cant | must | update_in_progress | delete | inactive | does not exist | doesnt exist | not active | missing | without}", "auto scaling group & {unable | failed | protection | not found | does not exist | did not stabilize | invalid}", "autoscalinggroup & {invalid | not found}", "group did not stabilize", "managed termination protection", "launch instances & !network", "managed scaling"]).about(PROVIDER),
    Cause::new("no_instances", Resources, "The cluster has no instances the task could run on.",
        "Start instances that join this cluster (ECS_CLUSTER in user data, route to ECS, instance role), or use Fargate.").when(&["no container instances were found | no container instances found | no active instances | no container instances | no instances"]),
    Cause::new("host_port_conflict", Resources, "The host port the task needs is taken on instance {subject|}.",
        "Use host port 0 (dynamic) or awsvpc networking; with one instance and minimumHealthyPercent 100 old and new task block each other.").when(&["already using a port | resource:port | ports required | too many ports | reserved port | port*already in use | resource:ports"]).about(INSTANCE),
    Cause::new("insufficient_memory", Resources, "No instance has enough free memory for the task.", ROOM).when(&["insufficient memory | resource:memory | enough memory | memory capacity | memory units | insufficient*memory"]).about(INSTANCE),
    Cause::new("insufficient_cpu", Resources, "No instance has enough free CPU for the task.", ROOM).when(&["insufficient cpu | resource:cpu | enough cpu | cpu capacity | cpu units available | insufficient*cpu units"]).about(INSTANCE),
    Cause::new("insufficient_gpu", Resources, "No instance has a free GPU for the task.", ROOM).when(&["insufficient gpu | resource:gpu | enough gpu", "{gpus | gpu} & !not support & !not supported & !status code & !invalid"]).about(INSTANCE),
    Cause::new("insufficient_eni", Resources, "No instance can take another network interface.",
        "Turn on awsvpcTrunking and start new instances, use larger ones, or add some.").when(&["resource:eni | eni attachment | network interfaces available | insufficient eni | enough eni | trunk | network adapter"]).about(INSTANCE),
    Cause::new("missing_instance_attribute", Resources, "No instance has an attribute the task needs.",
        "Compare the task definition's requiresAttributes with the instances': agent version, log drivers, architecture, zone and subnet of the network configuration.").when(&["missing an attribute | required attribute | missing*attribute | ^attribute | taskfailedtostart: attribute$ | reason:attribute | reason: attribute | attribute required | resource:attribute | ^location$ | taskfailedtostart: location$"]).about(INSTANCE),
    Cause::new("placement_constraint_unsatisfied", DeploymentConfig, "No instance fits the service's placement rules.",
        "Relax placementConstraints (memberOf, distinctInstance), or add instances that satisfy them.").when(&["placement constraint | placement rule | constraint unsatisfied | constraints unsatisfied | distinctinstance | memberof | placement strategy | placement*violat"]),
    Cause::new("min_max_percent_deadlock", DeploymentConfig, "Minimum and maximum percent let ECS neither stop an old task nor start a new one.",
        "Lower minimumHealthyPercent or raise maximumPercent so that at least one task may move.")
        .when(&["unable to stop or start tasks & deployment configuration", "minimumhealthypercent & maximumpercent & unable", "deployment configuration & {unable | prevent | block}"]),
    Cause::new("task_scale_in_protection", DeploymentConfig, "Protected tasks keep the deployment from going on.",
        "Let the protection run out or take it away (UpdateTaskProtection); work that protects itself must end.").when(&["under protection | task protection | protected task | tasks*protected | scale-in protection of tasks", "protection & scale in"]),
    Cause::new("no_disk_on_instance", Resources, "No instance has enough disk for the task.", ROOM).when(&["insufficient disk | resource:disk | insufficient storage | disk space"]),
    Cause::new("autoscaling_set_desired", Autoscaling, "Application Auto Scaling changed the desired count.",
        "If the count should not move now, suspend scaling on the service's scalable target or change its limits.")
        .when(&["^setting desired count | successfully set desired count | successfully set*desired | successfully fulfilled by ecs | waiting for change to be fulfilled by ecs | monitor alarm*triggered policy"]),
    Cause::new("scalable_target_missing", Autoscaling, "Nothing is registered with autoscaling for {subject|the service}: a scaling policy or scheduled action needs a scalable target first.",
        "Register the scalable target for {subject|the service} first (AWS::ApplicationAutoScaling::ScalableTarget), and let the policy depend on it: refer to the target by Ref, or add DependsOn.")
        .when(&["no scalable target | scalable target*not found | scalable target*does not exist | scalable target*not registered | scalable target*must be registered"])
        .about(&[Find::After("resource id: "), Find::After("for resource "), Find::Having("service/")]),
    Cause::new("autoscaling_failed", Autoscaling, "Application Auto Scaling could not change the count.", "Look at the scaling activities of the service's scalable target.")
        .when(&["{failed to set desired count | unable to set desired count | scaling activity} & {fail | failed | unable}", "scaling policy & {fail | unable | error | invalid}", "scalable target | scalabletarget", "application auto scaling & {fail | unable}", "set desired count"]),
    Cause::new("az_rebalancing_failed", Resources, "Tasks cannot be spread over the zones: no instance in {subject|one of them} takes another task.",
        "Give {subject|each zone of the service} enough capacity; the deployment itself does not wait for that.")
        .when(&["^is unable to place a task in*because"]).about(&[Find::After("place a task in ")]),
    Cause::new("instances_insufficient", Resources, "No instance meets all that the task asks for.", ROOM).when(&["container instance met all | resources could not be found | container instances met all | no container instance met | closest matching | ^resource:"]).about(INSTANCE),
    Cause::new("zone_unsupported", Config, "The zone does not offer what the task needs.", "Choose subnets in zones that support the platform.").when(&["unsupported availability zone | availability zone*not supported | not supported in*availability zone"]),
    Cause::new("az_rebalancing_failed", Resources, "Tasks cannot be spread over the zones.", "Give each zone of the service enough capacity.").when(&["az rebalanc & {unable | fail | failed | stopped}", "az balanced & unable"]),
    Cause::new("placement_internal_error_or_unsupported_az", Other, "ECS could not place the task and gives no reason; a subnet in a zone Fargate does not serve looks like this as well.",
        "Check the zones of the service's subnets; when they are right, wait and open a case with AWS.").when(&["unable to place*internal error", "{^internal error | ^internalerror | an internal error} & !handlererrorcode & !status code"]),
    Cause::new("placement_failed", Other, "A task could not be placed; the reason given is not known to this catalogue.",
        "Read the reason as it is; then the cluster's instances, capacity providers and limits.").when(&["unable to place"]),
];
