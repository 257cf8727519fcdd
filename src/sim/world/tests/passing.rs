//! What becomes of an account when nobody does anything.

use super::super::state::World;
use super::stage::{later, open, open_changed, reason, service, stack};
use crate::domain::deployment::ServiceDeploymentStatus;
use crate::domain::stack::StackStatus;
use crate::domain::task::Task;
use crate::sim::scenario::Scenario;

#[test]
fn many_small_steps_are_one_big_step() {
    for name in Scenario::names() {
        let (mut small, mut big) = (open(name), open(name));
        for second in (0..900).step_by(3) {
            small.advance(later(second));
            small.advance(later(second - 30));
        }
        big.advance(later(897));
        assert!(small.account == big.account, "{name}");
    }
}

#[test]
fn nothing_lies_in_the_future_and_everything_is_in_order() {
    for name in Scenario::names() {
        let mut world = open(name);
        for now in [later(0), later(400)] {
            world.advance(now);
            for sim in &world.account.stacks {
                assert!(sim.events.is_sorted_by_key(|event| event.at), "{name}");
                assert!(sim.events.iter().all(|event| event.at <= now && event.stack == sim.stack.id), "{name}");
                assert!(sim.stack.created_at < sim.stack.updated_at || sim.stack.updated_at.is_none());
            }
            for sim in &world.account.services {
                assert!(sim.service.events.iter().rev().is_sorted_by_key(|event| event.at), "{name}");
                assert!(sim.history.iter().rev().is_sorted_by_key(|past| past.created_at), "{name}");
                assert!(sim.history.iter().all(|past| past.finished_at.is_none_or(|at| at <= now)), "{name}");
            }
            for Task {
                created_at,
                pull_started_at,
                pull_stopped_at,
                started_at,
                stopping_at,
                execution_stopped_at,
                stopped_at,
                ..
            } in world.account.tasks.iter().map(|sim| &sim.task)
            {
                let steps = [
                    created_at,
                    pull_started_at,
                    pull_stopped_at,
                    started_at,
                    stopping_at,
                    execution_stopped_at,
                    stopped_at,
                ];
                let told: Vec<_> = steps.into_iter().flatten().collect();
                assert!(told.is_sorted() && told.last() <= Some(&&now), "{name}: {told:?}");
            }
            for events in world.account.log_groups.iter().flat_map(|group| group.streams.values()) {
                assert!(events.is_sorted_by_key(|event| event.at), "{name}");
            }
        }
    }
}

#[test]
fn a_healthy_deploy_is_complete_within_two_minutes() {
    let mut world = open("healthy");
    world.advance(later(120));
    assert_eq!(stack(&world, "shop-checkout").stack.status, StackStatus::UpdateComplete);
    let now = &service(&world, "checkout");
    assert_eq!((now.service.running, now.service.pending, now.service.deployments.len()), (4, 0, 1));
    assert_eq!(now.history[0].status, ServiceDeploymentStatus::Successful);
}

#[test]
fn a_breaker_that_trips_rolls_back_service_and_stack() {
    let mut world = open_changed("image-not-found", "desired = 3", "desired = 3\nbreaker = { rollback = true }");
    let now = stack(&world, "shop-catalog");
    assert_eq!(now.stack.status, StackStatus::UpdateRollbackComplete);
    let told = |words: &str| now.events.iter().any(|event| reason(event.reason.as_ref()).contains(words));
    assert!(told("Circuit Breaker was triggered") && told("failed to update: [CatalogService]"));
    world.advance(later(60));
    let now = service(&world, "catalog");
    assert_eq!(now.history[0].status, ServiceDeploymentStatus::RollbackSuccessful);
    assert_eq!(
        now.history[0].detail.as_ref().and_then(|d| d.breaker.as_ref()).map(|b| b.status.raw()),
        Some("TRIGGERED")
    );
    assert!(now.service.task_definition.raw().ends_with("catalog:57"));
    assert_eq!((now.service.running, now.service.deployments.len()), (3, 1));
}

#[test]
fn without_a_breaker_the_stack_waits_three_hours_and_rolls_back() {
    let mut world = open("crash-loop");
    world.advance(later(130 * 60));
    assert_eq!(stack(&world, "shop-checkout").stack.status, StackStatus::UpdateInProgress);
    world.advance(later(140 * 60));
    let now = stack(&world, "shop-checkout");
    assert_eq!(now.stack.status, StackStatus::UpdateRollbackComplete);
    assert!(now.events.iter().any(|event| reason(event.reason.as_ref()).contains("Exceeded attempts to wait")));
    assert!(service(&world, "checkout").service.task_definition.raw().ends_with("checkout:42"));
}

#[test]
fn a_stopped_task_is_forgotten_after_an_hour() {
    let mut world = open("rollback-failed");
    let stopped = |world: &World| world.account.tasks.iter().filter(|sim| sim.task.is_stopped()).count();
    assert!(stopped(&world) > 0);
    world.advance(later(3600));
    assert_eq!(stopped(&world), 0);
}
