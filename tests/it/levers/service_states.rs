//! The table of levers and the account agree in every state of a service, and every refusal is explained.

use super::bench::{Bench, operation};
use std::collections::BTreeMap;
use unstuck::app::advice::advice;
use unstuck::aws::write::{reread, send};
use unstuck::domain::Text;
use unstuck::domain::deployment::{HookWait, ServiceDeploymentDetail, ServiceDeploymentStatus};
use unstuck::domain::fault::FaultKind;
use unstuck::domain::lever::Lever;
use unstuck::domain::operation::{Operation, Outcome};
use unstuck::domain::service::{BreakerSetting, Controller, Scheduling};
use unstuck::domain::stack::StackStatus;
use unstuck::sim::account::SimService;
use unstuck::sim::scenario::Scenario;

const LEVERS: [Lever; 7] = [
    Lever::ScaleToZero,
    Lever::SetCount,
    Lever::StopDeployment,
    Lever::ContinueDeployment,
    Lever::RollBackAtHook,
    Lever::ForceDeployment,
    Lever::StopTask,
];

/// A state of a service, with its name.
type State = (String, Box<dyn Fn(&mut SimService)>);

/// Who deploys, how tasks are counted, whether it is there, and its count: all together.
fn kinds() -> Vec<State> {
    let mut states: Vec<State> = Vec::new();
    for controller in [Controller::Ecs, Controller::CodeDeploy, Controller::External] {
        for status in ["ACTIVE", "DRAINING", "INACTIVE"] {
            for scheduling in [Scheduling::Replica, Scheduling::Daemon] {
                for desired in [0, 4] {
                    let name = format!("{controller} {status} {scheduling} {desired}");
                    let (controller, scheduling) = (controller.clone(), scheduling.clone());
                    let change = move |sim: &mut SimService| {
                        sim.service.status = Text::new(status);
                        sim.service.desired = desired;
                        sim.service.controller = controller.clone();
                        sim.service.scheduling = scheduling.clone();
                    };
                    states.push((name, Box::new(change)));
                }
            }
        }
    }
    states
}

/// Where its newest deployment stands, what it came from, its hook and its breaker: all together.
fn deployments() -> Vec<State> {
    let mut states: Vec<State> = vec![("no deployment".to_owned(), Box::new(|sim| sim.history.clear()))];
    for status in ServiceDeploymentStatus::WORDS {
        for (sources, hook) in [(0, None), (1, None), (1, Some("AWAITING_ACTION")), (1, Some("SUCCEEDED"))] {
            for breaker in [None, Some((true, true)), Some((true, false))] {
                let change = move |sim: &mut SimService| {
                    sim.service.breaker = breaker.map(|(enabled, rollback)| BreakerSetting { enabled, rollback });
                    let Some(newest) = sim.history.first_mut() else { return };
                    newest.status = ServiceDeploymentStatus::parse(status);
                    let hooks = hook.map(|hook| HookWait {
                        id: Text::new("release-approval"),
                        status: Text::new(hook),
                        expires_at: None,
                        timeout_action: None,
                    });
                    let source_revisions = vec![Text::new("arn:aws:ecs:eu-west-1:1:service-revision/a/b/1"); sources];
                    let hooks = hooks.into_iter().collect();
                    newest.detail =
                        Some(ServiceDeploymentDetail { source_revisions, hooks, ..ServiceDeploymentDetail::default() });
                };
                states.push((format!("{status}, {sources} before, hook {hook:?}, {breaker:?}"), Box::new(change)));
            }
        }
    }
    states
}

/// What is said where AWS has refused: never only that its words be read.
fn explained(lever: Lever, outcome: &Outcome, told: &str) {
    let Outcome::Rejected(fault) = outcome else { return };
    let advice = advice(lever, fault);
    let is_told = matches!(fault.kind, FaultKind::Rejected | FaultKind::NotFound);
    assert!(!is_told || advice != fault.what_to_do(), "{told}, {lever:?}: {} has only {advice:?}", fault.what());
}

#[tokio::test]
async fn the_levers_of_a_service_are_legal_in_the_same_states_for_the_table_and_the_account() {
    let bench = Bench::open("crash-loop");
    let untouched = bench.door.world().clone();
    let (mut legal_ones, mut refused) = (BTreeMap::<&str, u32>::new(), BTreeMap::<&str, u32>::new());
    for (told, change) in kinds().into_iter().chain(deployments()) {
        *bench.door.world() = untouched.clone();
        // What somebody has chosen before it became so, where nothing is left to choose.
        let before: Vec<Option<Operation>> =
            LEVERS.iter().map(|lever| operation(*lever, &bench.door.world().account)).collect();
        change(&mut bench.door.world().account.services[0]);
        let saved = bench.door.world().clone();
        for (lever, before) in LEVERS.into_iter().zip(before) {
            let Some(chosen) = operation(lever, &saved.account).or(before) else { continue };
            // Where it cannot be read nothing is sent either.
            let legal = reread(&bench.clients, &chosen).await.map_err(|fault| fault.what()).and_then(|legal| legal);
            let outcome = send(&bench.clients, &chosen).await;
            *bench.door.world() = saved.clone();
            explained(lever, &outcome, &told);
            match (&legal, &outcome) {
                (Ok(()), Outcome::Accepted { .. }) => *legal_ones.entry(lever.name()).or_default() += 1,
                (Err(_), Outcome::Rejected(_)) => *refused.entry(lever.name()).or_default() += 1,
                // A count that is there already is taken and changes nothing.
                (Err(why), Outcome::Accepted { .. }) if lever == Lever::ScaleToZero && why.contains("0 already") => {}
                _ => panic!("{told}, {lever:?}: {legal:?} and {outcome:?}"),
            }
        }
    }
    let names: Vec<&str> = LEVERS.iter().map(|lever| lever.name()).collect();
    assert!(names.iter().all(|name| legal_ones.contains_key(name)), "never legal: {legal_ones:?}");
    // A task is stopped whatever its service is in.
    assert!(names.iter().all(|name| *name == "stop-task" || refused.contains_key(name)), "never refused: {refused:?}");
}

#[tokio::test]
async fn what_the_account_refuses_is_explained_in_every_scenario_and_every_state_of_a_stack() {
    let mut rejected = 0;
    for name in Scenario::names().into_iter().filter(|name| !["big", "denied"].contains(name)) {
        let bench = Bench::open(name);
        let saved = bench.door.world().clone();
        for lever in Lever::ALL {
            let Some(chosen) = operation(lever, &saved.account) else { continue };
            let outcome = send(&bench.clients, &chosen).await;
            *bench.door.world() = saved.clone();
            rejected += usize::from(matches!(outcome, Outcome::Rejected(_)));
            explained(lever, &outcome, name);
        }
    }
    let bench = Bench::open("delete-failed");
    for status in StackStatus::WORDS {
        bench.door.world().account.stacks[0].stack.status = StackStatus::parse(status);
        let saved = bench.door.world().clone();
        for lever in Lever::OF_STACK {
            let chosen = operation(lever, &saved.account).expect("a stack");
            let outcome = send(&bench.clients, &chosen).await;
            *bench.door.world() = saved.clone();
            rejected += usize::from(matches!(outcome, Outcome::Rejected(_)));
            explained(lever, &outcome, status);
        }
    }
    assert!(rejected > 150, "{rejected}");
}

#[tokio::test]
async fn what_is_gone_when_a_lever_arrives_is_explained() {
    for (scenario, lever, what) in [
        ("crash-loop", Lever::ScaleToZero, "services"),
        ("crash-loop", Lever::StopTask, "tasks"),
        ("crash-loop", Lever::StopDeployment, "services"),
        ("hook-waiting", Lever::ContinueDeployment, "services"),
        ("autoscaled", Lever::SuspendScaling, "services"),
        ("autoscaled", Lever::ResumeScaling, "targets"),
        ("crash-loop", Lever::CancelUpdate, "stacks"),
        ("rollback-failed", Lever::ContinueRollback, "stacks"),
        ("recovered", Lever::CheckDrift, "stacks"),
        ("delete-failed", Lever::DeleteKeeping, "resources"),
    ] {
        let bench = Bench::open(scenario);
        let chosen = bench.operation(lever);
        {
            let mut world = bench.door.world();
            match what {
                "services" => world.account.services[0].service.id.name = Text::new("another"),
                "tasks" => world.account.tasks.clear(),
                "targets" => world.account.scalable_targets.clear(),
                "stacks" => world.account.stacks[0].stack.id = Text::new("another"),
                _ => world.account.stacks[0].resources.clear(),
            }
            if what == "services" {
                world.account.services[0].history.clear();
            }
        }
        let outcome = send(&bench.clients, &chosen).await;
        assert!(matches!(outcome, Outcome::Rejected(_)), "{scenario}, {lever:?}: {outcome:?}");
        explained(lever, &outcome, scenario);
    }
}
