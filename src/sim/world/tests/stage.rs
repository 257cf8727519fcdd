//! Worlds to look at, and how to look at them.

use crate::domain::task::Task;
use crate::domain::{Text, Timestamp};
use crate::sim::account::{SimService, SimStack};
use crate::sim::scenario::Scenario;
use crate::sim::world::state::World;
use jiff::SignedDuration;

pub(super) fn later(seconds: i64) -> Timestamp {
    let noon: Timestamp = "2026-11-21T12:00:00Z".parse().expect("a time");
    noon + SignedDuration::from_secs(seconds)
}

pub(super) fn open(name: &str) -> World {
    World::open(&Scenario::load(name).expect("a scenario"), 7, later(0))
}

/// A scenario with one change in its text.
pub(super) fn open_changed(name: &str, from: &str, to: &str) -> World {
    let toml = match name {
        "crash-loop" => include_str!("../../scenarios/crash-loop.toml"),
        "hook-waiting" => include_str!("../../scenarios/hook-waiting.toml"),
        "image-not-found" => include_str!("../../scenarios/image-not-found.toml"),
        _ => panic!("not here: {name}"),
    };
    let changed = toml.replacen(from, to, 1);
    assert_ne!(changed, toml);
    World::open(&Scenario::parse(&changed).expect("a scenario"), 7, later(0))
}

pub(super) fn stack<'a>(world: &'a World, name: &str) -> &'a SimStack {
    world.account.stacks.iter().find(|sim| sim.stack.name.raw().starts_with(name)).expect("a stack")
}

pub(super) fn service<'a>(world: &'a World, name: &str) -> &'a SimService {
    world.account.services.iter().find(|sim| sim.service.id.name.raw() == name).expect("a service")
}

/// Stopped tasks of the deployment that began last which nobody asked to stop.
pub(super) fn failed_tasks(world: &World, name: &str) -> usize {
    let revision = &service(world, name).service.task_definition;
    let tasks = world.account.tasks.iter().map(|sim| &sim.task).filter(|task| task.task_definition == *revision);
    let asked = |task: &Task| task.stopped_reason.as_ref().is_some_and(|r| r.raw().starts_with("Scaling activity"));
    tasks.filter(|task| task.is_stopped() && !asked(task)).count()
}

pub(super) fn reason(text: Option<&Text>) -> &str {
    text.map_or("", |text| text.raw())
}
