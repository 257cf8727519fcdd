//! What holds deployments on purpose, and what else a scenario may tell.

use super::super::state::World;
use super::stage::{failed_tasks, later, open, open_changed, reason, service, stack};
use crate::domain::deployment::{ServiceDeploymentDetail, ServiceDeploymentStatus as Past};
use crate::domain::stack::StackStatus;
use crate::domain::task::Task;

const MINUTE: i64 = 60;

fn detail<'a>(world: &'a World, name: &str) -> &'a ServiceDeploymentDetail {
    service(world, name).history[0].detail.as_ref().expect("a detail")
}

fn tasks<'a>(world: &'a World, name: &str) -> impl Iterator<Item = &'a Task> {
    let definition = service(world, name).service.task_definition.clone();
    world.account.tasks.iter().map(|sim| &sim.task).filter(move |task| task.task_definition == definition)
}

fn said(world: &World, name: &str, words: &str) -> usize {
    let events = service(world, name).service.events.iter();
    events.filter(|event| event.message.raw().contains(words)).count()
}

#[test]
fn each_scenario_tells_its_trouble_where_aws_tells_it() {
    // scenario, service, part of a service event, of the newest stopped task's reason, its stop code
    for (name, of, event, stopped, code) in [
        ("no-route", "payments", "i/o timeout", "GetAuthorizationToken", "TaskFailedToStart"),
        ("no-interface", "geo", "network interface", "Timeout waiting for network interface", "TaskFailedToStart"),
        ("efs-unresolved", "media", "EFS", "fs-0b41c7d2a90e3f655.efs.eu-west-1", "TaskFailedToStart"),
        ("secret-missing", "ledger", "ResourceNotFoundException", "secret:ledger/SIGNING_KEY", "TaskFailedToStart"),
        ("log-group-missing", "mail", "log group does not exist", "validate logger args", "TaskFailedToStart"),
        ("pull-rate-limit", "cache", "toomanyrequests", "429 Too Many Requests", "TaskFailedToStart"),
        ("spot-interrupted", "thumbs", "draining", "Your Spot Task was interrupted.", "SpotInterruption"),
        (
            "container-check",
            "quotes",
            "failed container health checks.",
            "container health",
            "ServiceSchedulerInitiated",
        ),
        ("daemon", "collector", "consistently start", "Essential container", "EssentialContainerExited"),
        ("agent-disconnected", "batch", "doesn't have the agent connected", "", ""),
        ("capacity-provider-empty", "video", "found in your capacity provider", "", ""),
        ("vcpu-quota", "ranking", "place a task. Reason: You've reached the limit", "", ""),
    ] {
        let world = open(name);
        assert_eq!(world.account.stacks[0].stack.status, StackStatus::UpdateInProgress, "{name}");
        assert!(said(&world, of, event) > 0, "{name}: {event}");
        let newest = tasks(&world, of).filter(|task| task.is_stopped()).last();
        assert_eq!(newest.map_or("", |task| reason(task.stop_code.as_ref())), code, "{name}");
        assert!(newest.map_or("", |task| reason(task.stopped_reason.as_ref())).contains(stopped), "{name}");
        assert!(!code.is_empty() || newest.is_none(), "{name}: no task at all");
    }
    let lost = &open("agent-disconnected").account.container_instances;
    assert!(!lost.is_empty() && lost.iter().all(|known| !known.instance.agent_connected));
}

#[test]
fn a_sidecar_that_ends_takes_the_others_down_after_it() {
    let world = open("sidecar");
    let ended = tasks(&world, "basket").find(|task| task.is_stopped()).expect("a stopped task");
    let codes: Vec<_> = ended.containers.iter().map(|c| (c.name.raw(), c.exit_code)).collect();
    assert_eq!(codes, [("app", Some(143)), ("proxy", Some(1)), ("metrics", Some(143))]);
    let group = world.account.log_groups.iter().find(|group| group.name == "/ecs/basket").expect("a group");
    let lines = |container: &str| &group.streams[&format!("basket/{container}/{}", ended.id())];
    assert!(lines("proxy").iter().any(|line| line.message.contains("/etc/envoy/envoy.yaml")));
    assert!(lines("app").iter().all(|line| !line.message.contains("envoy")));
    let definitions = &world.account.task_definitions;
    let definition = definitions.iter().find(|d| d.arn == ended.task_definition).expect("a definition");
    let essential: Vec<bool> = definition.containers.iter().map(|c| c.essential).collect();
    assert_eq!(essential, [true, true, false]);
}

#[test]
fn a_hook_waits_and_when_its_time_is_up_it_does_what_it_said() {
    let waiting = open("hook-waiting");
    let hook = &detail(&waiting, "prices").hooks[0];
    assert_eq!((hook.id.raw(), hook.status.raw()), ("release-approval", "AWAITING_ACTION"));
    assert_eq!(reason(detail(&waiting, "prices").lifecycle_stage.as_ref()), "POST_SCALE_UP");
    let now = &service(&waiting, "prices").service;
    assert_eq!((now.running, now.deployments.len()), (6, 2), "old and new run beside each other");
    for (then, status, past, revision) in [
        ("CONTINUE", StackStatus::UpdateComplete, Past::Successful, "prices:56"),
        ("ROLLBACK", StackStatus::UpdateRollbackComplete, Past::RollbackSuccessful, "prices:55"),
    ] {
        let mut world = match then {
            "CONTINUE" => open_changed("hook-waiting", "then = \"ROLLBACK\"", "then = \"CONTINUE\""),
            _ => open("hook-waiting"),
        };
        let expires = detail(&world, "prices").hooks[0].expires_at.expect("an end");
        world.advance(expires - jiff::SignedDuration::from_secs(5));
        assert_eq!(stack(&world, "shop-prices").stack.status, StackStatus::UpdateInProgress, "{then}");
        world.advance(later(65 * MINUTE));
        assert_eq!(stack(&world, "shop-prices").stack.status, status, "{then}");
        let now = service(&world, "prices");
        assert_eq!((&now.history[0].status, now.service.running), (&past, 3), "{then}");
        assert!(now.service.task_definition.raw().ends_with(revision), "{then}");
    }
}

#[test]
fn a_hook_before_the_first_task_lets_none_start() {
    let mut world = open_changed("hook-waiting", "stage = \"POST_SCALE_UP\"", "stage = \"PRE_SCALE_UP\"");
    assert_eq!(tasks(&world, "prices").count(), 0);
    assert_eq!(reason(detail(&world, "prices").lifecycle_stage.as_ref()), "PRE_SCALE_UP");
    world.advance(later(50 * MINUTE));
    assert_eq!(stack(&world, "shop-prices").stack.status, StackStatus::UpdateRollbackComplete);
}

#[test]
fn bake_time_ends_by_itself() {
    let mut world = open("baking");
    assert_eq!(reason(detail(&world, "search").lifecycle_stage.as_ref()), "BAKE_TIME");
    assert_eq!(detail(&world, "search").bake_minutes, Some(15));
    world.advance(later(9 * MINUTE));
    assert_eq!(stack(&world, "shop-search").stack.status, StackStatus::UpdateComplete);
    let past = &service(&world, "search").history[0];
    assert!(past.status == Past::Successful && past.duration() > Some(15 * 60));
}

#[test]
fn an_alarm_rolls_back_tasks_that_were_healthy() {
    let world = open("alarm");
    let past = &service(&world, "orders").history[0];
    assert_eq!(past.status, Past::RollbackSuccessful);
    assert_eq!(detail(&world, "orders").triggered_alarms[0].raw(), "shop-orders-5xx");
    assert_eq!(said(&world, "orders", "deployment failed: alarm detected."), 1);
    assert_eq!(failed_tasks(&world, "orders"), 0);
    assert!(service(&world, "orders").service.task_definition.raw().ends_with("orders:72"));
}

#[test]
fn percentages_without_room_let_no_task_start_or_stop() {
    let mut world = open("percent-deadlock");
    world.advance(later(30 * MINUTE));
    assert_eq!(tasks(&world, "stock").count(), 0);
    let now = &service(&world, "stock").service;
    assert_eq!((now.running, now.deployments.len(), now.max_percent), (3, 2, Some(100)));
    assert!(now.events[0].message.raw().starts_with("(service stock) was unable to stop or start tasks during a"));
}

#[test]
fn a_custom_resource_keeps_the_services_from_being_touched_until_it_fails() {
    let mut world = open("custom-resource");
    let open_resources = |world: &World| {
        let rows = stack(world, "shop-users").resources.iter();
        rows.filter(|row| row.status.is_in_progress()).map(|row| row.logical_id.raw().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(open_resources(&world), ["Migration"]);
    assert!(service(&world, "users").service.task_definition.raw().ends_with("users:67"));
    world.advance(later(30 * MINUTE));
    assert_eq!(stack(&world, "shop-users").stack.status, StackStatus::UpdateRollbackComplete);
    let rows = &stack(&world, "shop-users").events;
    let failed: Vec<_> = rows.iter().filter(|row| row.status.is_failed()).map(|row| row.logical_id.raw()).collect();
    assert_eq!(failed, ["Migration"]);
    let touched = rows.iter().rev().take_while(|row| reason(row.reason.as_ref()) != "User Initiated");
    assert!(touched.into_iter().all(|row| row.logical_id.raw() != "UsersService"), "what was not touched stays");
}

#[test]
fn an_express_stack_is_complete_while_its_rollout_fails() {
    let world = open("express");
    assert_eq!(stack(&world, "shop-labels").stack.status, StackStatus::UpdateComplete);
    assert_eq!(service(&world, "labels").history[0].status, Past::InProgress);
    assert!(failed_tasks(&world, "labels") > 8);
}

#[test]
fn a_refused_update_starts_no_deployment() {
    let world = open("code-deploy");
    let now = service(&world, "web");
    assert_eq!((now.service.controller.as_str(), now.service.deployments.len()), ("CODE_DEPLOY", 1));
    assert!(now.service.task_definition.raw().ends_with("web:89"));
}

#[test]
fn fates_take_turns_until_the_last_one_stays() {
    let world = open("recovered");
    assert_eq!(failed_tasks(&world, "wishlist"), 2);
    assert_eq!(service(&world, "wishlist").history[0].status, Past::Successful);
    let world = open("two-causes");
    let codes: Vec<_> =
        tasks(&world, "reviews").filter(|t| t.is_stopped()).filter_map(|t| t.containers[0].exit_code).collect();
    let of = |code: i32| codes.iter().filter(|found| **found == code).count();
    assert!(of(137) >= 3 && of(1) >= 3 && of(137).abs_diff(of(1)) <= 1, "{codes:?}");
}

#[test]
fn a_slow_deploy_moves_on_and_comes_to_its_end() {
    let mut world = open("slow");
    let usual = service(&world, "recommend").history.iter().filter_map(|past| past.duration()).max();
    world.advance(later(20 * MINUTE));
    assert_eq!(stack(&world, "shop-recommend").stack.status, StackStatus::UpdateComplete);
    let took = service(&world, "recommend").history[0].duration();
    assert!(took > usual.map(|seconds| seconds * 2), "{took:?} {usual:?}");
}

#[test]
fn autoscaling_brings_a_count_below_its_minimum_back() {
    let mut world = open_changed("crash-loop", "desired = 4", "desired = 4\nautoscaling = { min = 2, max = 8 }");
    world.update_service("prod", "checkout", Some(0), false, later(0)).expect("taken");
    let desired = |world: &World| service(world, "checkout").service.desired;
    world.advance(later(20));
    assert_eq!(desired(&world), 0);
    world.advance(later(90));
    assert_eq!(desired(&world), 2);
    world.update_service("prod", "checkout", Some(3), false, later(100)).expect("taken");
    world.advance(later(300));
    assert_eq!(desired(&world), 3);
}

#[test]
fn stacks_three_deep_wait_for_the_one_that_is_stuck() {
    let world = open("nested");
    let of = |name: &str| stack(&world, name).stack.status.clone();
    for (name, status) in [
        ("shop-platform", StackStatus::UpdateInProgress),
        ("shop-platform-Backend-", StackStatus::UpdateInProgress),
        ("backend-Delivery-", StackStatus::UpdateInProgress),
        ("shop-platform-Frontend-", StackStatus::UpdateComplete),
    ] {
        assert_eq!(of(name), status, "{name}");
    }
    let root = &stack(&world, "shop-platform").stack.id;
    assert!(world.account.stacks.iter().skip(1).all(|sim| sim.stack.root.as_ref() == Some(root)));
}

#[test]
fn the_big_account_is_big_and_only_what_its_operation_touches_moves() {
    let world = open("big");
    let running = world.account.tasks.iter().filter(|sim| sim.task.last_status.raw() == "RUNNING").count();
    assert_eq!(world.account.services.len(), 60);
    assert!(running >= 5_000, "{running} tasks");
    assert!(world.account.stacks[0].events.len() >= 10_000);
    let now = &service(&world, "worker-17").service;
    assert_eq!((now.running, now.pending, now.deployments.len()), (84, 0, 1));
    assert!(now.task_definition.raw().ends_with("worker-17:42"));
    assert!(service(&world, "gateway").service.task_definition.raw().ends_with("gateway:43"));
    assert!(failed_tasks(&world, "gateway") > 20);
}
