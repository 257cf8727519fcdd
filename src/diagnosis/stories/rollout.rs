//! Rollouts in depth: the breaker, alarms, hooks, traffic, other controllers, and which service blocks.

use super::fixtures::{NEW, SERVICE, STACK, Story, ago, now, revision, web};
use crate::diagnosis::diagnose;
use crate::diagnosis::verdict::{Category, Diagnosis, Finding, Verdict};
use crate::domain::Text;
use crate::domain::deployment::{
    HookWait, RevisionCounts, RolloutState, ServiceDeployment, ServiceDeploymentDetail, ServiceDeploymentStatus,
};
use crate::domain::lever::Lever;
use crate::domain::news::News;
use crate::domain::service::{BreakerSetting, Controller, Scheduling, ServiceId, TaskSet};
use crate::domain::stack::{ResourceStatus, StackStatus};
use crate::domain::topic::Topic;

fn updating() -> Story {
    let mut story = Story::new(StackStatus::UpdateInProgress);
    story.service_row("UPDATE_IN_PROGRESS", None);
    story
}

fn of(story: Story) -> Diagnosis {
    diagnose(&story.told(), now())
}

fn found<'a>(said: &'a Diagnosis, cause: &str) -> &'a Finding {
    said.findings.iter().find(|f| f.cause == cause).unwrap_or_else(|| panic!("no {cause} in {:#?}", said.findings))
}

/// A service deployment of this operation that began so many seconds ago.
fn made(status: ServiceDeploymentStatus, seconds: i64, detail: ServiceDeploymentDetail) -> ServiceDeployment {
    ServiceDeployment {
        arn: Text::new(format!("arn:aws:ecs:eu-west-1:111122223333:service-deployment/prod/web/{seconds}")),
        status,
        status_reason: None,
        created_at: Some(ago(seconds)),
        started_at: Some(ago(seconds)),
        finished_at: None,
        target_revision: None,
        detail: Some(detail),
    }
}

#[test]
fn a_breaker_whose_count_is_put_back_is_told_not_to_trip() {
    let mut story = updating();
    story.crashes(7);
    story.primary().failed = 0;
    let said = of(story);
    assert_eq!((said.verdict, said.findings[0].category), (Verdict::Stuck, Category::AppCrash));
    let trap = found(&said, "breaker_will_not_trip");
    assert!(trap.summary.contains("a task that reached RUNNING has put the count back to 0"), "{}", trap.summary);
    assert!(trap.summary.contains("(0 of 3 counted, 7 tasks failed)"), "{}", trap.summary);
}

#[test]
fn what_the_breaker_will_not_do_is_said_only_while_tasks_fail() {
    for (breaker, has_past, cause) in [
        (None, true, Some("breaker_off")),
        (Some((false, false)), true, Some("breaker_off")),
        (Some((true, false)), true, Some("breaker_without_rollback")),
        (Some((true, true)), false, Some("no_revision_to_return_to")),
        (Some((true, true)), true, None),
    ] {
        for crashes in [0, 5] {
            let mut story = updating();
            story.crashes(crashes);
            story.service().breaker = breaker.map(|(enabled, rollback)| BreakerSetting { enabled, rollback });
            if !has_past {
                story.past().clear();
                story.service().deployments.truncate(1);
            }
            let said = of(story);
            let told: Vec<_> = said.findings.iter().map(|f| f.cause).filter(|c| cause_is_of_breaker(c)).collect();
            let wanted: Vec<_> = cause.filter(|_| crashes > 0).into_iter().collect();
            assert_eq!(told, wanted, "{breaker:?} {has_past} {crashes}");
            let mut off = said.findings.iter().filter(|found| found.cause == "breaker_off");
            assert!(off.all(|found| found.evidence[0].quote.raw() == "circuit breaker off"), "nothing is counted");
        }
    }
}

fn cause_is_of_breaker(cause: &str) -> bool {
    cause.starts_with("breaker") || cause == "no_revision_to_return_to"
}

#[test]
fn an_alarm_that_went_off_is_named_as_the_cause_of_the_rollback() {
    let mut story = updating();
    let detail = ServiceDeploymentDetail { triggered_alarms: vec![Text::new("web-5xx")], ..Default::default() };
    story.past().insert(0, made(ServiceDeploymentStatus::RollbackInProgress, 1100, detail));
    let said = of(story);
    assert_eq!((said.verdict, said.findings[0].cause), (Verdict::Stuck, "alarm_rollback"), "{}", said.headline);
    assert!(said.headline.contains("web does not pass its alarms: web-5xx went off"), "{}", said.headline);
}

#[test]
fn a_deployment_that_made_way_for_a_newer_one_is_no_trouble() {
    let mut story = updating();
    story.primary().created_at = Some(ago(100));
    story.running(NEW, 60);
    let mut stopped = made(ServiceDeploymentStatus::Stopped, 1100, ServiceDeploymentDetail::default());
    stopped.status_reason = Some(Text::new("Service deployment stopped: a newer one has replaced it."));
    story.past().insert(0, stopped);
    story.past().insert(0, made(ServiceDeploymentStatus::InProgress, 100, ServiceDeploymentDetail::default()));
    let said = of(story);
    assert_eq!((said.verdict, said.findings[0].cause), (Verdict::Progressing, "waiting_as_usual"));
}

#[test]
fn a_green_stack_whose_rollout_was_given_up_says_so_unless_it_is_mended_or_not_its_own() {
    let steady = |created: i64, later: Option<i64>| {
        let mut story = Story::new(StackStatus::UpdateComplete);
        story.service_row("UPDATE_COMPLETE", None);
        story.row(STACK, "shop", "AWS::CloudFormation::Stack", "UPDATE_COMPLETE", None, 1000);
        story.primary().rollout = RolloutState::Completed;
        story.primary().running = 4;
        let mut undone = made(ServiceDeploymentStatus::RollbackSuccessful, created, ServiceDeploymentDetail::default());
        undone.status_reason = Some(Text::new("Service deployment rolled back because of circuit breaker."));
        story.past().insert(0, undone);
        if let Some(at) = later {
            story.past().insert(0, made(ServiceDeploymentStatus::Successful, at, ServiceDeploymentDetail::default()));
        }
        of(story)
    };
    let said = steady(1100, None);
    assert_eq!(said.verdict, Verdict::Failed);
    assert!(
        said.headline.starts_with("web")
            && said.headline.ends_with("UPDATE_COMPLETE and has not waited for its rollout"),
        "{}",
        said.headline
    );
    assert_eq!(steady(1100, Some(500)).verdict, Verdict::Healthy, "somebody deployed since");
    assert_eq!(steady(800, None).verdict, Verdict::Healthy, "not made by the stack's own operation");
}

fn task_set(id: &str, rev: u32, status: &str, running: i32, seconds: i64) -> TaskSet {
    let stability = if running == 4 { "STEADY_STATE" } else { "STABILIZING" };
    TaskSet {
        id: Text::new(id),
        status: Text::new(status),
        task_definition: revision(rev),
        desired: 4,
        pending: 0,
        running,
        created_at: Some(ago(seconds)),
        stability: Text::new(stability),
    }
}

#[test]
fn task_sets_of_another_controller_are_told_and_their_failures_judged() {
    for (controller, cause) in
        [(Controller::CodeDeploy, "codedeploy_deploys"), (Controller::External, "external_controller_deploys")]
    {
        let mut story = updating();
        story.service().controller = controller.clone();
        story.service().deployments.clear();
        story.service().task_sets =
            vec![task_set("ecs-svc/1", 7, "PRIMARY", 4, 86_400), task_set(NEW, 8, "ACTIVE", 1, 200)];
        let said = of(story);
        assert_eq!((said.verdict, said.findings[0].cause), (Verdict::Progressing, cause), "{}", said.headline);
        let words = "ACTIVE web:8 with 1 of 4 running (STABILIZING)";
        assert!(said.findings[0].summary.contains(words), "{}", said.findings[0].summary);
        let mut story = updating();
        story.crashes(4);
        story.service().controller = controller;
        story.service().deployments.clear();
        story.service().task_sets = vec![task_set(NEW, 8, "ACTIVE", 0, 600)];
        let said = of(story);
        assert_eq!((said.verdict, said.findings[0].category), (Verdict::Stuck, Category::AppCrash));
        let levers: Vec<Lever> = said.ways_out().iter().map(|remedy| remedy.operation.lever()).collect();
        assert_eq!(levers, [Lever::CancelUpdate], "its count is not ECS's to change");
    }
}

#[test]
fn daemons_and_services_without_tasks_are_recognised() {
    let mut story = updating();
    story.primary().created_at = Some(ago(100));
    story.primary().running = 2;
    story.service().scheduling = Scheduling::Daemon;
    assert!(of(story).headline.contains("2 of 4 tasks running on web:8, one on each instance"));
    let mut story = updating();
    story.primary().created_at = Some(ago(100));
    story.primary().desired = 0;
    story.service().desired = 0;
    story.service().deployments[1].running = 0;
    assert!(of(story).headline.contains("web wants no tasks (desired count 0)"));
}

#[test]
fn hooks_at_work_and_traffic_on_its_way_are_waiting() {
    let hook = |status: &str| HookWait {
        id: Text::new("arn:aws:lambda:eu-west-1:111122223333:function:smoke-test"),
        status: Text::new(status),
        expires_at: None,
        timeout_action: None,
    };
    let target = RevisionCounts {
        arn: Text::new("r"),
        is_target: true,
        requested: 4,
        running: 4,
        pending: 0,
        production_percent: Some(10),
        test_percent: None,
    };
    let stage = |stage: &str| Some(Text::new(stage));
    for (detail, words) in [
        (
            ServiceDeploymentDetail { hooks: vec![hook("IN_PROGRESS")], ..Default::default() },
            "web waits for the function of hook smoke-test to answer",
        ),
        (
            ServiceDeploymentDetail {
                lifecycle_stage: stage("PRODUCTION_TRAFFIC_SHIFT"),
                strategy: stage("CANARY"),
                revisions: vec![target],
                ..Default::default()
            },
            "web shifts traffic (PRODUCTION_TRAFFIC_SHIFT, strategy CANARY); 10% of production traffic on the new revision",
        ),
    ] {
        let mut story = updating();
        story.past().insert(0, made(ServiceDeploymentStatus::InProgress, 1100, detail));
        let said = of(story);
        assert_eq!((said.verdict, said.headline.as_str()), (Verdict::Waiting, words));
    }
    // One that is done is not waited for.
    let mut story = updating();
    story.primary().created_at = Some(ago(100));
    let detail = ServiceDeploymentDetail { hooks: vec![hook("SUCCEEDED")], ..Default::default() };
    story.past().insert(0, made(ServiceDeploymentStatus::InProgress, 100, detail));
    assert_eq!(of(story).verdict, Verdict::Progressing);
}

#[test]
fn percents_without_room_are_told_as_soon_as_ecs_had_time_to_begin() {
    for (seconds, pending, old, verdict) in [
        (150, 0, 4, Verdict::Stuck),
        (100, 0, 4, Verdict::Progressing),
        (150, 1, 4, Verdict::Progressing),
        (150, 0, 3, Verdict::Progressing),
    ] {
        let mut story = Story::new(StackStatus::UpdateInProgress);
        story.resource(STACK, "Service", "AWS::ECS::Service", "UPDATE_IN_PROGRESS", None, seconds);
        story.service().max_percent = Some(100);
        story.service().deployments[1].running = old;
        story.primary().created_at = Some(ago(seconds));
        story.primary().pending = pending;
        let said = of(story);
        assert_eq!(said.verdict, verdict, "{seconds} {pending} {old}: {}", said.headline);
    }
}

#[test]
fn of_two_failing_services_the_one_the_stack_waits_for_comes_first() {
    let mut story = updating();
    story.crashes(3);
    let mut facts = story.told();
    // `api` fails as well, more often; its row in the stack is done.
    let id = ServiceId { cluster: Text::new("prod"), name: Text::new("api") };
    let mut other = facts.services[&web()].service.value().cloned().expect("known");
    other.id = id.clone();
    other.deployments[0].id = Text::new("ecs-svc/3");
    let topic = Topic::Services { cluster: id.cluster.clone(), names: [id.name.clone()].into() };
    facts.learn(&topic, now(), Ok(News::Services(vec![other])));
    let tasks = facts.services[&web()].tasks.value().cloned().expect("known");
    let described: Vec<_> = (0..9)
        .map(|n| {
            let mut task = tasks.values().next().cloned().expect("one");
            (task.arn, task.started_by) = (Text::new(format!("t/{n}")), Some(Text::new("ecs-svc/3")));
            task
        })
        .collect();
    let listed = described.iter().map(|t| t.arn.clone()).collect();
    facts.learn(&Topic::Tasks(id), now(), Ok(News::Tasks { described, listed }));
    let mut rows = facts.nest[&Text::new(STACK)].resources.value().cloned().expect("known");
    let mut row = rows[0].clone();
    row.logical_id = Text::new("Api");
    row.physical_id = Some(Text::new(SERVICE.replace("/web", "/api")));
    row.status = ResourceStatus::UpdateComplete;
    rows.push(row);
    facts.learn(&Topic::Resources(Text::new(STACK)), now(), Ok(News::Resources(rows)));
    let said = diagnose(&facts, now());
    let crashes = said.findings.iter().filter(|f| f.category == Category::AppCrash);
    let order: Vec<_> = crashes.filter_map(|f| f.service.as_ref()).map(|id| id.name.as_str()).collect();
    assert_eq!(order, ["web", "api"], "{:#?}", said.findings);
}

#[test]
fn a_resource_beside_ecs_is_named_once_ecs_has_arrived_or_when_it_does_not_answer() {
    let beside = |kind: &str, seconds: i64, arrived: bool| {
        let mut story = updating();
        story.primary().created_at = Some(ago(200));
        if arrived {
            story.primary().rollout = RolloutState::Completed;
            story.primary().running = 4;
        }
        story.resource(STACK, "Other", kind, "UPDATE_IN_PROGRESS", None, seconds);
        let said = of(story);
        (said.verdict, said.findings.iter().any(|f| f.summary.contains("Other")))
    };
    assert_eq!(beside("AWS::RDS::DBInstance", 900, false), (Verdict::Progressing, false));
    assert_eq!(beside("AWS::RDS::DBInstance", 900, true), (Verdict::Progressing, true));
    assert_eq!(beside("Custom::Migration", 300, false), (Verdict::Progressing, false));
    assert_eq!(beside("Custom::Migration", 900, false), (Verdict::Stuck, true));
}
