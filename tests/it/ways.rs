//! Which way out is recommended in every scenario: the findings, the menu's star and the guided way say the same.

use crate::glass::Glass;
use crate::told::{facts, now};
use std::sync::Arc;
use unstuck::app::key::{Code, Key};
use unstuck::app::keymap::Keymap;
use unstuck::app::menu::levers;
use unstuck::app::message::Msg;
use unstuck::app::model::{Model, Screen};
use unstuck::app::session::Session;
use unstuck::app::situated::target;
use unstuck::app::update::update;
use unstuck::app::way::{Does, way};
use unstuck::domain::deployment::{HookWait, RolloutState};
use unstuck::domain::guard::Guard;
use unstuck::domain::identity::Place;
use unstuck::domain::stack::{ResourceStatus, StackEvent, StackStatus};
use unstuck::domain::{Text, Timestamp};
use unstuck::runtime::effects::Policy;
use unstuck::sim::scenario::Scenario;
use unstuck::sim::world::World;

/// The lever recommended in each scenario as it opens, or why there is none.
const RECOMMENDED: &[(&str, &str)] = &[
    ("crash-loop", "cancel-update"),
    ("image-not-found", "cancel-update"),
    ("health-check", "cancel-update"),
    ("no-capacity", "cancel-update"),
    ("secret-denied", "cancel-update"),
    ("out-of-memory", "cancel-update"),
    ("denied", "cancel-update"),
    ("container-check", "cancel-update"),
    ("health-check-code", "cancel-update"),
    ("sidecar", "cancel-update"),
    ("secret-missing", "cancel-update"),
    ("log-group-missing", "cancel-update"),
    ("no-route", "cancel-update"),
    ("no-interface", "cancel-update"),
    ("efs-unresolved", "cancel-update"),
    ("pull-rate-limit", "cancel-update"),
    ("agent-disconnected", "cancel-update"),
    ("capacity-provider-empty", "cancel-update"),
    ("vcpu-quota", "cancel-update"),
    ("spot-interrupted", "cancel-update"),
    ("percent-deadlock", "cancel-update"),
    ("daemon", "cancel-update"),
    ("two-services", "cancel-update"),
    ("two-blocked", "cancel-update"),
    ("two-causes", "cancel-update"),
    ("nested", "cancel-update"),
    ("custom-resource", "cancel-update"),
    ("breaker-counting", "cancel-update"),
    ("breaker-reset", "cancel-update"),
    ("external", "cancel-update"),
    ("autoscaled", "cancel-update"),
    ("big", "cancel-update"),
    ("hook-waiting", "continue-deployment"),
    ("rollback-failed", "continue-rollback"),
    ("update-failed", "rollback-stack"),
    ("healthy", "none is needed: it moves as usual"),
    ("recovering", "none is needed: it moves as usual"),
    ("code-deploy-shifting", "none is needed: it moves as usual"),
    ("slow", "none is needed so far"),
    ("recovered", "none is needed: nothing is wrong"),
    ("at-zero", "none is needed: nothing is wrong"),
    ("hook-continued", "none is needed: nothing is wrong"),
    ("baking", "none is needed: the wait is on purpose"),
    ("express", "none is needed on the stack"),
    ("hook-expired", "none is needed: shop-"),
    ("breaker", "none is needed: shop-"),
    ("alarm", "none is needed: shop-"),
    ("code-deploy", "none is needed: shop-"),
    ("scaling-refused", "none is needed: shop-"),
    ("custom-resource-failed", "none is needed: shop-"),
    ("delete-failed", "delete-keeping"),
    ("create-failed", "shop-reviews is CREATE_FAILED: update it without the error, or roll it back"),
];

/// A console that looks at a scenario.
pub fn looking_at(name: &str, later: i64) -> Option<Model> {
    looking_at_altered(name, later, |_| {})
}

/// The same where something in the account stands otherwise than in the scenario.
pub fn looking_at_altered(name: &str, later: i64, alter: fn(&mut World)) -> Option<Model> {
    let scenario = Scenario::load(name).ok().filter(|scenario| !scenario.stack.is_empty())?;
    let mut world = World::open(&scenario, 1, now());
    let now = Timestamp::from_second(now().as_second() + later).expect("valid");
    world.advance(now);
    alter(&mut world);
    let place = Place { region: Text::new("eu-west-1"), profile: None, endpoint: None };
    let session = Session { place, read_only: false, guard: Guard::default(), run: 1 };
    let keymap = Arc::new(Keymap::embedded().expect("our keymap"));
    let mut model = Model::new(session, Screen::Stack(Text::new(&scenario.stack)), keymap, now);
    model.facts = facts(&world, &scenario.stack);
    update(&mut model, Msg::Tick(now));
    model.settle();
    Some(model)
}

#[test]
fn every_scenario_has_its_way_out_and_findings_menu_and_guide_agree() {
    let mut wrong = Vec::new();
    for name in Scenario::names() {
        let Some(model) = looking_at(name, 0) else { continue };
        let ways = model.diagnosis.ways_out();
        let said = ways.first().map(|remedy| remedy.operation.lever().name().to_owned());
        let said = said.or_else(|| model.diagnosis.why_none()).expect("one or why none");
        let expected = RECOMMENDED.iter().find(|(scenario, _)| *scenario == name).map(|(_, said)| *said);
        if expected.is_none_or(|expected| !said.starts_with(expected)) {
            wrong.push(format!("(\"{name}\", \"{said}\"), // not {expected:?}"));
        }
        let menu = levers(&model);
        let starred: Vec<_> =
            menu.iter().filter(|entry| entry.recommended.as_ref().is_some_and(|it| it.place == 0)).collect();
        let guide = way(&model).expect("the stack is known");
        let next = guide.now().map(|step| step.does.clone());
        match ways.first().map(|remedy| (remedy.operation.lever(), target(&remedy.operation))) {
            Some(first) => {
                assert!(
                    menu[0].is(&first) && starred == [&menu[0]] && menu[0].why_not.is_none(),
                    "{name}: {:?}",
                    menu[0]
                );
                let pulls = |step: &unstuck::app::way::Step| step.does == Does::Pull(first.0, first.1.clone());
                assert!(guide.steps.iter().any(pulls), "{name}: {guide:?}");
                // Autoscaling that would bring tasks back is suspended before.
                let before =
                    next.is_some_and(|next| matches!(next, Does::Pull(lever, _) if lever.name() == "suspend-scaling"));
                assert!(before || guide.now().is_some_and(pulls), "{name}: {guide:?}");
                assert_eq!(guide.why_none, None, "{name}");
            }
            None => {
                assert!(starred.is_empty() && guide.why_none.is_some(), "{name}: {guide:?}");
                assert!(!matches!(next, Some(Does::Pull(..))), "{name}: {guide:?}");
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What can be made otherwise in the account.
pub fn as_it_is(_: &mut World) {}

fn no_old_task_runs(world: &mut World) {
    for service in &mut world.account.services {
        service.service.deployments.iter_mut().skip(1).for_each(|old| old.running = 0);
        service.service.running = 0;
    }
}

pub fn the_stack_goes_back(world: &mut World) {
    for stack in &mut world.account.stacks {
        stack.stack.status = StackStatus::UpdateRollbackInProgress;
    }
}

fn the_stack_is_nested(world: &mut World) {
    for stack in &mut world.account.stacks {
        stack.stack.parent = Some(Text::new("arn:aws:cloudformation:eu-west-1:123456789012:stack/above/1"));
    }
}

/// The service failed in the rollback only since something else was cancelled: it may not be skipped.
fn the_service_may_not_be_skipped(world: &mut World) {
    let cancelled = || Some(Text::new("Resource update cancelled"));
    for stack in &mut world.account.stacks {
        for row in stack.resources.iter_mut().filter(|row| row.is_ecs_service()) {
            row.status_reason = cancelled();
        }
        let failed = |event: &&mut StackEvent| event.status == ResourceStatus::UpdateFailed;
        let events = stack.events.iter_mut().filter(|event| event.logical_id.raw() == "OrdersService");
        events.filter(failed).for_each(|event| event.reason = cancelled());
    }
}

/// The same, and its count is zero by now.
fn it_is_scaled_to_zero_as_well(world: &mut World) {
    the_service_may_not_be_skipped(world);
    for service in &mut world.account.services {
        let service = &mut service.service;
        (service.desired, service.running, service.pending) = (0, 0, 0);
        service.deployments.truncate(1);
        for deployment in &mut service.deployments {
            (deployment.desired, deployment.running, deployment.pending) = (0, 0, 0);
            deployment.rollout = RolloutState::Completed;
        }
    }
}

/// The same, and its tasks run by now.
fn it_is_settled_as_well(world: &mut World) {
    the_service_may_not_be_skipped(world);
    for service in &mut world.account.services {
        let service = &mut service.service;
        (service.running, service.pending) = (service.desired, 0);
        service.deployments.truncate(1);
        for deployment in &mut service.deployments {
            (deployment.running, deployment.pending, deployment.rollout) = (4, 0, RolloutState::Completed);
        }
    }
}

/// A hook of the deployment waits for an answer although its tasks fail.
fn a_hook_waits(world: &mut World) {
    for detail in world.account.services.iter_mut().filter_map(|service| service.history.first_mut()?.detail.as_mut()) {
        detail.hooks.push(HookWait {
            id: Text::new("smoke-test"),
            status: Text::new("AWAITING_ACTION"),
            expires_at: None,
            timeout_action: None,
        });
    }
}

fn a_hook_waits_and_the_stack_goes_back(world: &mut World) {
    a_hook_waits(world);
    the_stack_goes_back(world);
}

/// Every way out in its order, and the steps `U` walks: scenario, what is otherwise, levers, the step that is next.
type Order = (&'static str, fn(&mut World), &'static [&'static str], &'static str);
const ORDER: &[Order] = &[
    ("crash-loop", as_it_is, &["cancel-update", "stop-deployment", "scale-to-zero"], "cancel the update"),
    ("crash-loop", no_old_task_runs, &["scale-to-zero", "cancel-update"], "scale checkout to zero"),
    ("crash-loop", the_stack_is_nested, &["stop-deployment", "scale-to-zero"], "stop the deployment of checkout"),
    ("crash-loop", the_stack_goes_back, &["scale-to-zero"], "scale checkout to zero"),
    ("hook-waiting", as_it_is, &["continue-deployment", "roll-back-at-hook"], "let the deployment of prices go on"),
    (
        "crash-loop",
        a_hook_waits,
        &["roll-back-at-hook", "cancel-update", "stop-deployment", "scale-to-zero", "continue-deployment"],
        "roll the deployment of checkout back at smoke-test",
    ),
    (
        "crash-loop",
        a_hook_waits_and_the_stack_goes_back,
        &["scale-to-zero", "continue-deployment", "roll-back-at-hook"],
        "scale checkout to zero",
    ),
    ("rollback-failed", it_is_settled_as_well, &["continue-rollback"], "continue the update rollback"),
    ("rollback-failed", as_it_is, &["continue-rollback"], "continue the update rollback"),
    (
        "rollback-failed",
        the_service_may_not_be_skipped,
        &["scale-to-zero", "continue-rollback"],
        "scale orders to zero",
    ),
    ("rollback-failed", it_is_scaled_to_zero_as_well, &["continue-rollback"], "continue the update rollback"),
];

#[test]
fn what_takes_least_away_stands_first_and_the_others_after_it() {
    let mut wrong = Vec::new();
    for (number, (name, alter, expected, next)) in ORDER.iter().enumerate() {
        let model = looking_at_altered(name, 0, *alter).expect("a stack");
        let ways = model.diagnosis.ways_out();
        let levers: Vec<&str> = ways.iter().map(|remedy| remedy.operation.lever().name()).collect();
        let guide = way(&model).expect("the stack is known");
        let step = guide.now().map_or("", |step| step.words.as_str());
        if levers != *expected || !step.starts_with(next) {
            wrong.push(format!("{number} {name}: {levers:?}, next {step:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_breaker_that_is_about_to_roll_back_by_itself_spares_a_person_the_way_out() {
    let said = |later: i64| {
        let model = looking_at("breaker-counting", later).expect("a stack");
        let ways = model.diagnosis.ways_out();
        let first = ways.first().map(|way| way.operation.lever().name().to_owned());
        let clocks: Vec<&str> = model.diagnosis.clocks.iter().map(|clock| clock.words.as_str()).collect();
        (first.or(model.diagnosis.why_none()).unwrap_or_default(), clocks.join("; "))
    };
    assert_eq!(said(0).0, "cancel-update");
    // Both take the same away, and cancelling is done sooner: that the breaker comes to it as well is said.
    let model = looking_at("breaker-counting", 0).expect("a stack");
    let effect = &model.diagnosis.ways_out().first().expect("a way out").effect;
    assert!(effect.contains(" Left alone, the circuit breaker comes to the same in about "), "{effect}");
    let without = looking_at("crash-loop", 0).expect("a stack");
    assert!(!without.diagnosis.ways_out().iter().any(|way| way.effect.contains("Left alone")));
    let all: Vec<(String, String)> = (0..14).map(|n| said(n * 300)).collect();
    let spared = |(said, _): &(String, String)| said.starts_with("none is needed: at this rate the circuit breaker");
    assert!(all.iter().any(spared), "{all:#?}");
}

#[tokio::test(start_paused = true)]
async fn where_autoscaling_brought_the_tasks_back_and_the_stack_is_done_the_guide_says_what_the_findings_say() {
    let mut glass = Glass::open_at("autoscaled", Policy::WithConfirmation, 200, 60);
    glass.sees("way out  A").await;
    glass.press(Key::char(':'));
    glass.types("scale-to-zero");
    glass.enter();
    glass.sees("[ Cancel ]").await;
    glass.types("basket");
    glass.enter();
    glass.sees_at_last("basket came back to 2: autoscaling (minimum 2)").await;
    glass.sees("way out  A  Set the count of basket to 4: it had 4 before it was scaled to zero").await;
    glass.press(Key::char('U'));
    let guide = glass.sees("━ the way out for ").await;
    assert!(guide.contains("▸  set the count of basket to 4") && !guide.contains("▸  scale"), "{guide}");
    assert!(guide.contains("✓ shop-basket settles: it is UPDATE_COMPLETE"), "{guide}");
    glass.leave().await;
}

/// The recommended way walked by `U` alone: scenario, the step, what is typed, how it ends, and the way then.
const WALKED: &[(&str, &str, &str, &str, &str)] = &[
    (
        "crash-loop",
        "cancel the update of shop-checkout",
        "shop-checkout",
        "stack UPDATE_ROLLBACK_COMPLETE",
        "✓ cancel the update of shop-checkout",
    ),
    (
        "hook-waiting",
        "let the deployment of prices go on past release-approval",
        "yes",
        "stack UPDATE_COMPLETE",
        "✓ answer the pause hook of prices: continue",
    ),
    (
        "update-failed",
        "roll shop-search back",
        "shop-search",
        "stack UPDATE_ROLLBACK_COMPLETE",
        "✓ roll shop-search back to its last stable state",
    ),
];

#[tokio::test(start_paused = true)]
async fn the_recommended_way_is_walked_by_one_key_to_its_end() {
    for (scenario, step, typed, end, done) in WALKED {
        let mut glass = Glass::open_at(scenario, Policy::WithConfirmation, 200, 60);
        glass.sees("way out  A").await;
        glass.press(Key::char('U'));
        glass.sees(&format!("▸  {step}")).await;
        glass.enter();
        glass.sees("[ Cancel ]").await;
        glass.types(typed);
        glass.enter();
        glass.sees("accepted").await;
        glass.sees(end).await;
        glass.press(Key::char('U'));
        let way = glass.sees(done).await;
        assert!(way.contains("settles: it is ") && !way.contains("▸  "), "{scenario}: nothing is left to do:\n{way}");
        glass.press(Key::plain(Code::Esc));
        glass.leave().await;
    }
}
