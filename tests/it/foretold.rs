//! What the dialog says will follow a lever, in accounts where it would be in vain.

use crate::levers::operation;
use crate::told::{facts, now};
use unstuck::app::plan::Plan;
use unstuck::app::session::Session;
use unstuck::domain::Text;
use unstuck::domain::facts::Facts;
use unstuck::domain::fault::{Fault, FaultKind};
use unstuck::domain::guard::Guard;
use unstuck::domain::identity::{Identity, Place};
use unstuck::domain::image::{Found, ImagePresence};
use unstuck::domain::lever::Lever;
use unstuck::domain::news::News;
use unstuck::domain::operation::{Operation, StackAim};
use unstuck::domain::scaling::{ScalableTarget, Suspended};
use unstuck::domain::skip::skippable;
use unstuck::domain::topic::Topic;
use unstuck::sim::scenario::Scenario;
use unstuck::sim::world::World;

/// The plan of a lever on the first service of a scenario, with something known of it otherwise than it stands there.
fn planned_where(scenario: &str, lever: Lever, alter: impl FnOnce(&mut Facts)) -> Plan {
    let loaded = Scenario::load(scenario).expect("a scenario");
    let world = World::open(&loaded, 1, now());
    let mut facts = facts(&world, &loaded.stack);
    alter(&mut facts);
    let operation = operation(lever, &world.account).expect("something to pull it at");
    Plan::of(&operation, &facts, &session())
}

fn session() -> Session {
    let place = Place { region: Text::new("eu-west-1"), profile: None, endpoint: None };
    Session { place, read_only: false, guard: Guard::default(), run: 1 }
}

/// The same, with its first image gone where that is told.
pub fn planned(scenario: &str, lever: Lever, is_gone: bool) -> Plan {
    planned_where(scenario, lever, |facts| {
        if !is_gone {
            return;
        }
        let images = facts.task_definitions.values().filter_map(|known| known.value()).flat_map(|it| &it.containers);
        let images: Vec<Text> = images.filter_map(|container| container.image.clone()).collect();
        for reference in images {
            let presence = ImagePresence { reference: reference.clone(), found: Found::NoImage };
            facts.learn(&Topic::Image(reference), now(), Ok(News::Image(presence)));
        }
    })
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

/// What is known of the autoscaling: minimum, what is suspended; what is said of it where the count is set to zero, and
/// whether it is better suspended first; what is said where the count is raised.
type Scaled = (Option<(i32, Suspended)>, &'static str, bool, Option<&'static str>);

const OUT: Suspended = Suspended { scale_in: false, scale_out: true, scheduled: false };

const SCALED: &[Scaled] = &[
    (
        Some((2, Suspended { scale_in: false, scale_out: false, scheduled: false })),
        "autoscaling (min 2) brings 2 tasks back unless it is suspended first",
        true,
        Some("autoscaling (min 2, max 9) may move it again"),
    ),
    (
        Some((1, Suspended { scale_in: false, scale_out: false, scheduled: false })),
        "autoscaling (min 1) brings 1 task back unless it is suspended first",
        true,
        Some("autoscaling (min 1, max 9) may move it again"),
    ),
    (
        Some((2, OUT)),
        "autoscaling (min 2) is suspended: no task comes back while it is",
        false,
        Some("autoscaling (min 2, max 9) is suspended"),
    ),
    (
        Some((0, Suspended { scale_in: false, scale_out: false, scheduled: false })),
        "autoscaling (min 0) leaves it at 0",
        false,
        Some("autoscaling (min 0, max 9) may move it again"),
    ),
    (None, "no autoscaling on it", false, None),
];

#[test]
fn what_autoscaling_does_to_a_count_is_said_as_it_is_set_up() {
    let learn = |facts: &mut Facts, target: Option<(i32, Suspended)>| {
        let target = target.map(|(min, suspended)| ScalableTarget { min, max: 9, suspended, created_at: None });
        for known in facts.services.values_mut() {
            known.scaling.learn(now(), target.clone());
        }
    };
    for (target, to_zero, is_first, raised) in SCALED {
        let plan = planned_where("autoscaled", Lever::ScaleToZero, |facts| learn(facts, *target));
        assert!(plan.then.iter().any(|said| said == to_zero), "{to_zero}: {:#?}", plan.then);
        let warns = plan.warning.is_some_and(|said| said.contains("ctrl-s suspends it first"));
        assert_eq!((plan.first.is_some(), warns), (*is_first, *is_first), "{to_zero}");
        let plan = planned_where("at-zero", Lever::SetCount, |facts| learn(facts, *target));
        assert_eq!(plan.then.get(1).map(String::as_str), *raised, "{:#?}", plan.then);
        assert_eq!((plan.first, plan.warning), (None, None), "{raised:?}");
    }
}

#[test]
fn stopping_one_of_few_tasks_says_how_few() {
    for (running, said) in [
        (1, "it is the last running task of wishlist: the service is down"),
        (2, "1 of the 2 running tasks of wishlist is left"),
        (3, "2 of the 3 running tasks of wishlist are left"),
    ] {
        let plan = planned_where("recovered", Lever::StopTask, |facts| {
            for known in facts.services.values_mut() {
                let mut service = known.service.value().expect("known").clone();
                service.deployments[0].running = running;
                known.service.learn(now(), service);
            }
        });
        assert_eq!(plan.then[0], said);
    }
    // One that does not run yet takes nothing away.
    let plan = planned_where("recovered", Lever::StopTask, |facts| {
        for known in facts.services.values_mut() {
            let mut tasks = known.tasks.value().expect("known").clone();
            tasks.values_mut().for_each(|task| task.last_status = Text::new("PENDING"));
            known.tasks.learn(now(), tasks);
        }
    });
    assert_eq!(plan.then, ["the scheduler starts another in its place"]);
}

#[test]
fn where_it_goes_is_account_principal_region_and_profile_and_the_command_goes_there_too() {
    let loaded = Scenario::load("crash-loop").expect("a scenario");
    let world = World::open(&loaded, 1, now());
    let mut facts = facts(&world, &loaded.stack);
    let operation = operation(Lever::ScaleToZero, &world.account).expect("a service");
    let mut session = session();
    session.place.profile = Some(Text::new("shop"));
    let fault = Fault { action: "iam:ListAccountAliases", kind: FaultKind::Throttled, message: Text::new("Rate") };
    assert_eq!(Plan::of(&operation, &facts, &session).alias, "not read yet");
    facts.learn(&Topic::Alias, now(), Err(fault));
    let arn = Text::new("arn:aws:sts::123456789012:assumed-role/oncall-admin/me");
    let who = Identity { account: Text::new("123456789012"), arn };
    facts.learn(&Topic::Identity, now(), Ok(News::Identity(who)));
    let plan = Plan::of(&operation, &facts, &session);
    assert_eq!(plan.place, "account 123456789012 as oncall-admin · eu-west-1 · profile shop");
    assert!(plan.command.ends_with(" --desired-count 0 --region eu-west-1 --profile shop"), "{}", plan.command);
    assert_eq!((plan.alias.as_str(), plan.refusal, plan.moved), ("not read", None, None));
    for (alias, said) in [(Some(Text::new("shop-live")), "shop-live"), (None, "none known")] {
        facts.learn(&Topic::Alias, now(), Ok(News::Alias(alias)));
        assert_eq!(Plan::of(&operation, &facts, &session).alias, said);
    }
    session.read_only = true;
    let refusal = Plan::of(&operation, &facts, &session).refusal.unwrap_or_default();
    assert_eq!(refusal, "read-only");
    session.read_only = false;
    facts.no_journal = Some(Text::new("the journal /j is refused"));
    let refusal = Plan::of(&operation, &facts, &session).refusal.unwrap_or_default();
    assert_eq!(refusal, "the journal /j is refused");
}

#[test]
fn what_is_left_out_of_a_rollback_is_named_and_what_is_not_is_warned_of() {
    let loaded = Scenario::load("rollback-failed").expect("a scenario");
    let world = World::open(&loaded, 1, now());
    let facts = facts(&world, &loaded.stack);
    let all: Vec<Text> = skippable(&facts).into_iter().map(|one| one.name).collect();
    let plan = |skip: &[Text]| {
        let aim = StackAim::at(facts.stack.value().expect("known"));
        Plan::of(&Operation::continue_rollback(aim, skip.to_vec()), &facts, &session())
    };
    let whole = plan(&all);
    assert!(whole.call.ends_with(&format!("UPDATE_ROLLBACK_COMPLETE, skipping {}", all[0])), "{}", whole.call);
    assert_eq!((whole.warning, whole.then.len()), (None, 3), "{:#?}", whole.then);
    assert!(whole.then[1].contains("template and reality differ there"), "{:#?}", whole.then);
    let none = plan(&[]).warning.unwrap_or_default();
    assert!(none.contains(all[0].as_str()) && none.contains("will fail again"), "{none}");
    let other = plan(&[Text::new("Other")]).warning.unwrap_or_default();
    assert!(other.starts_with(&format!("not skipped ({}): it will fail again", all[0])), "{other}");
}

#[test]
fn what_is_not_legal_any_more_is_said_to_have_moved() {
    let plan = planned("at-zero", Lever::CancelUpdate, false);
    let moved = plan.moved.unwrap_or_default();
    assert!(moved.starts_with("only in UPDATE_IN_PROGRESS; the stack is "), "{moved}");
}
