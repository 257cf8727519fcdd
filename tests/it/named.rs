//! What is said before a lever of a service is pulled names the tasks and the revisions it acts on.

use crate::fixtures::blank_stack;
use crate::foretold::planned;
use crate::levers::operation;
use crate::told::{facts, now};
use unstuck::app::choice::CountChoice;
use unstuck::app::key::Key;
use unstuck::app::menu::levers;
use unstuck::app::plan::Plan;
use unstuck::app::session::Session;
use unstuck::domain::Text;
use unstuck::domain::facts::Facts;
use unstuck::domain::guard::Guard;
use unstuck::domain::identity::Place;
use unstuck::domain::lever::{Danger, Lever};
use unstuck::domain::news::News;
use unstuck::domain::operation::{Operation, SetCount};
use unstuck::domain::service::ServiceId;
use unstuck::domain::topic::Topic;
use unstuck::sim::scenario::Scenario;
use unstuck::sim::world::World;

fn opened(scenario: &str) -> (World, Facts) {
    let loaded = Scenario::load(scenario).expect("a scenario");
    let world = World::open(&loaded, 1, now());
    let facts = facts(&world, &loaded.stack);
    (world, facts)
}

/// What is said of an operation before it is sent.
fn said_of(operation: &Operation, facts: &Facts) -> Plan {
    let place = Place { region: Text::new("eu-west-1"), profile: None, endpoint: None };
    let session = Session { place, read_only: false, guard: Guard::default(), run: 1 };
    Plan::of(operation, facts, &session)
}

/// Scenario, lever, what the call says it becomes, what follows, in this order.
const FOLLOWS: &[(&str, Lever, &str, &[&str])] = &[
    (
        "code-deploy-shifting",
        Lever::ScaleToZero,
        "desired count 4 → 0",
        &[
            "all 8 running tasks stop (",
            "4 of tax:5",
            ", 4 of tax:5",
            "CodeDeploy deploys it, and shop-tax waits for that",
        ],
    ),
    (
        "external",
        Lever::ScaleToZero,
        "desired count 3 → 0",
        &["all 3 running tasks stop (3 of invoices:65)", "an external controller deploys it"],
    ),
    (
        "crash-loop",
        Lever::ScaleToZero,
        "desired count 4 → 0",
        &["all 4 running tasks stop (4 of checkout:42)", "ECS reports the service stable; shop-checkout goes on"],
    ),
    (
        "crash-loop",
        Lever::SetCount,
        "desired count 4 → 3",
        &["ECS stops 1 task;", "is not known to take those that fail first; now running: 4 of checkout:42"],
    ),
    (
        "crash-loop",
        Lever::StopDeployment,
        "deployment IN_PROGRESS → rolled back to checkout:42",
        &[
            "ECS takes checkout back to checkout:42; its 4 old tasks keep serving",
            "what shop-checkout does then is not",
        ],
    ),
    (
        "hook-waiting",
        Lever::RollBackAtHook,
        "AWAITING_ACTION → rolled back to prices:55",
        &["ECS takes prices back to prices:55; its 3 old tasks keep serving"],
    ),
    (
        "hook-waiting",
        Lever::ContinueDeployment,
        "AWAITING_ACTION → goes on",
        &["the deployment goes on to its next stage", "once the deployment ends, the 3 old tasks of prices:55 stop"],
    ),
];

#[test]
fn what_follows_names_the_tasks_and_the_revision() {
    for (scenario, lever, call, told) in FOLLOWS {
        let plan = planned(scenario, *lever, false);
        assert!(plan.call.ends_with(call), "{scenario}, {lever:?}: {}", plan.call);
        let then = plan.then.join("\n");
        let mut rest = then.as_str();
        for part in *told {
            let (_, after) = rest.split_once(part).unwrap_or_else(|| panic!("{scenario}, {lever:?}: {part:?}: {then}"));
            rest = after;
        }
        let is_others = matches!(*scenario, "code-deploy-shifting" | "external");
        assert!(!is_others || !then.contains("ECS reports"), "{then}");
    }
}

#[test]
fn that_tasks_failed_before_is_said_also_while_the_counter_of_ecs_stands_at_0() {
    for (scenario, fails) in [("crash-loop", true), ("recovered", false)] {
        let (world, mut facts) = opened(scenario);
        let mut service = world.account.services[0].service.clone();
        service.deployments.iter_mut().for_each(|row| row.failed = 0);
        let (id, from) = (service.id.clone(), service.desired);
        let topic = Topic::Services { cluster: id.cluster.clone(), names: [id.name.clone()].into() };
        facts.learn(&topic, now(), Ok(News::Services(vec![service])));
        let raise = Operation::SetCount(SetCount { service: id, from, to: from + 2 });
        let then = said_of(&raise, &facts).then.join("\n");
        assert_eq!(then.contains("have failed before"), fails, "{scenario}: {then}");
        let force = operation(Lever::ForceDeployment, &world.account).expect("one");
        assert_eq!(said_of(&force, &facts).warning.is_some(), fails, "{scenario}");
    }
}

#[test]
fn a_count_no_service_has_is_said_to_be_too_large() {
    let service = ServiceId { cluster: Text::new("prod"), name: Text::new("web") };
    for (typed, expected) in [
        ("99999999999", Err("that is more than AWS can be told")),
        ("-1", Err("a count is a whole number, 0 or more")),
        ("3.5", Err("a count is a whole number")),
        ("4", Err("that is the count it has")),
        ("2147483647", Ok(2_147_483_647)),
    ] {
        let mut choice = CountChoice::new(service.clone(), 4, None);
        typed.chars().for_each(|c| choice.key(Key::char(c)));
        match (choice.count(), expected) {
            (Ok(count), Ok(expected)) => assert_eq!(count, expected),
            (Err(why), Err(expected)) => assert!(why.starts_with(expected), "{typed}: {why}"),
            (said, _) => panic!("{typed}: {said:?}"),
        }
    }
    let (world, facts) = opened("recovered");
    let service = &world.account.services[0].service;
    for (to, warned) in [(5_000, false), (5_001, true)] {
        let change = SetCount { service: service.id.clone(), from: service.desired, to };
        let warning = said_of(&Operation::SetCount(change), &facts).warning;
        assert_eq!(warning.is_some_and(|words| words.contains("default quota")), warned, "{to}");
    }
}

#[test]
fn the_menu_begins_with_what_harms_nothing_and_says_what_zero_stops() {
    for (scenario, zero) in [
        ("recovered", "running tasks, the service is down"),
        ("code-deploy-shifting", "scale tax to zero (4 → 0): stops 8 running tasks, the service is down"),
        ("external", "scale invoices to zero (3 → 0): stops 3 running tasks, the service is down"),
    ] {
        let mut model = blank_stack();
        (_, model.facts) = opened(scenario);
        let all = levers(&model);
        let legal: Vec<Danger> = all.iter().filter(|row| row.why_not.is_none()).map(|row| row.lever.danger()).collect();
        assert!(legal.is_sorted() && legal.first() == Some(&Danger::Small), "{scenario}: {legal:?}");
        let row = all.iter().find(|row| row.lever == Lever::ScaleToZero).expect("a row");
        assert!(row.title.ends_with(zero), "{scenario}: {}", row.title);
    }
}

#[test]
fn a_lower_count_stops_no_more_tasks_than_run_above_it() {
    let (world, facts) = opened("crash-loop");
    let service = world.account.services[0].service.id.clone();
    // Four run.
    for (from, to, words) in [
        (7, 2, "ECS stops 2 tasks; no new deployment begins"),
        (7, 5, "ECS stops no task; no new deployment begins"),
        (4, 3, "ECS stops 1 task; no new deployment begins"),
    ] {
        let plan = said_of(&Operation::SetCount(SetCount { service: service.clone(), from, to }), &facts);
        assert_eq!(plan.then[0], words, "{from} → {to}");
    }
}
