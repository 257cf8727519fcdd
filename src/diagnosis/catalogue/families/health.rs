//! Health checks of load balancers and containers.

use super::super::cause::Cause;
use super::super::subject::TARGETS;
use crate::diagnosis::verdict::Category::{Config, HealthCheck};

pub const CAUSES: &[Cause] = &[
    Cause::new("target_zone_disabled", Config, "The task runs in a zone the load balancer does not serve.",
        "Turn the zone on in the load balancer of {subject|the target group}, or take its subnet out of the service.").when(&["availability zone*not enabled | zone that is not enabled"]).about(TARGETS),
    Cause::new("target_group_unused", Config, "No listener sends traffic to {subject|the target group}.",
        "Attach {subject|the target group} to a listener or rule of a load balancer.").when(&["not configured to receive traffic | does not have an associated load balancer | target.notinuse | not associated with*load balancer"]).about(TARGETS),
    Cause::new("elb_health_check_codes", HealthCheck, "The health check of {subject|the target group} gets an answer with the wrong status.",
        "Make the health check's path answer with a status the matcher of {subject|the target group} accepts, or correct path and matcher.")
        .when(&["health checks failed with these codes | failed with these codes | responsecodemismatch | response code mismatch | codes: ["]).about(TARGETS),
    Cause::new("elb_health_check_timeout", HealthCheck, "The health check of {subject|the target group} gets no answer in time.",
        "Check that the container listens on the target's port on 0.0.0.0, that its security group lets the load balancer in, and give it time: grace period, interval, time-out.")
        .when(&["unhealthy & {request timed out | timed out | timeout}", "target.timeout | elb health check*timed out"]).about(TARGETS),
    Cause::new("elb_health_check_failed", HealthCheck, "The health check of {subject|the target group} fails.",
        "Ask the health check's path from within the task: port, path, answer code, security group; compare its interval and the grace period with the time the program takes to start.")
        .when(&["failed elb health check | elb health check | elb healthcheck | unhealthy in target-group | unhealthy in elb | unhealthy in*target | failed*load balancer health | target*health checks failed | health checks failed | unhealthythreshold | failedhealthchecks | target group*unhealthy | elb.internalerror"]).about(TARGETS),
    Cause::new("container_health_check_failed", HealthCheck, "The container's own health check fails.",
        "Run the health check's command inside the container: the tool may be missing in the image, the port or path wrong, or startPeriod too short.")
        .when(&["failed container health check | container health check | container*unhealthy | health check command | container is unhealthy"]),
    Cause::new("dependency_unhealthy", HealthCheck, "A container waits for another that never became healthy.",
        "Look at the health check and log of the container it depends on (dependsOn HEALTHY).").when(&["depend*healthy", "dependency*unhealthy"]),
    Cause::new("service_registry_unhealthy", HealthCheck, "Service discovery sees an unhealthy task.", "Look at the container's health check; Cloud Map takes it from there.").when(&["unhealthy in*service registry | unhealthy in*registry | service discovery*unhealthy"]),
    Cause::new("replacement_unhealthy", HealthCheck, "The new tasks did not become healthy in the time the deployment gives them.",
        "Look at the new tasks' target health and log; raise the time only when they are merely slow.").when(&["waiting for the replacement task set | replacement task set to become healthy | task set*become healthy"]),
    Cause::new("tasks_replaced_unhealthy", HealthCheck, "ECS replaced tasks because they were unhealthy.",
        "Find out which check fails: the load balancer's or the container's; the stopped task's reason says it.").when(&["due to an unhealthy status | target_unhealthy | instance_unhealthy | replaced*unhealthy | unhealthy status | unhealthy task | task is unhealthy | became unhealthy | marked unhealthy | is unhealthy", "health check & !invalid request & !error code & !status code & !must & !cannot"]),
];
