//! Why a task ended or never began, when no container says it.

use super::super::cause::Cause;
use super::super::subject::{Find, INSTANCE, ROLE};
use crate::diagnosis::verdict::Category::{
    AgentOrInstance, AppCrash, CapacityProvider, Config, Network, Other, Permissions, Quota, Resources, Spot,
};

const SUBNET: &[Find] = &[Find::Having("subnet-"), Find::Having("eni-"), Find::Having("sg-")];

pub const CAUSES: &[Cause] = &[
    Cause::new("spot_interruption", Spot, "Spot took the capacity back.",
        "Nothing is wrong with the task: keep a base of on-demand capacity (FARGATE or an on-demand provider) if it must not stop, and let it end well on SIGTERM.")
        .when(&["spot task was interrupted | spotinterruption | spot interruption | spot instance*interrupt | spot*reclaim | interrupted*spot | rebalance recommendation | spot termination | spot*terminated | spot capacity*reclaimed"]),
    Cause::new("subnet_ip_exhausted", Network, "The subnet {subject|} has no free addresses.",
        "Free addresses in {subject|the subnet}, or give the service a larger one.").when(&["insufficientfreeaddresses | insufficient free addresses | not have enough free | no free ip | not enough free ip | not enough ip | free addresses | insufficient ip | insufficientcidr | not enough available ip | available ip addresses"]).about(SUBNET),
    Cause::new("insufficient_eni", Resources, "The instance cannot take another network interface.",
        "Turn on awsvpcTrunking and start new instances, use larger ones, or add some.").when(&["unused device index | attachmentlimitexceeded | interface count exceeded | interfaces*attached to*limit"]),
    Cause::new("eni_quota", Quota, "The account's limit of network interfaces is reached.", "Ask for a higher limit of network interfaces, or remove unused ones.")
        .when(&["networkinterfacelimit | maximum number of network interfaces | network interface*limit | network interface*requestlimitexceeded", "unexpected ec2 error & {limitexceeded | throttl}"]),
    Cause::new("eni_denied", Permissions, "The organisation's tag policy refuses the tags of the task's network interface.",
        "Give service and task definition (with propagateTags) the tags that policy asks for, spelt as it asks, or let it leave network interfaces out.").when(&["network interface & tagpolicyviolation"]),
    Cause::new("eni_denied", Permissions, "ECS may not handle network interfaces.", "Check the service-linked role of ECS and the policies of the organisation and the endpoint.").when(&["network interface & {tagpolicyviolation | policyviolation | unauthorizedoperation | not authorized | authfailure | accessdenied}"]).about(ROLE),
    Cause::new("eni_settings_invalid", Config, "The network settings name something that does not exist: {subject|a subnet or security group}.",
        "Correct subnets and security groups in the service's network configuration.").when(&["{network interface | ec2 error} & {invalidgroup | invalidsubnet | invalidsecuritygroup | does not exist | invalidparametercombination | notfound}"]).about(SUBNET),
    Cause::new("eni_provision_timeout", Network, "The task's network interface was not ready in time.",
        "Check limits and free addresses of the subnet and the state of the zone; ECS tries again by itself.").when(&["network interface provision | network interface*timeout | timeout*network interface | timed out*network interface | network interface*timed out | waiting for network"]).about(SUBNET),
    Cause::new("eni_setup_failed", Network, "The task's network could not be set up on its host.",
        "Check the instance's agent and network plugins, IPv6 and public-address settings of the subnet, and DNS in the VPC.")
        .when(&["eniinformationerror | networknamespaceerror | containernetworkingerror | ipv6 address | network bindings | configure eni | setup regular eni | netplugin | network namespace | network stack | download*network | failed to setup*network | failed to configure*network | task network | cni plugin | ipam | setting up*network | pause container | network*provisioning"]).about(SUBNET),
    Cause::new("eni_attach_failed", Network, "A network interface could not be created or attached.",
        "Check the subnet, the instance type's number of interfaces and awsvpcTrunking.").when(&["attach network interface | create network interface | attaching*interface | eni attach", "{elastic network interface | network interface} & {fail | error | attach}"]).about(SUBNET),
    Cause::new("fargate_capacity_unavailable", CapacityProvider, "Fargate has no capacity here just now.",
        "Wait, or add subnets in other zones; for FARGATE_SPOT add FARGATE to the strategy.").when(&["{resource:fargate | capacity is unavailable | capacity unavailable | no capacity available | insufficient capacity} & !instance"]),
    Cause::new("host_terminated", AgentOrInstance, "The instance under the task stopped or was terminated: {subject|see the Auto Scaling activities}.",
        "Look at the Auto Scaling group's activities and instance health for why {subject|it} went away.")
        .when(&["host ec2 | container instance*terminated | instance*terminated | instance*stopped/terminated | instance*was stopped | host*terminated | instance*deregistered | instance*deregistration | container instance*removed"]).about(INSTANCE),
    Cause::new("taskdef_compute_mismatch", Config, "The task definition does not fit the compute it shall run on.",
        "Bring requiresCompatibilities, network mode, CPU, memory and platform in line with launch type or capacity provider.").when(&["not compatible with the selected compute | compatible*compute strategy | not support*launch type | does not support*fargate | incompatible*launch type | incompatible*capacity provider | architecture*does not match | requirescompatibilities | platform version*does not support | does not support*volumes"]),
    Cause::new("dependency_unresolvable", Config, "The containers' dependencies cannot be resolved.",
        "Check dependsOn in the task definition: names, conditions, circles; a container waited for with SUCCESS or COMPLETE must end.").when(&["dependencies cannot be resolved | dependency*cannot be resolved | dependency*unresolvable | dependency cycle", "circular*depend & !resources"]),
    Cause::new("dependency_failed", AppCrash, "A container did not start because one it depends on failed.",
        "Look at the exit code and log of the container it depends on (dependsOn).").when(&["taskdependencyerror | dependency*exited | depends on*exited | dependency*failed | dependency*did not | failed to resolve dependency | dependency graph | container dependency | dependency*stopped"]),
    Cause::new("service_connect_failed", Config, "The Service Connect proxy of the task did not start or become ready.",
        "Look at the proxy container's log; check namespace, port names, TLS role and certificate authority in serviceConnectConfiguration, and 256 CPU units with 64 MiB for the proxy.")
        .when(&["service connect | envoy | app mesh | appmesh | serviceconnect | appnet"]),
    Cause::new("task_provision_timeout", CapacityProvider, "The task waited for capacity until its time was up.",
        "Look at the Auto Scaling group behind the capacity provider: can it grow, do new instances join the cluster?").when(&["provisioning*timed out | timed out*provisioning | timeout*capacity | timed out*capacity | waiting for capacity"]),
    Cause::new("agent_failed", AgentOrInstance, "The ECS agent could not set up on its host what the task needs.",
        "Look at the agent's log on the instance (cgroups, disk, Docker, its version); restart the agent, or replace the instance when it repeats.")
        .when(&["hostconfigerror | managed daemon | platform resources | cgrouperror | agent could not | impossiblestatetransition | cannot transition to | task resource*fail | taskresource | hostresourceerror | cannotgetdockerclient | cannotlistplugins | cannotlistimages | unable to create*cgroup"]),
    Cause::new("agent_lost", AgentOrInstance, "The agent lost its task or its connection.", "Look at the instance and its agent's log; replace it when it repeats.")
        .when(&["agent*disconnected | agent*not connected | agent was unable | agent*lost | lost agent | task failed to acknowledge | task not found on | agent restart | agent*stopped | agent failed | unhealthy container instance | agent to start | agent to connect | ssm agent | executecommandagent | execute command agent | managed agent | exec agent"]),
    Cause::new("task_role_not_assumable", Permissions, "ECS may not assume the role {subject|of the task}.",
        "Let ecs-tasks.amazonaws.com assume {subject|the role} in its trust policy, and allow iam:PassRole on it to whoever deploys.")
        .when(&["unable to assume*role & !the service is unable & !infrastructure role & !{service linked | listeners} & !{infrastructure | elb}", "trust relationship and permissions"]).about(ROLE),
    Cause::new("oom_killed", Resources, "The container used more memory than it may, and was killed.", "Raise memory of the container and the task, or lower the program's use.")
        .when(&["outofmemory | oom | out of memory | memory limit"]),
    Cause::new("task_stop_timeout", AgentOrInstance, "The task did not stop in time.", "Raise stopTimeout, or make the program end on SIGTERM.").when(&["failed to stop | timed out*stopping | timeout*stopping"]),
    Cause::new("essential_container_exited", AppCrash, "An essential container ended, so ECS stopped the task; its exit code and last log lines say why.",
        "Look at the container that ended first: exit code, reason, last log lines.").when(&["essential container in task exited | essential container exited | essentialcontainerexited | essential container*exited | essential container*stopped"]).wrapper(),
    Cause::new("task_failed_to_start", Other, "The task did not start; the containers' reasons say why.", "Look at the containers' reasons of this task.")
        .when(&["{^task failed to start | ^taskfailedtostart$ | ^taskfailedtostart: task failed to start | task failed to start$} & !deployment"]).wrapper(),
];
