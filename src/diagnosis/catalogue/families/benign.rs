//! What is said while all is well.

use super::super::cause::Cause;

/// A word of trouble anywhere in the message makes it not routine.
pub const GUARD: &str = "!unable & !unhealthy & !fail & !failed & !failure & !failing & !error & !denied & !cancelled & !not authorized & !exception & !impaired & !circuit breaker & !could not & !cannot & !spot interruption & !spot capacity & !reclaimed & !spot*interrupted";

pub const CAUSES: &[Cause] = &[
    Cause::routine("steady_state", "The service has reached a steady state; it counts only if it is younger than the deployment.")
        .when(&["reached a steady state | reached steady state | is in a steady state | reached a stable state | steady_state"]),
    Cause::routine("tasks_started", "The service has started tasks.").when(&["started*tasks | started*task | started*instance"]),
    Cause::routine("tasks_stopped", "The service has stopped tasks, as deployments and scaling do.")
        .when(&["{tasks_stopped | stopped*running task | stopped*pending task | stopped*tasks} & !limit"]),
    Cause::routine("targets_deregistered", "Targets were taken out of the load balancer.")
        .when(&["deregistered*in target-group | deregistered*in elb | deregistered*targets | deregistered*instances in | target deregistration is in progress | deregistered*target"]),
    Cause::routine("targets_registered", "Targets were put into the load balancer.")
        .when(&["registered*in target-group | registered*in elb | registered*targets | registered*instances in | ^registered*tasks | target registration is in progress | initial health checks in progress | registered*target"]),
    Cause::routine("draining_connections", "Old tasks are finishing their connections.")
        .when(&["begun draining | draining connections | connection draining"]),
    Cause::routine("deployment_completed", "The deployment is complete.")
        .when(&["deployment*completed & !rollback & !rolled back", "service deployment*successful", "deployment*succeeded", "rollback completed$"]),
    Cause::routine("deployment_in_progress", "The deployment is under way.")
        .when(&["ecs deployment*in progress", "^deployment*in progress", "deployment*started$", "^deployment*created", "deployment_in_progress | service deployment*in progress | service deployment*pending"]),
    Cause::routine("taskset_scaled", "A task set's count was set.").when(&["updated computeddesiredcount", "updated desiredcount", "taskset*stabiliz | task set*steady"]),
    Cause::routine("az_rebalancing", "The service is moving tasks between Availability Zones.").when(&["az balanced", "az rebalanc", "availability zone rebalancing"]),
    Cause::routine("scheduler_stopped_task", "The scheduler stopped this task because a deployment or a count changed.")
        .when(&["scaling activity initiated by", "^task stopped by*deployment | ^stopped by*deployment | ^serviceschedulerinitiated$", "service scheduler initiated | service scheduler*replac | replaced by*deployment", "service*scaled in | desired count*lowered"]),
    Cause::routine("task_stopped_by_user", "Somebody stopped this task by hand.").when(&["^userinitiated$ | ^userinitiated*stopped | ^userinitiated: | ^task stopped by user | ^user initiated task stop | ^stopped by user | task was stopped by*user | task stopped*by a user"]),
    Cause::routine("infrastructure_maintenance", "AWS is replacing the host under this task.")
        .when(&["performing maintenance on the underlying", "task retirement | retired by*fargate | fargate*maintenance | scheduled maintenance | patching | has been retired", "host*maintenance", "scheduled for retirement | task is being retired"]),
    Cause::routine("instance_draining", "The container instance is being drained; its tasks move elsewhere.").when(&["instance*draining & !unable", "drain*container instance"]),
    Cause::routine("desired_count_updated", "The desired count was changed.").when(&["desired_count_updated | desired count*updated | updated desired count | desired count*changed"]),
    Cause::routine("operation_started", "Somebody, or something, started a stack operation.").when(&["^user initiated"]),
    Cause::routine("rolling_update", "An Auto Scaling group replaces its instances in batches.")
        .when(&["rolling update initiated | rolling update in progress | terminating instances | terminated instances | temporarily setting autoscaling group | added to autoscaling group | received success signal | waiting on*resource signals"]),
    Cause::routine("consistency_check", "CloudFormation waits until the change is visible everywhere; the resource itself is done.")
        .when(&["eventual consistency check | consistency check initiated"]),
    Cause::routine("resource_started", "CloudFormation has begun with a resource.")
        .when(&["^resource*initiated$", "^resource creation initiated | ^create initiated | ^update initiated | ^delete initiated | ^resource update initiated | ^resource deletion initiated | ^resource import*initiated | ^resource*started", "^stack*import | import*completed"]),
    Cause::routine("configuration_complete", "The resource is configured; only its readiness is awaited.").when(&["configuration_complete | configuration complete | resource configuration*complete"]),
    Cause::routine("replacement", "The change needs a new resource; the old one is deleted in the clean-up.")
        .when(&["^requested update require | requested update*new physical resource | requested update*replacement | creating one | requested update*required the provider"]),
    Cause::routine("transformation_done", "A macro has expanded the template.").when(&["^transformation*succeeded | ^transform*succe"]),
    Cause::routine("no_updates", "The template asks for no change.").when(&["no updates are to be performed | didnt contain changes | no changes to"]),
    Cause::routine("hook_passed", "A CloudFormation hook has let the resource pass.").when(&["hook*succeeded | hook*invocation*in progress | hook*complete_succeeded | hook invocations complete | hook*started"]),
    Cause::routine("cleanup", "CloudFormation is removing what it no longer needs.").when(&["cleanup in progress | clean-up in progress | ^cleanup"]),
    Cause::routine("resource_retained", "A resource is kept on purpose, as its deletion policy says.").when(&["physical resource*retained | was retained | were retained | retained because of | deletion policy*retain | resource deletion*skipped | resource skipped*retain"]),
    Cause::routine("detached_drift", "A drift detection has run.").when(&["drift detection"]),
];
