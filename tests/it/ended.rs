//! How each write is told to end: reading by reading, what is no end yet, a good one and a bad one.

use crate::fixtures::{STACK, crash_loop, id, resource, service, stack, task};
use unstuck::app::tracker::{Progress, Tracker};
use unstuck::domain::custom_request::CustomRequest;
use unstuck::domain::deployment::{HookWait, RolloutState, ServiceDeployment, ServiceDeploymentDetail};
use unstuck::domain::drift::{Drift, DriftStage};
use unstuck::domain::facts::Facts;
use unstuck::domain::fault::{Fault, FaultKind};
use unstuck::domain::lever::Lever;
use unstuck::domain::operation::{
    Answer, AnswerCustomResource, CancelUpdate, CheckDrift, ContinueDeployment, ContinueRollback, DeleteStack,
    ForceDeployment, HookAnswer, Keep, Operation, Outcome, RollbackStack, SaveQuery, SetCount, SetScaling, Skip,
    StackAim, StopDeployment, StopTask,
};
use unstuck::domain::saved_query::SavedQuery;
use unstuck::domain::scaling::{ScalableTarget, Suspended};
use unstuck::domain::{Text, Timestamp};

/// Something that is read of the account after the write.
#[derive(Clone, Debug)]
enum Read {
    /// Desired, running, pending.
    Counts(i32, i32, i32),
    /// The status of the stack.
    Stack(&'static str),
    /// Another stack's status.
    Other(&'static str),
    /// The status of the deployment, and of its hook.
    Deployment(&'static str, &'static str, &'static str),
    /// Whether the newest deployment is another one, and how it is rolled out.
    Newest(bool, RolloutState),
    /// How many tasks, started how many seconds after the write, their status and stop code.
    Tasks(i64, i64, &'static str, &'static str),
    /// The minimum, and whether scaling out is suspended, and all of it.
    Scaling(i32, bool, bool),
    /// The status of the custom resource.
    Custom(&'static str),
    /// Names of saved queries.
    Saved(&'static str),
    /// A comparison: its id, and whether it is done.
    Drift(&'static str, bool),
    DriftDenied,
    /// The stack was compared with its template since.
    Checked,
}

use Read as R;

const ARN: &str = "arn:d";
/// An hour after everything the account has told of the crash loop.
const SENT: i64 = 1_795_176_000 + 2 * 3_600;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(SENT + second).expect("valid")
}

fn read(facts: &mut Facts, now: Timestamp, what: Read) {
    let known = facts.services.get_mut(&id()).expect("the service");
    match what {
        R::Counts(desired, running, pending) => {
            let mut service = known.service.value().expect("known").clone();
            (service.desired, service.running, service.pending) = (desired, running, pending);
            known.service.learn(now, service);
        }
        R::Stack(status) => facts.stack.learn(now, stack("orders-prod", STACK, status, 0)),
        R::Other(status) => facts.stack.learn(now, stack("other", "arn:other", status, 0)),
        R::Deployment(status, hook, waits) => {
            let hooks = vec![HookWait {
                id: Text::new(hook),
                status: Text::new(waits),
                expires_at: None,
                timeout_action: None,
            }];
            let deployment = ServiceDeployment {
                arn: Text::new(ARN),
                status: unstuck::domain::deployment::ServiceDeploymentStatus::parse(status),
                status_reason: None,
                created_at: None,
                started_at: None,
                finished_at: None,
                target_revision: None,
                detail: Some(ServiceDeploymentDetail { hooks, ..ServiceDeploymentDetail::default() }),
            };
            known.deployments.learn(now, vec![deployment]);
        }
        R::Newest(is_other, rollout) => {
            let mut service = known.service.value().expect("known").clone();
            if is_other {
                service.deployments[0].id = Text::new("ecs-svc/another");
            }
            service.deployments[0].rollout = rollout;
            known.service.learn(now, service);
        }
        R::Tasks(count, made, status, code) => {
            let all = (0..count).map(|n| {
                let mut one = task(&format!("{n:032x}"), 0, status, Some(1), None);
                one.created_at = Some(at(made));
                one.stop_code = Some(Text::new(code)).filter(|code| !code.is_empty());
                (one.arn.clone(), one)
            });
            known.tasks.learn(now, all.collect());
        }
        R::Scaling(min, scale_out, is_all) => {
            let suspended = if is_all { Suspended::ALL } else { Suspended { scale_out, ..Suspended::default() } };
            known.scaling.learn(now, Some(ScalableTarget { min, max: 9, suspended, created_at: None }));
        }
        R::Custom(status) => {
            let row = resource("Migration", "m-1", "Custom::Migration", status, None);
            facts.nest.entry(Text::new(STACK)).or_default().resources.learn(now, vec![row]);
        }
        R::Saved(name) => {
            let (id, text) = (Text::new("q-1"), "fields @message".to_owned());
            let saved = SavedQuery { id, name: Text::new(name), text, groups: Vec::new() };
            facts.saved_queries.learn(now, vec![saved]);
        }
        R::Drift(detection, is_done) => {
            let stage = if is_done { DriftStage::Complete } else { DriftStage::Running };
            facts.drift.learn(now, Drift { detection: Text::new(detection), stage, resources: Vec::new() });
        }
        R::DriftDenied => {
            let message = Text::new("not authorized");
            let action = "cloudformation:DescribeStackDriftDetectionStatus";
            facts.drift.fail(now, Fault { action, kind: FaultKind::AccessDenied, message });
        }
        R::Checked => {
            let mut stack = stack("orders-prod", STACK, "UPDATE_COMPLETE", 0);
            stack.drift_checked_at = Some(now);
            facts.stack.learn(now, stack);
        }
    }
}

/// The write of a lever.
fn write(lever: Lever) -> Operation {
    let from = |status| StackAim::at(&stack("orders-prod", STACK, status, 0));
    let hook = |answer| {
        let (service, deployment, hook) = (id(), Text::new(ARN), Text::new("ok"));
        Operation::ContinueDeployment(ContinueDeployment { service, deployment, hook, answer })
    };
    match lever {
        Lever::ScaleToZero => Operation::scale_to_zero(id(), 4),
        Lever::SetCount => Operation::SetCount(SetCount { service: id(), from: 4, to: 6 }),
        Lever::StopDeployment => {
            let from = unstuck::domain::deployment::ServiceDeploymentStatus::InProgress;
            Operation::StopDeployment(StopDeployment { service: id(), deployment: Text::new(ARN), from })
        }
        Lever::ContinueDeployment => hook(HookAnswer::Continue),
        Lever::RollBackAtHook => hook(HookAnswer::RollBack),
        Lever::ForceDeployment => {
            Operation::ForceDeployment(ForceDeployment { service: id(), from: service().task_definition })
        }
        Lever::StopTask => {
            Operation::StopTask(StopTask::new(id(), &task(&format!("{:032x}", 0), 0, "RUNNING", None, None)))
        }
        Lever::SuspendScaling => Operation::SetScaling(SetScaling::suspend(id(), Suspended::default())),
        Lever::CancelUpdate => Operation::CancelUpdate(CancelUpdate { aim: from("UPDATE_IN_PROGRESS") }),
        Lever::ContinueRollback => {
            let (aim, skip) = (from("UPDATE_ROLLBACK_FAILED"), Skip::Only(Vec::new()));
            Operation::ContinueRollback(ContinueRollback { aim, skip })
        }
        Lever::RollbackStack => Operation::RollbackStack(RollbackStack { aim: from("UPDATE_FAILED") }),
        Lever::ForceDelete => {
            Operation::DeleteStack(DeleteStack { aim: from("DELETE_FAILED"), keep: Keep::WhateverFails })
        }
        Lever::CheckDrift => Operation::CheckDrift(CheckDrift::of(&stack("orders-prod", STACK, "UPDATE_COMPLETE", 0))),
        Lever::AnswerSuccess => {
            let (stack, logical) = (Text::new(STACK), Text::new("Migration"));
            let line = format!(
                "{{\"RequestType\":\"Update\",\"ResponseURL\":\"https://cloudformation-custom-resource-response-euwest1.\
                 s3.eu-west-1.amazonaws.com/a?b\",\"StackId\":\"{stack}\",\"RequestId\":\"r-1\",\
                 \"LogicalResourceId\":\"Migration\"}}"
            );
            let request = CustomRequest::in_line(&line, &stack, &logical).expect("a request");
            let change = AnswerCustomResource { aim: from("UPDATE_IN_PROGRESS"), request, answer: Answer::Success };
            Operation::AnswerCustomResource(Box::new(change))
        }
        _ => Operation::SaveQuery(Box::new(SaveQuery {
            name: Text::new("errors"),
            text: Text::new("fields @message"),
            groups: Vec::new(),
            replaces: None,
            token: Text::new("t"),
        })),
    }
}

/// What is pulled, what is read after it one after the other, and how it is told in the end: whether well, and words;
/// nothing where no end is reached by that. No reading before the last is an end.
type Ended = (Lever, &'static [Read], Option<(bool, &'static str)>);

const ROLLED: RolloutState = RolloutState::Completed;
const FAILS: &str = "TaskFailedToStart";

const ENDED: &[Ended] = &[
    // Zero: the count, the tasks, the stack; none of them before the other.
    (Lever::ScaleToZero, &[R::Stack("UPDATE_COMPLETE")], None),
    (Lever::ScaleToZero, &[R::Counts(4, 4, 0), R::Stack("UPDATE_COMPLETE")], None),
    (Lever::ScaleToZero, &[R::Stack("UPDATE_COMPLETE"), R::Counts(0, 1, 0), R::Counts(0, 0, 1)], None),
    (Lever::ScaleToZero, &[R::Counts(0, 0, 0), R::Stack("UPDATE_IN_PROGRESS")], None),
    (
        Lever::ScaleToZero,
        &[R::Counts(0, 0, 0), R::Stack("UPDATE_COMPLETE")],
        Some((true, "accepted → desired count is 0 → no task runs → stack UPDATE_COMPLETE in ")),
    ),
    (
        Lever::ScaleToZero,
        &[R::Counts(0, 0, 0), R::Stack("UPDATE_ROLLBACK_FAILED")],
        Some((false, "failed: accepted → desired count is 0 → no task runs → stack UPDATE_ROLLBACK_FAILED in ")),
    ),
    (
        Lever::ScaleToZero,
        &[R::Scaling(2, false, false), R::Counts(0, 3, 0), R::Counts(2, 3, 0)],
        Some((false, "→ came back to 2: autoscaling in ")),
    ),
    (
        Lever::ScaleToZero,
        &[R::Scaling(2, true, false), R::Counts(0, 3, 0), R::Counts(2, 3, 0)],
        Some((false, "→ came back to 2: autoscaling or somebody else in ")),
    ),
    (
        Lever::ScaleToZero,
        &[R::Scaling(1, false, false), R::Counts(0, 3, 0), R::Counts(2, 3, 0)],
        Some((false, "→ came back to 2: autoscaling or somebody else in ")),
    ),
    // Another count: as many run, and none is on its way.
    (Lever::SetCount, &[R::Counts(4, 4, 0), R::Counts(6, 4, 2), R::Counts(6, 5, 0), R::Counts(6, 6, 1)], None),
    (Lever::SetCount, &[R::Counts(6, 6, 0)], Some((true, "desired count is 6 → 6 run in "))),
    (
        Lever::SetCount,
        &[R::Counts(6, 4, 0), R::Counts(4, 4, 0)],
        Some((false, "→ the count is 4 again: autoscaling or somebody else in ")),
    ),
    (Lever::SetCount, &[R::Tasks(2, -5, "STOPPED", FAILS), R::Counts(6, 4, 0)], None),
    (Lever::SetCount, &[R::Tasks(2, 5, "STOPPED", "ServiceSchedulerInitiated"), R::Counts(6, 4, 0)], None),
    (Lever::SetCount, &[R::Tasks(2, 5, "STOPPED", "UserInitiated"), R::Counts(6, 4, 0)], None),
    (Lever::SetCount, &[R::Tasks(2, 5, "RUNNING", ""), R::Counts(6, 4, 0)], None),
    (Lever::SetCount, &[R::Tasks(1, 5, "STOPPED", FAILS), R::Counts(6, 4, 0)], None),
    (
        Lever::SetCount,
        &[R::Tasks(2, 5, "STOPPED", FAILS), R::Counts(6, 4, 0)],
        Some((false, "→ 2 tasks have failed since: the count is back")),
    ),
    (Lever::SetCount, &[R::Tasks(2, 5, "STOPPED", FAILS), R::Counts(6, 6, 0)], Some((true, "→ 6 run in "))),
    // A deployment that is to go back.
    (Lever::StopDeployment, &[R::Stack("UPDATE_COMPLETE"), R::Deployment("IN_PROGRESS", "", "")], None),
    (Lever::StopDeployment, &[R::Stack("UPDATE_COMPLETE"), R::Deployment("ROLLBACK_IN_PROGRESS", "", "")], None),
    (Lever::StopDeployment, &[R::Stack("UPDATE_IN_PROGRESS"), R::Deployment("ROLLBACK_SUCCESSFUL", "", "")], None),
    (
        Lever::StopDeployment,
        &[
            R::Deployment("IN_PROGRESS", "", ""),
            R::Deployment("ROLLBACK_SUCCESSFUL", "", ""),
            R::Stack("UPDATE_ROLLBACK_COMPLETE"),
        ],
        Some((true, "accepted → deployment ROLLBACK_SUCCESSFUL → stack UPDATE_ROLLBACK_COMPLETE in ")),
    ),
    (
        Lever::StopDeployment,
        &[R::Stack("UPDATE_COMPLETE"), R::Deployment("STOPPED", "", "")],
        Some((true, "deployment STOPPED → stack UPDATE_COMPLETE in ")),
    ),
    (
        Lever::StopDeployment,
        &[R::Stack("UPDATE_COMPLETE"), R::Deployment("SUCCESSFUL", "", "")],
        Some((false, "failed: accepted → deployment SUCCESSFUL in ")),
    ),
    (
        Lever::StopDeployment,
        &[R::Stack("UPDATE_COMPLETE"), R::Deployment("ROLLBACK_FAILED", "", "")],
        Some((false, "failed: accepted → deployment ROLLBACK_FAILED in ")),
    ),
    // A hook that is answered.
    (
        Lever::ContinueDeployment,
        &[R::Stack("UPDATE_COMPLETE"), R::Deployment("SUCCESSFUL", "ok", "AWAITING_ACTION")],
        None,
    ),
    (
        Lever::ContinueDeployment,
        &[R::Stack("UPDATE_COMPLETE"), R::Deployment("SUCCESSFUL", "ok", "SUCCEEDED")],
        Some((true, "→ the hook is answered → deployment SUCCESSFUL → stack UPDATE_COMPLETE in ")),
    ),
    (
        Lever::ContinueDeployment,
        &[R::Stack("UPDATE_COMPLETE"), R::Deployment("SUCCESSFUL", "later", "AWAITING_ACTION")],
        Some((true, "→ the hook is answered → deployment SUCCESSFUL → ")),
    ),
    (
        Lever::ContinueDeployment,
        &[R::Stack("UPDATE_COMPLETE"), R::Deployment("ROLLBACK_SUCCESSFUL", "ok", "SUCCEEDED")],
        Some((false, "→ the hook is answered → deployment ROLLBACK_SUCCESSFUL in ")),
    ),
    (
        Lever::RollBackAtHook,
        &[R::Stack("UPDATE_COMPLETE"), R::Deployment("ROLLBACK_SUCCESSFUL", "ok", "FAILED")],
        Some((true, "→ deployment ROLLBACK_SUCCESSFUL → ")),
    ),
    // A new deployment, and not the one before.
    (Lever::ForceDeployment, &[R::Newest(false, ROLLED), R::Newest(true, RolloutState::InProgress)], None),
    (Lever::ForceDeployment, &[R::Newest(true, ROLLED)], Some((true, "a new deployment runs → every task is new in "))),
    (
        Lever::ForceDeployment,
        &[R::Tasks(2, 5, "STOPPED", FAILS), R::Newest(true, RolloutState::Failed)],
        Some((false, "→ a new deployment runs → its tasks fail → the new deployment failed in ")),
    ),
    (Lever::StopTask, &[R::Tasks(1, -50, "RUNNING", "")], None),
    (Lever::StopTask, &[R::Tasks(1, -50, "STOPPED", "UserInitiated")], Some((true, "the task has stopped in "))),
    (Lever::SuspendScaling, &[R::Scaling(2, true, false)], None),
    (Lever::SuspendScaling, &[R::Scaling(2, true, true)], Some((true, "are suspended in "))),
    // A stack that moves, and not another one.
    (Lever::RollbackStack, &[R::Stack("UPDATE_FAILED"), R::Other("UPDATE_ROLLBACK_COMPLETE")], None),
    (Lever::CancelUpdate, &[R::Stack("UPDATE_IN_PROGRESS"), R::Stack("UPDATE_ROLLBACK_IN_PROGRESS")], None),
    (
        Lever::CancelUpdate,
        &[R::Stack("UPDATE_ROLLBACK_IN_PROGRESS"), R::Stack("UPDATE_ROLLBACK_COMPLETE")],
        Some((true, "→ the update is cancelled → stack UPDATE_ROLLBACK_IN_PROGRESS → stack UPDATE_ROLLBACK_COMPLETE")),
    ),
    (
        Lever::ContinueRollback,
        &[R::Stack("UPDATE_ROLLBACK_IN_PROGRESS"), R::Stack("UPDATE_ROLLBACK_FAILED")],
        Some((false, "→ the rollback goes on → stack UPDATE_ROLLBACK_IN_PROGRESS → stack UPDATE_ROLLBACK_FAILED in ")),
    ),
    (
        Lever::ForceDelete,
        &[R::Stack("DELETE_IN_PROGRESS"), R::Stack("DELETE_COMPLETE")],
        Some((true, "→ stack DELETE_COMPLETE in ")),
    ),
    // A custom resource that waits no more, and its stack.
    (Lever::AnswerSuccess, &[R::Stack("UPDATE_COMPLETE"), R::Custom("UPDATE_IN_PROGRESS")], None),
    (Lever::AnswerSuccess, &[R::Stack("UPDATE_IN_PROGRESS"), R::Custom("UPDATE_COMPLETE")], None),
    (
        Lever::AnswerSuccess,
        &[R::Custom("UPDATE_COMPLETE"), R::Stack("UPDATE_COMPLETE")],
        Some((true, "→ Migration is UPDATE_COMPLETE → stack UPDATE_COMPLETE in ")),
    ),
    (Lever::SaveQuery, &[R::Saved("other")], None),
    (Lever::SaveQuery, &[R::Saved("errors")], Some((true, "it is among the saved queries in "))),
    // A comparison: this one, to its end.
    (Lever::CheckDrift, &[R::Drift("before", true), R::Drift("det-1", false)], None),
    (Lever::CheckDrift, &[R::Drift("det-1", false), R::Drift("det-1", true)], Some((true, "accepted → compares → "))),
    (Lever::CheckDrift, &[R::DriftDenied], Some((false, "what it finds cannot be read: "))),
];

/// A write that AWS has taken, before anything was read after it; what was known before says how it would end.
fn sent(lever: Lever) -> (Tracker, Facts) {
    let mut facts = crash_loop().facts;
    for what in [R::Counts(4, 4, 0), R::Stack("UPDATE_COMPLETE")] {
        read(&mut facts, at(-60), what);
    }
    let mut tracker = Tracker::new(write(lever), &facts, at(0));
    let began = (lever == Lever::CheckDrift).then(|| Text::new("det-1"));
    tracker.answered(&Outcome::Accepted { request_id: None, began }, at(1));
    (tracker, facts)
}

#[test]
fn a_write_ends_when_what_is_read_after_it_says_so_and_not_before() {
    for (number, (lever, readings, end)) in ENDED.iter().enumerate() {
        let (mut tracker, mut facts) = sent(*lever);
        let told = format!("{number}, {lever:?}, {readings:?}");
        tracker.follow(&facts, at(2));
        assert!(tracker.is_open(), "{told}: before anything is read: {:?}", tracker.progress);
        for (second, reading) in (10..).zip(*readings) {
            assert!(tracker.is_open(), "{told}: too early: {:?}", tracker.progress);
            read(&mut facts, at(second), reading.clone());
            tracker.follow(&facts, at(second));
        }
        match (&tracker.progress, end) {
            (Progress::Settled { well, words }, Some((expected, said))) => {
                assert!(well == expected && words.contains(said), "{told}: {words}");
                assert_eq!((tracker.has_ended_well(), tracker.has_failed()), (*expected, !expected), "{told}");
            }
            (progress, end) => assert!(tracker.is_open() && end.is_none(), "{told}: {progress:?}"),
        }
    }
}

#[test]
fn a_comparison_without_an_answer_is_seen_at_its_stack() {
    for (reading, is_over) in [(R::Stack("UPDATE_COMPLETE"), false), (R::Checked, true)] {
        let (mut tracker, mut facts) = sent(Lever::CheckDrift);
        tracker.began = None;
        read(&mut facts, at(10), reading.clone());
        tracker.follow(&facts, at(10));
        assert_eq!(tracker.has_ended_well(), is_over, "{reading:?}: {:?}", tracker.progress);
    }
}
