//! The table against what AWS documents, state by state.

use super::{TABLE, why_not};
use crate::domain::Text;
use crate::domain::deployment::{HookWait, ServiceDeployment, ServiceDeploymentDetail, ServiceDeploymentStatus};
use crate::domain::lever::Lever;
use crate::domain::scaling::{ScalableTarget, Suspended};
use crate::domain::service::{Controller, Scheduling, Service, ServiceId};
use crate::domain::service_token::ServiceToken;
use crate::domain::situation::Situation;
use crate::domain::stack::{ResourceStatus, Stack, StackResource, StackStatus};
use crate::domain::task::Task;

/// One that AWS has not told of yet.
const NEW_STATUS: &str = "TELEPORT_IN_PROGRESS";

/// What the API reference says of each call: the statuses it takes a stack in.
const STACK_FACTS: &[(Lever, &[&str])] = &[
    (Lever::CancelUpdate, &["UPDATE_IN_PROGRESS"]),
    (Lever::ContinueRollback, &["UPDATE_ROLLBACK_FAILED"]),
    (Lever::ForceRollback, &["UPDATE_ROLLBACK_FAILED"]),
    (Lever::RollbackStack, &["CREATE_FAILED", "UPDATE_FAILED"]),
    (Lever::DeleteKeeping, &["DELETE_FAILED"]),
    (Lever::ForceDelete, &["DELETE_FAILED"]),
    (Lever::CheckDrift, &["CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_FAILED"]),
];

/// What StopServiceDeployment takes.
const STOPPABLE: [&str; 5] = ["PENDING", "IN_PROGRESS", "STOP_REQUESTED", "ROLLBACK_REQUESTED", "ROLLBACK_IN_PROGRESS"];

fn stack(status: &str) -> Stack {
    Stack {
        id: Text::new("arn:aws:cloudformation:eu-west-1:1:stack/shop/0a"),
        name: Text::new("shop"),
        status: StackStatus::parse(status),
        status_reason: None,
        created_at: None,
        updated_at: None,
        deleted_at: None,
        parent: None,
        root: None,
        role: None,
        rollback_disabled: false,
        drift_checked_at: None,
    }
}

fn resource(status: &str) -> StackResource {
    StackResource {
        logical_id: Text::new("Migration"),
        physical_id: None,
        kind: Text::new("Custom::Migration"),
        status: ResourceStatus::parse(status),
        status_reason: None,
        updated_at: None,
    }
}

fn service() -> Service {
    Service {
        id: ServiceId { cluster: Text::new("prod"), name: Text::new("checkout") },
        arn: Text::new("arn"),
        cluster_arn: Text::new("arn"),
        status: Text::new("ACTIVE"),
        desired: 4,
        running: 4,
        pending: 0,
        task_definition: Text::new("checkout:42"),
        scheduling: Scheduling::Replica,
        controller: Controller::Ecs,
        created_at: None,
        grace_period: None,
        breaker: None,
        min_healthy_percent: None,
        max_percent: None,
        target_groups: vec![],
        deployments: vec![],
        task_sets: vec![],
        events: vec![],
    }
}

fn deployment(status: &str, sources: usize, hook: &str) -> ServiceDeployment {
    let hook = HookWait { id: Text::new("ok"), status: Text::new(hook), expires_at: None, timeout_action: None };
    ServiceDeployment {
        arn: Text::new("arn:d"),
        status: ServiceDeploymentStatus::parse(status),
        status_reason: None,
        created_at: None,
        started_at: None,
        finished_at: None,
        target_revision: None,
        detail: Some(ServiceDeploymentDetail {
            source_revisions: vec![Text::new("arn:r"); sources],
            hooks: vec![hook],
            ..ServiceDeploymentDetail::default()
        }),
    }
}

fn task(status: &str) -> Task {
    Task::bare(Text::new("arn:t"), Text::new("checkout:42"), status, status)
}

/// Holds a lever in a situation against what is expected of it: nothing, or words of why not.
fn expect(lever: Lever, now: &Situation<'_>, words: Option<&str>, told: &str) {
    match (why_not(lever, now), words) {
        (None, None) => {}
        (Some(why), Some(words)) => assert!(why.contains(words), "{lever:?}, {told}: {why}"),
        (why, words) => panic!("{lever:?}, {told}: {why:?} and not {words:?}"),
    }
}

#[test]
fn every_lever_has_one_row_and_says_what_it_does_and_what_undoes_it() {
    let of_table: Vec<Lever> = TABLE.iter().map(|row| row.lever).collect();
    assert_eq!(of_table, Lever::ALL);
    for row in TABLE {
        assert!(row.does.len() > 20 && row.does.ends_with('.') && !row.undo.is_empty(), "{row:?}");
        assert!(!row.needs.is_empty() && row.needs.iter().all(|need| !need.words().is_empty()), "{row:?}");
    }
}

#[test]
fn a_stack_is_changed_in_the_states_aws_takes_it_in_and_in_no_other() {
    let left = [resource("DELETE_FAILED")];
    for (lever, legal) in STACK_FACTS {
        for status in StackStatus::WORDS.iter().copied().chain([NEW_STATUS]) {
            let stack = stack(status);
            let now = Situation { stack: Some(&stack), resources: &left, ..Situation::default() };
            let refused = format!("the stack is {status}");
            expect(*lever, &now, (!legal.contains(&status)).then_some(refused.as_str()), status);
        }
        expect(*lever, &Situation::default(), Some("not known"), "nothing known");
        let nested = Stack { parent: Some(Text::new("arn:p")), root: Some(Text::new("arn:r")), ..stack(legal[0]) };
        let now = Situation { stack: Some(&nested), resources: &left, ..Situation::default() };
        // Nested stacks are compared each by itself, as the API reference says.
        let words = (*lever != Lever::CheckDrift).then_some("nested: open arn:r");
        expect(*lever, &now, words, "nested");
    }
    let (failed, gone) = (stack("DELETE_FAILED"), [resource("DELETE_COMPLETE")]);
    let now = Situation { stack: Some(&failed), resources: &gone, ..Situation::default() };
    expect(Lever::DeleteKeeping, &now, Some("none may be kept"), "nothing is left");
    expect(Lever::ForceDelete, &now, None, "nothing is left");
}

#[test]
fn no_other_lever_asks_for_the_state_of_the_stack() {
    let (service, deployment) = (service(), deployment("IN_PROGRESS", 1, "AWAITING_ACTION"));
    let (task, custom) = (task("RUNNING"), resource("UPDATE_IN_PROGRESS"));
    let some = Suspended { scale_in: true, ..Suspended::default() };
    let target = ScalableTarget { min: 2, max: 4, suspended: some, created_at: None };
    for status in StackStatus::WORDS.iter().copied().chain([NEW_STATUS]) {
        let stack = stack(status);
        let now = Situation {
            stack: Some(&stack),
            resources: &[],
            service: Some(&service),
            deployment: Some(&deployment),
            scaling: Some(Some(&target)),
            task: Some(&task),
            custom: Some(&custom),
            answerer: None,
            request_found: true,
            saved: Some(&[]),
        };
        for lever in Lever::ALL.into_iter().filter(|lever| STACK_FACTS.iter().all(|(other, _)| other != lever)) {
            expect(lever, &now, None, status);
        }
    }
}

#[test]
fn a_service_is_changed_where_its_scheduling_its_status_and_its_controller_let_it() {
    use Lever::{ForceDeployment, ScaleToZero, SetCount};
    let changed = |change: fn(&mut Service)| {
        let mut service = service();
        change(&mut service);
        service
    };
    for (service, lever, words) in [
        (service(), ScaleToZero, None),
        (service(), SetCount, None),
        (service(), ForceDeployment, None),
        (changed(|s| s.status = Text::new("DRAINING")), ScaleToZero, Some("is DRAINING")),
        (changed(|s| s.status = Text::new("INACTIVE")), SetCount, Some("is INACTIVE")),
        (changed(|s| s.status = Text::new("INACTIVE")), ForceDeployment, Some("is INACTIVE")),
        (changed(|s| s.scheduling = Scheduling::Daemon), ScaleToZero, Some("DAEMON")),
        (changed(|s| s.scheduling = Scheduling::Daemon), SetCount, Some("DAEMON")),
        (changed(|s| s.scheduling = Scheduling::Daemon), ForceDeployment, None),
        (changed(|s| s.desired = 0), ScaleToZero, Some("0 already")),
        (changed(|s| s.desired = 0), SetCount, None),
        (changed(|s| s.controller = Controller::CodeDeploy), ScaleToZero, None),
        (changed(|s| s.controller = Controller::External), SetCount, None),
        (changed(|s| s.controller = Controller::CodeDeploy), ForceDeployment, Some("CODE_DEPLOY runs")),
        (changed(|s| s.controller = Controller::External), ForceDeployment, Some("EXTERNAL runs")),
    ] {
        expect(
            lever,
            &Situation { service: Some(&service), ..Situation::default() },
            words,
            &service.status.to_string(),
        );
    }
    for lever in [ScaleToZero, SetCount, ForceDeployment] {
        expect(lever, &Situation::default(), Some("not known"), "nothing known");
    }
}

#[test]
fn a_deployment_is_stopped_while_it_is_open_and_has_something_to_go_back_to() {
    let service = service();
    for status in ServiceDeploymentStatus::WORDS.iter().copied().chain([NEW_STATUS]) {
        let deployment = deployment(status, 1, "SUCCEEDED");
        let now = Situation { service: Some(&service), deployment: Some(&deployment), ..Situation::default() };
        expect(Lever::StopDeployment, &now, (!STOPPABLE.contains(&status)).then_some(status), status);
        for lever in [Lever::ContinueDeployment, Lever::RollBackAtHook] {
            expect(lever, &now, Some("no pause hook"), status);
        }
    }
    let first = deployment("IN_PROGRESS", 0, "AWAITING_ACTION");
    let now = Situation { service: Some(&service), deployment: Some(&first), ..Situation::default() };
    expect(Lever::StopDeployment, &now, Some("no revision to return to"), "the first one");
    expect(Lever::ContinueDeployment, &now, None, "the first one");
    let brief = ServiceDeployment { detail: None, ..deployment("IN_PROGRESS", 1, "") };
    let now = Situation { deployment: Some(&brief), ..now };
    expect(Lever::StopDeployment, &now, Some("not known"), "not described");
    let theirs = Service { controller: Controller::CodeDeploy, ..service.clone() };
    let open = deployment("IN_PROGRESS", 1, "AWAITING_ACTION");
    let now = Situation { service: Some(&theirs), deployment: Some(&open), ..Situation::default() };
    for lever in [Lever::StopDeployment, Lever::ContinueDeployment, Lever::RollBackAtHook] {
        expect(lever, &now, Some("CODE_DEPLOY runs"), "CodeDeploy's");
    }
}

#[test]
fn a_query_is_saved_where_it_is_known_which_are_saved() {
    expect(Lever::SaveQuery, &Situation::default(), Some("not known"), "nothing known");
    expect(Lever::SaveQuery, &Situation { saved: Some(&[]), ..Situation::default() }, None, "none is saved");
}

#[test]
fn tasks_scaling_and_custom_resources_are_changed_in_their_own_states() {
    let none = Suspended::default();
    for (status, words) in [("PROVISIONING", None), ("RUNNING", None), ("STOPPED", Some("stopped already"))] {
        let task = task(status);
        expect(Lever::StopTask, &Situation { task: Some(&task), ..Situation::default() }, words, status);
    }
    for (suspended, suspend, resume) in [
        (none, None, Some("nothing of its scaling")),
        (Suspended { scale_out: true, ..none }, None, None),
        (Suspended::ALL, Some("suspended already"), None),
    ] {
        let target = ScalableTarget { min: 2, max: 4, suspended, created_at: None };
        let now = Situation { scaling: Some(Some(&target)), ..Situation::default() };
        expect(Lever::SuspendScaling, &now, suspend, &suspended.to_string());
        expect(Lever::ResumeScaling, &now, resume, &suspended.to_string());
    }
    for lever in [Lever::SuspendScaling, Lever::ResumeScaling] {
        expect(lever, &Situation { scaling: Some(None), ..Situation::default() }, Some("no autoscaling"), "none");
        expect(lever, &Situation::default(), Some("not known"), "not known");
    }
    for lever in [Lever::AnswerSuccess, Lever::AnswerFailed] {
        for (status, found, words) in [
            ("UPDATE_IN_PROGRESS", true, None),
            ("CREATE_IN_PROGRESS", true, None),
            ("DELETE_IN_PROGRESS", true, None),
            ("UPDATE_IN_PROGRESS", false, Some("was not found in the logs")),
            ("UPDATE_COMPLETE", true, Some("does not wait")),
            ("UPDATE_FAILED", true, Some("does not wait")),
        ] {
            let custom = resource(status);
            let now = Situation { custom: Some(&custom), request_found: found, ..Situation::default() };
            expect(lever, &now, words, status);
        }
        let (custom, stack) = (resource("UPDATE_IN_PROGRESS"), stack("UPDATE_IN_PROGRESS"));
        for (arn, words) in [
            ("arn:aws:lambda:eu-west-1:1:function:m", "was not found in /aws/lambda/m: its function does not"),
            ("arn:aws:lambda:eu-west-1:999999999999:function:m", "function:m is in another account, 999999999999"),
            ("arn:aws:sns:eu-west-1:1:asked", "asked answers for it, which is no function"),
        ] {
            let token = ServiceToken::new(arn).expect("an ARN");
            let (custom, answerer) = (Some(&custom), Some(&token));
            let now = Situation { stack: Some(&stack), custom, answerer, ..Situation::default() };
            expect(lever, &now, Some(words), arn);
        }
    }
}
