//! The look right before sending: what a person saw, and each thing that may have moved since.

use super::{
    CancelUpdate, CheckDrift, ContinueDeployment, ContinueRollback, DeleteStack, ForceDeployment, HookAnswer, Keep,
    Operation, RollbackStack, SetCount, SetScaling, Skip, StackAim, StopDeployment, StopTask,
};
use crate::domain::Text;
use crate::domain::deployment::{HookWait, ServiceDeployment, ServiceDeploymentDetail, ServiceDeploymentStatus};
use crate::domain::scaling::{ScalableTarget, Suspended};
use crate::domain::service::{Controller, Scheduling, Service, ServiceId};
use crate::domain::situation::Situation;
use crate::domain::stack::{ResourceStatus, Stack, StackResource, StackStatus};

/// Everything an operation may be compared with, owned.
struct Seen {
    stack: Stack,
    resources: Vec<StackResource>,
    service: Service,
    deployment: ServiceDeployment,
    target: ScalableTarget,
}

fn id() -> ServiceId {
    ServiceId { cluster: Text::new("prod"), name: Text::new("checkout") }
}

fn hook(id: &str) -> HookWait {
    HookWait { id: Text::new(id), status: Text::new("AWAITING_ACTION"), expires_at: None, timeout_action: None }
}

fn resource(name: &str) -> StackResource {
    StackResource {
        logical_id: Text::new(name),
        physical_id: None,
        kind: Text::new("AWS::S3::Bucket"),
        status: ResourceStatus::DeleteFailed,
        status_reason: None,
        updated_at: None,
    }
}

/// A stack and its service as the person saw them.
fn seen(status: StackStatus) -> Seen {
    Seen {
        stack: Stack {
            id: Text::new("arn:aws:cloudformation:eu-west-1:1:stack/shop/0a"),
            name: Text::new("shop"),
            status,
            status_reason: None,
            created_at: None,
            updated_at: None,
            deleted_at: None,
            parent: None,
            root: None,
            role: None,
            rollback_disabled: false,
            drift_checked_at: None,
        },
        resources: vec![resource("Bucket"), resource("Table")],
        service: Service {
            id: id(),
            arn: Text::new("arn"),
            cluster_arn: Text::new("arn"),
            status: Text::new("ACTIVE"),
            desired: 4,
            running: 4,
            pending: 0,
            task_definition: Text::new("checkout:42"),
            scheduling: Scheduling::Replica,
            controller: Controller::Ecs,
            created_at: None,
            grace_period: None,
            breaker: None,
            min_healthy_percent: None,
            max_percent: None,
            target_groups: vec![],
            deployments: vec![],
            task_sets: vec![],
            events: vec![],
        },
        deployment: ServiceDeployment {
            arn: Text::new("arn:d"),
            status: ServiceDeploymentStatus::InProgress,
            status_reason: None,
            created_at: None,
            started_at: None,
            finished_at: None,
            target_revision: None,
            detail: Some(ServiceDeploymentDetail {
                source_revisions: vec![Text::new("arn:r")],
                hooks: vec![hook("approval")],
                ..ServiceDeploymentDetail::default()
            }),
        },
        target: ScalableTarget { min: 2, max: 4, suspended: Suspended::default(), created_at: None },
    }
}

fn hooks(seen: &mut Seen) -> &mut Vec<HookWait> {
    &mut seen.deployment.detail.as_mut().expect("described").hooks
}

fn deletes(keep: &[&str]) -> Operation {
    let aim = StackAim::at(&seen(StackStatus::DeleteFailed).stack);
    Operation::DeleteStack(DeleteStack { aim, keep: Keep::Only(keep.iter().map(Text::new).collect()) })
}

/// The same as `aws` commands, every argument of them.
fn commands() -> Vec<(Operation, &'static str)> {
    let hook = |answer| {
        let (service, deployment, hook) = (id(), Text::new("arn:d"), Text::new("approval"));
        Operation::ContinueDeployment(ContinueDeployment { service, deployment, hook, answer })
    };
    let stop =
        StopDeployment { service: id(), deployment: Text::new("arn:d"), from: ServiceDeploymentStatus::InProgress };
    let scaling = |to| Operation::SetScaling(SetScaling { service: id(), from: Suspended::default(), to });
    let aim = || StackAim::at(&seen(StackStatus::UpdateRollbackFailed).stack);
    let rollback = |skip| Operation::ContinueRollback(ContinueRollback { aim: aim(), skip });
    let some = vec![Text::new("Rules"), Text::new("shop-Web-1X.Frontend")];
    let keep = Keep::WhateverFails;
    vec![
        (
            Operation::SetCount(SetCount { service: id(), from: 4, to: 2 }),
            "aws ecs update-service --cluster prod --service checkout --desired-count 2",
        ),
        (
            Operation::ForceDeployment(ForceDeployment { service: id(), from: Text::new("checkout:42") }),
            "aws ecs update-service --cluster prod --service checkout --force-new-deployment",
        ),
        (
            Operation::StopTask(StopTask { service: id(), task: Text::new("arn:t"), id: Text::new("f00d") }),
            "aws ecs stop-task --cluster prod --task arn:t",
        ),
        (
            Operation::StopDeployment(stop),
            "aws ecs stop-service-deployment --service-deployment-arn arn:d --stop-type ROLLBACK",
        ),
        (
            hook(HookAnswer::Continue),
            "aws ecs continue-service-deployment --service-deployment-arn arn:d --hook-id approval --action CONTINUE",
        ),
        (
            hook(HookAnswer::RollBack),
            "aws ecs continue-service-deployment --service-deployment-arn arn:d --hook-id approval --action ROLLBACK",
        ),
        (
            scaling(Suspended { scale_in: true, ..Suspended::default() }),
            "aws application-autoscaling register-scalable-target --service-namespace ecs --resource-id \
             service/prod/checkout --scalable-dimension ecs:service:DesiredCount --suspended-state \
             DynamicScalingInSuspended=true,DynamicScalingOutSuspended=false,ScheduledScalingSuspended=false",
        ),
        (
            scaling(Suspended { scale_in: false, ..Suspended::ALL }),
            "aws application-autoscaling register-scalable-target --service-namespace ecs --resource-id \
             service/prod/checkout --scalable-dimension ecs:service:DesiredCount --suspended-state \
             DynamicScalingInSuspended=false,DynamicScalingOutSuspended=true,ScheduledScalingSuspended=true",
        ),
        (
            Operation::CancelUpdate(CancelUpdate { aim: aim() }),
            "aws cloudformation cancel-update-stack --stack-name shop",
        ),
        (
            rollback(Skip::Only(some)),
            "aws cloudformation continue-update-rollback --stack-name shop --resources-to-skip Rules \
             shop-Web-1X.Frontend",
        ),
        (rollback(Skip::Only(Vec::new())), "aws cloudformation continue-update-rollback --stack-name shop"),
        (
            rollback(Skip::WhateverFails),
            "aws cloudformation continue-update-rollback --stack-name shop --force-rollback",
        ),
        (Operation::RollbackStack(RollbackStack { aim: aim() }), "aws cloudformation rollback-stack --stack-name shop"),
        (
            deletes(&["Bucket", "Table"]),
            "aws cloudformation delete-stack --stack-name arn:aws:cloudformation:eu-west-1:1:stack/shop/0a \
             --retain-resources Bucket Table",
        ),
        (
            Operation::DeleteStack(DeleteStack { aim: aim(), keep }),
            "aws cloudformation delete-stack --stack-name arn:aws:cloudformation:eu-west-1:1:stack/shop/0a \
             --deletion-mode FORCE_DELETE_STACK",
        ),
        (
            Operation::CheckDrift(CheckDrift::of(&seen(StackStatus::UpdateComplete).stack)),
            "aws cloudformation detect-stack-drift --stack-name shop",
        ),
    ]
}

#[test]
fn each_operation_is_told_as_the_command_that_does_the_same() {
    for (operation, command) in commands() {
        assert_eq!(operation.command(), command);
    }
}

/// What is about to be sent, what has become otherwise meanwhile, and what is said of it.
type Moved = (Operation, fn(&mut Seen), Option<&'static str>);

fn moves() -> Vec<Moved> {
    let count = |from, to| Operation::SetCount(SetCount { service: id(), from, to });
    let stop = Operation::StopDeployment(StopDeployment {
        service: id(),
        deployment: Text::new("arn:d"),
        from: ServiceDeploymentStatus::InProgress,
    });
    let answer = |answer| {
        let (service, deployment, hook) = (id(), Text::new("arn:d"), Text::new("approval"));
        Operation::ContinueDeployment(ContinueDeployment { service, deployment, hook, answer })
    };
    let force = Operation::ForceDeployment(ForceDeployment { service: id(), from: Text::new("checkout:42") });
    let suspend = Operation::SetScaling(SetScaling::suspend(id(), Suspended::default()));
    let compare = Operation::CheckDrift(CheckDrift::of(&seen(StackStatus::UpdateComplete).stack));
    vec![
        (count(4, 0), |_| {}, None),
        (count(4, 0), |now| now.service.desired = 3, Some("desired count is 3 and no longer 4")),
        (count(4, 2), |now| now.service.desired = 2, Some("desired count is 2 and no longer 4")),
        (stop.clone(), |_| {}, None),
        (
            stop,
            |now| now.deployment.status = ServiceDeploymentStatus::RollbackInProgress,
            Some("deployment is ROLLBACK_IN_PROGRESS and no longer IN_PROGRESS"),
        ),
        (answer(HookAnswer::Continue), |_| {}, None),
        // Another stage of the same deployment: what was read and agreed to is over.
        (
            answer(HookAnswer::Continue),
            |now| *hooks(now) = vec![hook("bake")],
            Some("hook that waits is bake and no longer approval"),
        ),
        (answer(HookAnswer::RollBack), |now| *hooks(now) = vec![hook("bake")], Some("no longer approval")),
        (answer(HookAnswer::Continue), |now| hooks(now).insert(0, hook("bake")), None),
        (answer(HookAnswer::Continue), |now| hooks(now).clear(), Some("no pause hook waits")),
        (force.clone(), |_| {}, None),
        (
            force,
            |now| now.service.task_definition = Text::new("checkout:43"),
            Some("task definition is checkout:43 and no longer checkout:42"),
        ),
        (suspend.clone(), |_| {}, None),
        (
            suspend.clone(),
            |now| now.target.suspended.scheduled = true,
            Some("of its scaling the schedule is suspended and no longer nothing is suspended"),
        ),
        (suspend, |now| now.target.suspended = Suspended::ALL, Some("and no longer nothing is suspended")),
        (compare, |_| {}, Some("the stack is DELETE_FAILED and no longer UPDATE_COMPLETE")),
        (deletes(&["Bucket"]), |_| {}, None),
        (deletes(&[]), |_| {}, None),
        (
            deletes(&["Table", "Bucket"]),
            |now| now.resources[0].status = ResourceStatus::DeleteComplete,
            Some("Bucket is not there any more"),
        ),
        (deletes(&["Bucket"]), |now| drop(now.resources.remove(0)), Some("Bucket is not there any more")),
        (
            deletes(&["Bucket"]),
            |now| now.stack.status = StackStatus::DeleteInProgress,
            Some("DELETE_IN_PROGRESS and no longer DELETE_FAILED"),
        ),
    ]
}

#[test]
fn what_moved_since_a_person_looked_is_said_and_what_stands_as_it_stood_is_not() {
    for (number, (operation, alter, words)) in moves().into_iter().enumerate() {
        let mut now = seen(StackStatus::DeleteFailed);
        alter(&mut now);
        let situation = Situation {
            stack: Some(&now.stack),
            resources: &now.resources,
            service: Some(&now.service),
            deployment: Some(&now.deployment),
            scaling: Some(Some(&now.target)),
            ..Situation::default()
        };
        let said = operation.obstacle(&situation);
        let title = operation.title();
        match (&said, words) {
            (None, None) => {}
            (Some(said), Some(words)) => assert!(said.contains(words), "{number}, {title}: {said}"),
            (said, words) => panic!("{number}, {title}: {said:?} and not {words:?}"),
        }
    }
}
