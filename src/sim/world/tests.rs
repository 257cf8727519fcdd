//! The account over time, as sentences.

use super::World;
use crate::domain::deployment::ServiceDeploymentStatus;
use crate::domain::stack::StackStatus;
use crate::domain::task::Task;
use crate::domain::{Text, Timestamp};
use crate::sim::account::{SimService, SimStack};
use crate::sim::scenario::Scenario;
use jiff::SignedDuration;

fn later(seconds: i64) -> Timestamp {
    let noon: Timestamp = "2026-11-21T12:00:00Z".parse().expect("a time");
    noon + SignedDuration::from_secs(seconds)
}

fn open(name: &str) -> World {
    World::open(&Scenario::load(name).expect("a scenario"), 7, later(0))
}

/// A scenario with one change in its text.
fn open_changed(name: &str, from: &str, to: &str) -> World {
    let toml = match name {
        "crash-loop" => include_str!("../scenarios/crash-loop.toml"),
        "image-not-found" => include_str!("../scenarios/image-not-found.toml"),
        _ => panic!("not here: {name}"),
    };
    let changed = toml.replacen(from, to, 1);
    assert_ne!(changed, toml);
    World::open(&Scenario::parse(&changed).expect("a scenario"), 7, later(0))
}

fn stack<'a>(world: &'a World, name: &str) -> &'a SimStack {
    world.account.stacks.iter().find(|sim| sim.stack.name.raw().starts_with(name)).expect("a stack")
}

fn service<'a>(world: &'a World, name: &str) -> &'a SimService {
    world.account.services.iter().find(|sim| sim.service.id.name.raw() == name).expect("a service")
}

/// Stopped tasks of the deployment that began last which nobody asked to stop.
fn failed_tasks(world: &World, name: &str) -> usize {
    let revision = &service(world, name).service.task_definition;
    let tasks = world.account.tasks.iter().map(|sim| &sim.task).filter(|task| task.task_definition == *revision);
    let asked = |task: &Task| task.stopped_reason.as_ref().is_some_and(|r| r.raw().starts_with("Scaling activity"));
    tasks.filter(|task| task.is_stopped() && !asked(task)).count()
}

fn reason(text: Option<&Text>) -> &str {
    text.map_or("", |text| text.raw())
}

#[test]
fn the_same_seed_gives_the_same_account_and_another_seed_another() {
    for name in Scenario::names() {
        let scenario = Scenario::load(name).expect("a scenario");
        let [one, same, other] = [7, 7, 8].map(|seed| World::open(&scenario, seed, later(0)).account);
        assert!(one == same, "{name}");
        assert!(one != other, "{name}");
    }
}

#[test]
fn many_small_steps_are_one_big_step() {
    for name in Scenario::names() {
        let (mut small, mut big) = (open(name), open(name));
        for second in 0..900 {
            small.advance(later(second));
            small.advance(later(second - 30));
        }
        big.advance(later(899));
        assert!(small.account == big.account, "{name}");
    }
}

#[test]
fn each_scenario_opens_in_the_middle_of_its_incident() {
    use StackStatus as S;
    // scenario, stack, its status, service, deployments in its row, failed tasks at least, healthy old tasks
    for (name, of, status, runs, deployments, failed, running) in [
        ("crash-loop", "shop-checkout", S::UpdateInProgress, "checkout", 2, 8, 4),
        ("image-not-found", "shop-catalog", S::UpdateInProgress, "catalog", 2, 8, 3),
        ("health-check", "shop-frontend", S::UpdateInProgress, "frontend", 2, 6, 4),
        ("no-capacity", "shop-reports", S::UpdateInProgress, "reports", 2, 0, 2),
        ("secret-denied", "shop-billing", S::UpdateInProgress, "billing", 2, 8, 2),
        ("rollback-failed", "shop-platform", S::UpdateRollbackFailed, "orders", 1, 3, 2),
        ("healthy", "shop-checkout", S::UpdateInProgress, "checkout", 2, 0, 8),
        ("forty-stacks", "shop-checkout", S::UpdateInProgress, "checkout", 2, 8, 2),
        ("out-of-memory", "shop-search", S::UpdateInProgress, "search", 2, 6, 3),
        ("denied", "shop-checkout", S::UpdateInProgress, "checkout", 2, 8, 4),
    ] {
        let world = open(name);
        let (of, runs) = (stack(&world, of), service(&world, runs));
        assert_eq!(of.stack.status, status, "{name}");
        assert!(of.events.len() > 100, "{name}: a page of stack events and more");
        assert_eq!(runs.service.deployments.len(), deployments, "{name}");
        assert!(failed_tasks(&world, runs.service.id.name.raw()) >= failed, "{name}");
        let is_running = |task: &Task| {
            task.last_status.raw() == "RUNNING"
                && task.group == Some(Text::new(format!("service:{}", runs.service.id.name)))
        };
        let count = world.account.tasks.iter().filter(|sim| is_running(&sim.task)).count();
        assert!((running..=running + 1).contains(&count), "{name}: {count} run");
        let done = runs.history.iter().filter(|past| past.status == ServiceDeploymentStatus::Successful);
        let minutes: Vec<u64> = done.filter_map(|past| past.duration()).map(|seconds| seconds.div_ceil(60)).collect();
        assert!(minutes.len() >= 30 && minutes.iter().all(|m| (2..=8).contains(m)), "{name}: {minutes:?}");
        assert!(runs.service.events.len() <= 100 && !runs.service.events.is_empty());
    }
    assert!(open("denied").account.denied.contains("ecs:ListTasks"));
}

#[test]
fn forty_stacks_have_three_in_trouble_and_two_on_the_move() {
    let world = open("forty-stacks");
    let of = |status: &StackStatus| world.account.stacks.iter().filter(|sim| sim.stack.status == *status).count();
    assert_eq!(world.account.stacks.len(), 40);
    assert_eq!(of(&StackStatus::UpdateInProgress), 3);
    // Of these one is nested in the other.
    assert_eq!(of(&StackStatus::UpdateRollbackFailed), 2);
    assert_eq!(of(&StackStatus::RollbackComplete), 1);
    assert_eq!(of(&StackStatus::UpdateComplete), 34);
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
fn the_log_of_each_crashed_task_names_the_missing_variable() {
    let world = open("crash-loop");
    let group = world.account.log_groups.iter().find(|group| group.name == "/ecs/checkout").expect("a group");
    let crashed = world.account.tasks.iter().map(|sim| &sim.task).filter(|task| task.is_stopped());
    let mut count = 0;
    for task in crashed {
        count += 1;
        assert_eq!(task.containers[0].exit_code, Some(1));
        assert_eq!(reason(task.stopped_reason.as_ref()), "Essential container in task exited");
        assert!((5..=8).contains(&task.ran_for().expect("it ran")));
        let lines = &group.streams[&format!("checkout/app/{}", task.id())];
        assert!(lines.iter().any(|line| line.message == "KeyError: 'DATABASE_URL'"));
        assert!(
            lines.iter().all(|line| Some(line.at) >= task.started_at && Some(line.at) <= task.execution_stopped_at)
        );
    }
    assert!(count >= 8);
    let [new, old] = ["checkout:43", "checkout:42"].map(|name| {
        let definitions = &world.account.task_definitions;
        let definition = definitions.iter().find(|d| d.short_name() == name).expect("a revision");
        definition.containers[0].secrets.iter().any(|secret| secret.name.raw() == "DATABASE_URL")
    });
    assert!(old && !new);
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
        let answer = world.continue_update_rollback("shop-platform", &skip, None, later(0));
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
    assert_eq!(code(world.continue_update_rollback(&nested, &[], None, later(0))), "ValidationError");
    assert_eq!(code(world.continue_update_rollback("shop", &[], None, later(0))), "ValidationError");
    world.continue_update_rollback("shop-platform", &skip, Some("t-1"), later(0)).expect("taken");
    let rows = stack(&world, "shop-platform").events.len();
    world.continue_update_rollback("shop-platform", &skip, Some("t-1"), later(0)).expect("the same again");
    assert_eq!(stack(&world, "shop-platform").events.len(), rows);
    assert_eq!(
        code(world.continue_update_rollback("shop-platform", &[], Some("t-1"), later(1))),
        "TokenAlreadyExistsException"
    );
    let again = world.continue_update_rollback("shop-platform", &skip, Some("t-2"), later(1)).expect_err("refused");
    assert!(again.message.contains("is in UPDATE_ROLLBACK_IN_PROGRESS state"), "{}", again.message);
}

#[test]
fn a_failed_rollback_whose_service_is_at_zero_goes_on_without_skipping() {
    let mut world = open("rollback-failed");
    world.update_service("prod", "orders", Some(0), false, later(0)).expect("taken");
    world.continue_update_rollback("shop-platform", &[], None, later(60)).expect("taken");
    world.advance(later(180));
    assert!(world.account.stacks.iter().all(|sim| sim.stack.status == StackStatus::UpdateRollbackComplete));
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
