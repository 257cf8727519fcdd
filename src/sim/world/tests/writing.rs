//! What becomes of an account when somebody does something.

use super::super::state::World;
use super::stage::{failed_tasks, later, open, open_changed, reason, service, stack};
use crate::domain::deployment::ServiceDeploymentStatus;
use crate::domain::stack::StackStatus;

#[test]
fn a_service_scaled_to_zero_becomes_stable_and_its_stack_moves_on() {
    for name in ["crash-loop", "image-not-found", "health-check", "no-capacity", "secret-denied", "out-of-memory"] {
        let mut world = open(name);
        let id = world.account.services[0].service.id.clone();
        world.update_service(id.cluster.raw(), id.name.raw(), Some(0), false, later(10)).expect("taken");
        assert_eq!(world.account.services[0].service.deployments.len(), 2, "{name}: no new deployment");
        world.advance(later(90));
        let after = &world.account.services[0];
        assert_eq!((after.service.running, after.service.pending, after.service.desired), (0, 0, 0), "{name}");
        assert_eq!(after.service.deployments.len(), 1, "{name}");
        assert!(after.service.events[0].message.raw().ends_with("has reached a steady state."), "{name}");
        assert_eq!(world.account.stacks[0].stack.status, StackStatus::UpdateComplete, "{name}");
        let asked = |sim: &&crate::sim::account::SimTask| {
            reason(sim.task.stopped_reason.as_ref()).starts_with("Scaling activity initiated by (deployment ecs-svc/")
        };
        assert!(world.account.tasks.iter().filter(asked).count() >= 2, "{name}: the old tasks stop as well");
    }
}

#[test]
fn a_count_that_comes_back_starts_tasks_again() {
    let mut world = open("crash-loop");
    world.update_service("prod", "checkout", Some(0), false, later(0)).expect("taken");
    world.update_service("prod", "checkout", Some(2), false, later(120)).expect("taken");
    let before = failed_tasks(&world, "checkout");
    world.advance(later(300));
    assert!(failed_tasks(&world, "checkout") > before);
}

#[test]
fn a_failed_rollback_goes_on_only_with_the_right_resource_skipped() {
    let nested = stack(&open("rollback-failed"), "shop-platform-Orders").stack.name.raw().to_owned();
    let right = format!("{nested}.OrdersService");
    // what is skipped, what AWS says to it
    for (skip, refused) in [
        (vec![right.clone()], None),
        (vec![], None),
        (vec!["OrdersService".to_owned()], Some("does not exist")),
        (vec!["orders.OrdersService".to_owned()], Some("does not exist")),
        (vec![format!("{nested}.Scaling")], Some("cannot be skipped")),
        (vec!["Orders".to_owned()], Some("cannot be skipped")),
        (vec!["Dashboard".to_owned()], Some("cannot be skipped")),
        (vec![right.clone(), "Dashboard".to_owned()], Some("cannot be skipped")),
    ] {
        let mut world = open("rollback-failed");
        let why = |world: &World| {
            let events = stack(world, "shop-platform-Orders").events.iter().rev();
            let mut failed =
                events.filter(|event| event.logical_id.raw() == "OrdersService" && event.status.is_failed());
            let reason = failed.next().and_then(|event| event.reason.clone()).expect("a reason");
            reason.raw().split(" (RequestToken").next().map(str::to_owned)
        };
        let before = why(&world);
        let answer = world.continue_update_rollback("shop-platform", &skip, false, None, later(0));
        match (answer, refused) {
            (Ok(()), None) => {
                assert_eq!(stack(&world, "shop-platform").stack.status, StackStatus::UpdateRollbackInProgress);
            }
            (Err(refusal), Some(words)) => {
                assert_eq!((refusal.status, refusal.code.as_str()), (400, "ValidationError"));
                assert!(refusal.message.contains(words), "{skip:?}: {}", refusal.message);
                assert_eq!(stack(&world, "shop-platform").stack.status, StackStatus::UpdateRollbackFailed);
                continue;
            }
            (answer, refused) => panic!("{skip:?}: {answer:?}, {refused:?}"),
        }
        let settled =
            if skip.is_empty() { StackStatus::UpdateRollbackFailed } else { StackStatus::UpdateRollbackComplete };
        world.advance(later(if skip.is_empty() { 300 } else { 20 }));
        for sim in &world.account.stacks {
            assert_eq!(sim.stack.status, settled, "{skip:?} {}", sim.stack.name);
        }
        assert_eq!(why(&world), before);
        let open = world.account.stacks.iter().flat_map(|sim| &sim.resources).filter(|r| r.status.is_failed()).count();
        assert_eq!(open == 0, !skip.is_empty());
    }
}

#[test]
fn a_rollback_is_continued_once_for_a_token_and_only_where_it_failed() {
    let mut world = open("rollback-failed");
    let skip = [format!("{}.OrdersService", stack(&world, "shop-platform-Orders").stack.name.raw())];
    let nested = stack(&world, "shop-platform-Orders").stack.id.raw().to_owned();
    let code = |answer: Result<(), crate::sim::refusal::Refusal>| answer.expect_err("refused").code;
    assert_eq!(code(world.continue_update_rollback(&nested, &[], false, None, later(0))), "ValidationError");
    assert_eq!(code(world.continue_update_rollback("shop", &[], false, None, later(0))), "ValidationError");
    world.continue_update_rollback("shop-platform", &skip, false, Some("t-1"), later(0)).expect("taken");
    let rows = stack(&world, "shop-platform").events.len();
    world.continue_update_rollback("shop-platform", &skip, false, Some("t-1"), later(0)).expect("the same again");
    assert_eq!(stack(&world, "shop-platform").events.len(), rows);
    assert_eq!(
        code(world.continue_update_rollback("shop-platform", &[], false, Some("t-1"), later(1))),
        "TokenAlreadyExistsException"
    );
    let again =
        world.continue_update_rollback("shop-platform", &skip, false, Some("t-2"), later(1)).expect_err("refused");
    assert!(again.message.contains("is in UPDATE_ROLLBACK_IN_PROGRESS state"), "{}", again.message);
}

#[test]
fn a_failed_rollback_whose_service_is_at_zero_goes_on_without_skipping() {
    let mut world = open("rollback-failed");
    world.update_service("prod", "orders", Some(0), false, later(0)).expect("taken");
    world.continue_update_rollback("shop-platform", &[], false, None, later(60)).expect("taken");
    world.advance(later(180));
    assert!(world.account.stacks.iter().all(|sim| sim.stack.status == StackStatus::UpdateRollbackComplete));
}

#[test]
fn an_update_that_aws_refuses_is_refused_in_its_words() {
    let mut daemon = open_changed("crash-loop", "desired = 4", "desired = 4\nscheduling = \"DAEMON\"");
    let mut world = open("crash-loop");
    for (daemonic, cluster, name, count, code) in [
        (true, "prod", "checkout", 0, "InvalidParameterException"),
        (false, "prod", "chekout", 0, "ServiceNotFoundException"),
        (false, "prd", "checkout", 0, "ClusterNotFoundException"),
        (false, "prod", "checkout", -1, "InvalidParameterException"),
        (false, "prod", "checkout", i32::MAX, "InvalidParameterException"),
    ] {
        let world = if daemonic { &mut daemon } else { &mut world };
        let before = world.account.clone();
        let refusal = world.update_service(cluster, name, Some(count), false, later(0)).expect_err("refused");
        assert_eq!(refusal.code, code);
        assert!(world.account == before);
    }
    let arns = ["cluster/prod", "service/prod/checkout"].map(|end| format!("arn:aws:ecs:eu-west-1:123456789012:{end}"));
    world.update_service(&arns[0], &arns[1], None, true, later(1)).expect("taken");
    assert_eq!(service(&world, "checkout").history.len(), 33);
}

#[test]
fn a_stack_waits_for_a_count_that_is_raised_at_the_last_moment() {
    let mut world = open("healthy");
    let status = |world: &World| stack(world, "shop-checkout").stack.status.clone();
    let is_done = |world: &World| service(world, "checkout").history[0].status == ServiceDeploymentStatus::Successful;
    let done = (0..300).find(|second| {
        world.advance(later(*second));
        is_done(&world)
    });
    let done = done.expect("it is done");
    world.update_service("prod", "checkout", Some(6), false, later(done)).expect("taken");
    world.advance(later(done + 90));
    assert_eq!((status(&world), service(&world, "checkout").service.running), (StackStatus::UpdateComplete, 6));
    let checked = stack(&world, "shop-checkout").events.iter().rfind(|event| event.detailed_status.is_some());
    let last_start = world.account.tasks.iter().filter_map(|sim| sim.task.started_at).max();
    assert!(checked.map(|event| event.at) > last_start);
}
