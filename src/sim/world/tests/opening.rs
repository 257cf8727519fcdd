//! What a scenario shows when it is opened.

use super::super::state::World;
use super::stage::{failed_tasks, later, open, reason, service, stack};
use crate::domain::Text;
use crate::domain::deployment::ServiceDeploymentStatus;
use crate::domain::stack::StackStatus;
use crate::domain::task::Task;
use crate::sim::scenario::Scenario;

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
fn what_goes_wrong_is_told_where_aws_tells_it() {
    const PULL: &str =
        "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref";
    const GROUP: &str =
        "(target-group arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/shop-frontend-http/";
    // scenario, part of a service event, of a task's stopped reason, of its container's reason, exit code
    for (name, event, stopped, container, code) in [
        ("crash-loop", "is unable to consistently start tasks", "Essential container in task exited", "", Some(1)),
        ("image-not-found", "was unable to place a task. Reason: CannotPullContainerError", PULL, PULL, None),
        ("health-check", "due to (reason Health checks failed with these codes: [503]).", GROUP, "", Some(143)),
        ("secret-denied", "ResourceInitializationError", "GetSecretValue", "AccessDeniedException", None),
        ("out-of-memory", "has started 1 tasks: (task ", "Essential container", "OutOfMemoryError: ", Some(137)),
        ("rollback-failed", "deployment failed: tasks failed to start.", PULL, PULL, None),
    ] {
        let world = open(name);
        let now = &world.account.services[0].service;
        assert!(now.events.iter().any(|said| said.message.raw().contains(event)), "{name}: {event}");
        let mut tasks = world.account.tasks.iter().map(|sim| &sim.task);
        let newest = tasks.rfind(|t| t.is_stopped() && t.task_definition == now.task_definition);
        let newest = newest.expect("a stopped task");
        assert!(reason(newest.stopped_reason.as_ref()).contains(stopped), "{name}: {newest:?}");
        assert!(reason(newest.containers[0].reason.as_ref()).contains(container), "{name}: {newest:?}");
        assert_eq!(newest.containers[0].exit_code, code, "{name}");
        assert!(now.deployments.iter().any(|d| newest.started_by.as_ref() == Some(&d.id)), "{name}");
    }
    let world = open("no-capacity");
    let told = world.account.services[0].service.events[0].message.raw();
    assert!(told.starts_with("(service reports) was unable to place a task because no container instance"), "{told}");
    assert!(world.account.tasks.iter().all(|sim| !sim.task.is_stopped()));
}

#[test]
fn failures_are_counted_in_a_row_and_a_task_that_runs_ends_the_row() {
    let (crashes, never_runs) = (open("crash-loop"), open("image-not-found"));
    let count = |world: &World| world.account.services[0].service.deployments[0].failed;
    assert!(failed_tasks(&crashes, "checkout") > 8 && count(&crashes) <= 1);
    assert_eq!(usize::try_from(count(&never_runs)), Ok(failed_tasks(&never_runs, "catalog")));
}
