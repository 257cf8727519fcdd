//! The scheduler's own work around the tasks: load balancer, service discovery, roles, limits.

use super::super::cause::Cause;
use super::super::subject::{Find, REFUSED, ROLE, TARGETS};
use crate::diagnosis::verdict::Category::{Config, Other, Permissions, Quota};

pub const CAUSES: &[Cause] = &[
    Cause::new("iam_trust_changed", Permissions, "The trust of the service's role was changed; ECS can no longer act for the service.",
        "Restore the trust of the service role or service-linked role for ecs.amazonaws.com.").when(&["trust relationship has been misconfigured | iam trust | trust policy*misconfigured"]).about(ROLE),
    Cause::new("iam_permissions_changed", Permissions, "The policies of the service's role were changed; ECS can no longer act for the service.",
        "Restore the policies of the service role or service-linked role.").when(&["permissions policies have been misconfigured | iam permissions | can no longer maintain your service"]).about(ROLE),
    Cause::new("log_bucket_denied", Permissions, "The bucket {subject|for the logs} does not let the load balancer write into it.",
        "Allow the load balancer's log delivery to write into {subject|the bucket} in the bucket's policy.").when(&["access denied for bucket | s3bucket permission"]).about(&[Find::After("for bucket: "), Find::After("for bucket ")]),
        Cause::new("elb_role_denied", Permissions, "ECS may not act on the load balancer: {subject|access is denied}.",
        "Allow {subject|the elasticloadbalancing actions} {policy|to the service's role or infrastructure role, or go back to the service-linked role}.")
        .when(&["{target | load balancer | elb | elasticloadbalancing | listener | classic} & {not authorized | missing permissions | accessdenied | access denied | unable to assume role | unable to assume the role}"]).about(REFUSED),
    Cause::new("target_group_wrong_vpc", Config, "The tasks are not in the VPC of the target group.",
        "Use a target group of the VPC in which the tasks or instances run.").when(&["not in the target group vpc | not in the vpc of | different vpc | target group vpc | outside*vpc | not in the same vpc | belong to*vpc"]).about(TARGETS),
    Cause::new("target_quota", Quota, "A limit of the load balancer is reached.", "Ask for a higher limit of targets, or spread over more target groups.")
        .when(&["toomanytargets | toomanyregistrations", "targets & {limit | quota | too many}", "target & {throttl | rate exceeded}"]).about(TARGETS),
    Cause::new("target_group_missing", Config, "The target group {subject|} does not exist any more.",
        "Point the service to an existing target group, or create it again.").when(&["target group*not found | target groups not found | target group*does not exist | targetgroupnotfound | targetgroup*not found | loadbalancernotfound | load balancer*not found | load balancer*does not exist | accesspointnotfound | no active load balancer"]).about(TARGETS),
    Cause::new("target_type_mismatch", Config, "The target group's type does not fit the task's network mode.",
        "awsvpc tasks need a target group of type ip, others one of type instance.").when(&["target type | incompatible with*network mode | targettype"]).about(TARGETS),
    Cause::new("service_discovery_denied", Permissions, "ECS may not keep the service's entries in Cloud Map.", "Allow the servicediscovery and route53 actions to the service's role.")
        .when(&["{service discovery | servicediscovery | service registry | registry | cloud map | namespace} & {not authorized | accessdenied | access denied}"]).about(REFUSED),
    Cause::new("ecs_api_throttled", Quota, "Calls for this service are held back by a rate limit.",
        "ECS goes on by itself; fewer changes at once, or a higher limit, help.").when(&["operations are being throttled | being throttled | throttling*service | api throttl | operation_throttled"]),
    Cause::new("service_discovery_failed", Config, "The service's entries in Cloud Map cannot be kept.",
        "Check that namespace and service of serviceRegistries exist and fit the container's name and port.")
        .when(&["{service discovery | servicediscovery | service registry | cloud map} & !already exists", "servicenotfound & namespace", "namespace & !scalable & {not found | does not exist | notfound | invalid}"]),
    Cause::new("target_registration_failed", Config, "Tasks cannot be registered in {subject|the target group}.",
        "Read the error in the message; check port, type, zone and VPC of {subject|the target group}.").when(&["failed to register targets | failed to register | failed to deregister | unable to register | failed to describe target"]).about(TARGETS),
    Cause::new("task_launch_failed", Other, "A task could not be launched.", "Read the error in the message.").when(&["failed to launch a task & !inactive"]),
];
