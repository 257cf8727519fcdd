//! What the dialog says will follow a lever, in accounts where it would be in vain.

use crate::levers::operation;
use crate::told::{facts, now};
use unstuck::app::plan::Plan;
use unstuck::app::session::Session;
use unstuck::domain::Text;
use unstuck::domain::guard::Guard;
use unstuck::domain::identity::Place;
use unstuck::domain::image::{Found, ImagePresence};
use unstuck::domain::lever::Lever;
use unstuck::domain::news::News;
use unstuck::domain::topic::Topic;
use unstuck::sim::scenario::Scenario;
use unstuck::sim::world::World;

/// The plan of a lever on the first service of a scenario, with its first image gone where that is told.
fn planned(scenario: &str, lever: Lever, is_gone: bool) -> Plan {
    let loaded = Scenario::load(scenario).expect("a scenario");
    let world = World::open(&loaded, 1, now());
    let mut facts = facts(&world, &loaded.stack);
    if is_gone {
        let images = facts.task_definitions.values().filter_map(|known| known.value()).flat_map(|it| &it.containers);
        let images: Vec<Text> = images.filter_map(|container| container.image.clone()).collect();
        for reference in images {
            let presence = ImagePresence { reference: reference.clone(), found: Found::NoImage };
            facts.learn(&Topic::Image(reference), now(), Ok(News::Image(presence)));
        }
    }
    let place = Place { region: Text::new("eu-west-1"), profile: None, endpoint: None };
    let session = Session { place, read_only: false, guard: Guard::default(), run: 1 };
    let operation = operation(lever, &world.account).expect("something to pull it at");
    Plan::of(&operation, &facts, &session)
}

#[test]
fn stopping_a_task_says_what_is_left_and_whether_another_can_come() {
    for (scenario, is_gone, expected) in [
        ("recovered", false, "the scheduler starts another in its place"),
        ("crash-loop", false, "the scheduler tries to start another in its place: tasks of checkout:43 have failed"),
        ("rollback-failed", true, "the scheduler tries to start another in its place: none of orders:65 can start"),
    ] {
        let then = planned(scenario, Lever::StopTask, is_gone).then;
        assert!(then.iter().any(|said| said.starts_with(expected)), "{scenario}: {then:?}");
        assert!(then[0].contains(" running tasks of ") && then[0].ends_with(" left"), "{scenario}: {then:?}");
    }
}

#[test]
fn forcing_a_deployment_of_what_has_failed_is_warned_of() {
    assert_eq!(planned("recovered", Lever::ForceDeployment, false).warning, None);
    let warning = planned("crash-loop", Lever::ForceDeployment, false).warning.unwrap_or_default();
    assert!(warning.starts_with("tasks of checkout:43 have failed before"), "{warning}");
    let warning = planned("rollback-failed", Lever::ForceDeployment, true).warning.unwrap_or_default();
    assert!(warning.contains(" is not in its registry"), "{warning}");
}
