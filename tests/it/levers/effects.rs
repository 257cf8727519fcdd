//! What follows when a legal lever is pulled.

use super::bench::Bench;
use unstuck::aws::write::send;
use unstuck::domain::custom_request::CustomRequest;
use unstuck::domain::deployment::{RolloutState, ServiceDeploymentStatus};
use unstuck::domain::lever::Lever;
use unstuck::domain::operation::{Operation, Outcome, SetScaling};
use unstuck::domain::scaling::Suspended;
use unstuck::domain::stack::{ResourceStatus, StackStatus};
use unstuck::sim::account::Account;

fn settled(account: &Account) -> bool {
    !account.stacks[0].stack.status.is_moving()
}

fn resource(bench: &Bench, logical: &str) -> ResourceStatus {
    let world = bench.door.world();
    let mut resources = world.account.stacks[0].resources.iter();
    resources.find(|r| r.logical_id.raw() == logical).expect("the resource").status.clone()
}

#[tokio::test]
async fn a_stopped_deployment_goes_back_to_the_revision_before_and_its_stack_rolls_back() {
    let bench = Bench::open("crash-loop");
    let old = bench.door.world().account.services[0].service.deployments[1].task_definition.clone();
    bench.pulled(bench.operation(Lever::StopDeployment)).await;
    let open = |account: &Account| account.services[0].history[0].status.clone();
    assert_eq!(open(&bench.door.world().account), ServiceDeploymentStatus::RollbackRequested);
    bench.later(3);
    let now = open(&bench.door.world().account);
    let back = [ServiceDeploymentStatus::RollbackInProgress, ServiceDeploymentStatus::RollbackSuccessful];
    assert!(back.contains(&now), "{now}");
    let back = |account: &Account| account.services[0].service.task_definition == old;
    bench.until("it is back", |account| back(account) && settled(account));
    assert_eq!(bench.status(), StackStatus::UpdateRollbackComplete);
    let world = bench.door.world();
    assert_eq!(world.account.services[0].service.running, 4);
}

#[tokio::test]
async fn a_deployment_is_stopped_though_no_old_task_is_left() {
    let bench = Bench::open("baking");
    let (new, rows) = {
        let world = bench.door.world();
        let service = &world.account.services[0].service;
        (service.task_definition.clone(), service.deployments.len())
    };
    assert_eq!(rows, 1, "the old one has gone");
    bench.pulled(bench.operation(Lever::StopDeployment)).await;
    bench.until("it is back", settled);
    assert_eq!(bench.status(), StackStatus::UpdateRollbackComplete);
    let world = bench.door.world();
    let service = &world.account.services[0].service;
    assert!(service.task_definition != new && service.running == service.desired, "{}", service.task_definition);
}

#[tokio::test]
async fn a_hook_is_passed_or_turns_the_deployment_round() {
    let bench = Bench::open("hook-waiting");
    let new = bench.door.world().account.services[0].service.task_definition.clone();
    bench.pulled(bench.operation(Lever::ContinueDeployment)).await;
    bench.until("it is done", settled);
    assert_eq!(bench.status(), StackStatus::UpdateComplete);
    assert_eq!(bench.door.world().account.services[0].service.task_definition, new);
    // The time of the hook, long after, turns nothing round any more.
    bench.later(7_200);
    assert_eq!(bench.door.world().account.services[0].history[0].status, ServiceDeploymentStatus::Successful);

    let bench = Bench::open("hook-waiting");
    bench.pulled(bench.operation(Lever::RollBackAtHook)).await;
    bench.until("it is done", settled);
    assert_eq!(bench.status(), StackStatus::UpdateRollbackComplete);
    assert_ne!(bench.door.world().account.services[0].service.task_definition, new);
}

#[tokio::test]
async fn a_forced_deployment_replaces_every_task_with_the_same_revision() {
    let bench = Bench::open("recovered");
    let service = |account: &Account| account.services[0].service.clone();
    let before = service(&bench.door.world().account);
    bench.pulled(bench.operation(Lever::ForceDeployment)).await;
    let after = service(&bench.door.world().account);
    assert_eq!((after.task_definition, after.deployments.len()), (before.task_definition, 2));
    assert_ne!(after.deployments[0].id, before.deployments[0].id);
    bench.until("it is done", |account| service(account).deployments[0].rollout == RolloutState::Completed);
}

#[tokio::test]
async fn a_stopped_task_is_replaced_and_is_no_failure() {
    let bench = Bench::open("recovered");
    let Operation::StopTask(stop) = bench.operation(Lever::StopTask) else { panic!("another operation") };
    let arn = stop.task.clone();
    bench.pulled(Operation::StopTask(stop)).await;
    bench.later(120);
    let world = bench.door.world();
    let task = &world.account.tasks.iter().find(|sim| sim.task.arn == arn).expect("still listed").task;
    assert!(task.is_stopped());
    assert_eq!(task.stop_code.as_ref().map(|code| code.raw()), Some("UserInitiated"));
    assert_eq!(task.stopped_reason.as_ref().map(|reason| reason.raw()), Some("Stopped by hand with unstuck"));
    let service = &world.account.services[0].service;
    assert_eq!((service.running, service.deployments[0].failed), (service.desired, 0));
}

#[tokio::test]
async fn a_count_held_by_autoscaling_comes_back_unless_that_is_suspended() {
    let desired = |bench: &Bench| bench.door.world().account.services[0].service.desired;
    let bench = Bench::open("autoscaled");
    bench.pulled(bench.operation(Lever::ScaleToZero)).await;
    bench.later(90);
    assert_eq!(desired(&bench), 2);

    let bench = Bench::open("autoscaled");
    bench.pulled(bench.operation(Lever::SuspendScaling)).await;
    bench.pulled(bench.operation(Lever::ScaleToZero)).await;
    bench.until("the stack settles", settled);
    assert_eq!((desired(&bench), bench.status()), (0, StackStatus::UpdateComplete));
    bench.pulled(bench.operation(Lever::ResumeScaling)).await;
    bench.later(90);
    assert_eq!(desired(&bench), 2);
}

#[tokio::test]
async fn what_is_resumed_is_what_was_before_and_bounds_stay() {
    let bench = Bench::open("autoscaled");
    let id = bench.door.world().account.services[0].service.id.clone();
    let some = Suspended { scheduled: true, ..Suspended::default() };
    for (from, to) in [(Suspended::default(), Suspended::ALL), (Suspended::ALL, some)] {
        bench.pulled(Operation::SetScaling(SetScaling { service: id.clone(), from, to })).await;
        let world = bench.door.world();
        let target = &world.account.scalable_targets[&id];
        assert_eq!((target.suspended, target.min, target.max), (to, 2, 8));
    }
}

#[tokio::test]
async fn a_cancelled_update_rolls_back_and_waits_for_ecs_on_the_way() {
    let bench = Bench::open("crash-loop");
    bench.pulled(bench.operation(Lever::CancelUpdate)).await;
    assert_eq!(bench.status(), StackStatus::UpdateRollbackInProgress);
    assert_eq!(resource(&bench, "CheckoutService"), ResourceStatus::UpdateFailed);
    bench.later(10);
    assert_eq!(resource(&bench, "CheckoutService"), ResourceStatus::UpdateInProgress);
    bench.until("it is back", settled);
    assert_eq!(bench.status(), StackStatus::UpdateRollbackComplete);
}

#[tokio::test]
async fn a_rollback_is_forced_past_whatever_it_fails_at() {
    let bench = Bench::open("rollback-failed");
    bench.pulled(bench.operation(Lever::ContinueRollback)).await;
    bench.until("it has failed again", settled);
    assert_eq!(bench.status(), StackStatus::UpdateRollbackFailed);
    let bench = Bench::open("rollback-failed");
    bench.pulled(bench.operation(Lever::ForceRollback)).await;
    bench.until("it is over", settled);
    let world = bench.door.world();
    for sim in &world.account.stacks {
        assert_eq!(sim.stack.status, StackStatus::UpdateRollbackComplete, "{}", sim.stack.name);
    }
}

#[tokio::test]
async fn a_stack_left_in_failure_is_rolled_back_or_deleted_where_it_never_was_stable() {
    let bench = Bench::open("update-failed");
    assert_eq!(bench.status(), StackStatus::UpdateFailed);
    bench.pulled(bench.operation(Lever::RollbackStack)).await;
    bench.until("it is back", settled);
    assert_eq!(bench.status(), StackStatus::UpdateRollbackComplete);
    let bench = Bench::open("create-failed");
    assert_eq!(bench.status(), StackStatus::CreateFailed);
    bench.pulled(bench.operation(Lever::RollbackStack)).await;
    bench.until("it is gone", settled);
    assert_eq!(bench.status(), StackStatus::DeleteComplete);
}

#[tokio::test]
async fn a_stack_is_deleted_without_what_is_kept_or_cannot_be() {
    for (lever, kept) in [(Lever::DeleteKeeping, true), (Lever::ForceDelete, true)] {
        let bench = Bench::open("delete-failed");
        assert_eq!(
            (bench.status(), resource(&bench, "Receipts")),
            (StackStatus::DeleteFailed, ResourceStatus::DeleteFailed)
        );
        bench.pulled(bench.operation(lever)).await;
        assert_eq!(bench.status(), StackStatus::DeleteInProgress);
        bench.until("it is gone", settled);
        assert_eq!(bench.status(), StackStatus::DeleteComplete);
        assert_eq!(resource(&bench, "Receipts") == ResourceStatus::DeleteSkipped, kept);
    }
}

#[tokio::test]
async fn a_custom_resource_answered_for_goes_on_or_fails_and_is_answered_once() {
    let bench = Bench::open("custom-resource");
    let first = bench.operation(Lever::AnswerSuccess);
    bench.pulled(first.clone()).await;
    assert_eq!(resource(&bench, "Migration"), ResourceStatus::UpdateComplete);
    match bench.pull(&first).await {
        Outcome::Moved(why) => assert!(why.contains("Migration does not wait"), "{why}"),
        other => panic!("{other:?}"),
    }
    bench.until("the stack settles", settled);
    assert_eq!(bench.status(), StackStatus::UpdateComplete);

    let bench = Bench::open("custom-resource");
    bench.pulled(bench.operation(Lever::AnswerFailed)).await;
    assert_eq!(bench.status(), StackStatus::UpdateRollbackInProgress);
    let events = bench.door.world().account.stacks[0].events.clone();
    let failed = events.iter().rfind(|e| e.logical_id.raw() == "Migration" && e.status.is_failed()).expect("a row");
    let reason = failed.reason.as_ref().expect("a reason").raw().to_owned();
    assert!(reason.contains("[FAILED]") && reason.contains("Answered by hand with unstuck"), "{reason}");
}

#[tokio::test]
async fn an_address_that_is_no_longer_good_takes_no_answer() {
    let bench = Bench::open("custom-resource");
    let late = bench.operation(Lever::AnswerSuccess);
    let Operation::AnswerCustomResource(mut forged) = late.clone() else { panic!("another operation") };
    let line = format!(
        "{{'RequestType': 'Update', 'ResponseURL': '{}0', 'StackId': '{}', 'RequestId': 'r', 'LogicalResourceId': 'Migration'}}",
        forged.request.url.raw(),
        forged.request.stack.raw()
    );
    let request = CustomRequest::in_line(&line, &forged.request.stack, &forged.request.logical_id);
    forged.request = request.expect("CloudFormation's bucket");
    match bench.pull(&Operation::AnswerCustomResource(forged)).await {
        Outcome::Rejected(fault) => assert!(fault.what().contains("signature"), "{fault:?}"),
        other => panic!("{other:?}"),
    }
    assert_eq!(resource(&bench, "Migration"), ResourceStatus::UpdateInProgress);
    // Two hours after the request, sent without a look: the look would say that it waits no more.
    bench.later(6_000);
    match send(&bench.clients, &late).await {
        Outcome::Rejected(fault) => assert!(fault.message.raw().contains("Request has expired"), "{fault:?}"),
        other => panic!("{other:?}"),
    }
}
