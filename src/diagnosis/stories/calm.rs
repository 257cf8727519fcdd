//! Situations in which nothing is stuck, however much it looks so.

use super::fixtures::{NEW, Story, ago, now, open, web};
use crate::diagnosis::diagnose;
use crate::diagnosis::verdict::{Category, Diagnosis, Verdict};
use crate::domain::Text;
use crate::domain::deployment::{HookWait, RolloutState, ServiceDeploymentDetail};
use crate::domain::facts::Facts;
use crate::domain::stack::StackStatus;
use crate::domain::topic::Topic;

fn updating() -> Story {
    let mut story = Story::new(StackStatus::UpdateInProgress);
    story.service_row("UPDATE_IN_PROGRESS", None);
    story
}

fn of(story: Story) -> Diagnosis {
    diagnose(&story.told(), now())
}

#[test]
fn a_complete_stack_with_a_steady_service_is_healthy() {
    let mut story = Story::new(StackStatus::UpdateComplete);
    story.service_row("UPDATE_COMPLETE", None);
    story.primary().rollout = RolloutState::Completed;
    story.primary().running = 4;
    story.running(NEW, 600);
    let said = of(story);
    assert_eq!((said.verdict, said.findings.len()), (Verdict::Healthy, 0));
    assert_eq!(said.headline, "shop is UPDATE_COMPLETE and its service is steady");
}

#[test]
fn a_deploy_under_way_progresses_and_says_how_long_it_usually_takes() {
    let mut story = updating();
    story.primary().created_at = Some(ago(80));
    story.primary().running = 2;
    story.running(NEW, 30);
    let said = of(story);
    assert_eq!(said.verdict, Verdict::Progressing);
    assert_eq!(
        said.headline,
        "shop is updating as usual: web 2 of 4 tasks running on web:8, 1m20s so far (usually 4m)"
    );
    assert_eq!((said.findings[0].cause, said.findings[0].category), ("waiting_as_usual", Category::Benign));
}

#[test]
fn longer_than_usual_and_still_moving_is_slow() {
    let mut story = updating();
    story.primary().running = 3;
    story.running(NEW, 60);
    let said = of(story);
    assert_eq!(said.verdict, Verdict::Slow);
}

#[test]
fn nothing_moving_for_longer_than_usual_is_stuck_and_within_ten_minutes_without_history_is_not() {
    for (history, still_for, verdict) in [
        (true, 1140, Verdict::Stuck),
        (true, 290, Verdict::Slow),
        (false, 590, Verdict::Progressing),
        (false, 610, Verdict::Stuck),
    ] {
        let mut story = Story::new(StackStatus::UpdateInProgress);
        story.resource(super::fixtures::STACK, "Service", "AWS::ECS::Service", "UPDATE_IN_PROGRESS", None, still_for);
        story.primary().created_at = Some(ago(still_for));
        if !history {
            story.past().clear();
        }
        assert_eq!(of(story).verdict, verdict, "{history} {still_for}");
    }
}

#[test]
fn a_hook_that_waits_for_an_answer_is_waiting() {
    let mut story = updating();
    let hook = HookWait {
        id: Text::new("hook-1"),
        status: Text::new("AWAITING_ACTION"),
        expires_at: Some(ago(-1800)),
        timeout_action: Some(Text::new("ROLLBACK")),
    };
    story.past().insert(0, open(ServiceDeploymentDetail { hooks: vec![hook], ..Default::default() }));
    let said = of(story);
    assert_eq!(said.verdict, Verdict::Waiting);
    assert_eq!(
        said.headline,
        "web waits for a person to answer hook hook-1 until 11:36 UTC (30m); then, unanswered, it rolls back"
    );
}

#[test]
fn the_wait_for_a_person_at_a_hook_is_none_of_the_deployments_slowness() {
    // Answered 40 s ago, 20 minutes after it began.
    for (is_pause, verdict, words) in
        [(true, Verdict::Progressing, "40s since its hook was answered"), (false, Verdict::Slow, "20m so far")]
    {
        let mut story = updating();
        story.primary().created_at = Some(ago(1200));
        let hook = HookWait {
            id: Text::new("hook-1"),
            status: Text::new("SUCCEEDED"),
            expires_at: Some(ago(-1800)).filter(|_| is_pause),
            timeout_action: None,
        };
        let detail = ServiceDeploymentDetail { hooks: vec![hook], updated_at: Some(ago(40)), ..Default::default() };
        story.past().insert(0, open(detail));
        let said = of(story);
        assert_eq!(said.verdict, verdict, "{}", said.headline);
        assert!(said.headline.contains(words), "{}", said.headline);
    }
}

#[test]
fn baking_is_waiting() {
    let mut story = updating();
    story.primary().running = 4;
    let stage = Some(Text::new("BAKE_TIME"));
    let detail = ServiceDeploymentDetail { lifecycle_stage: stage, bake_minutes: Some(30), ..Default::default() };
    story.past().insert(0, open(detail));
    let said = of(story);
    assert_eq!((said.verdict, said.findings[0].cause), (Verdict::Waiting, "baking"));
}

#[test]
fn one_unhealthy_answer_and_recovery_are_routine() {
    let unhealthy = "(service web) (task 0123456789abcdef0123456789abcdef) (port 80) is unhealthy in (target-group arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/web/55aa) due to (reason Request timed out).";
    let mut story = updating();
    story.primary().created_at = Some(ago(200));
    story.event(unhealthy, 150);
    story.running(NEW, 60);
    let said = of(story);
    assert_eq!((said.verdict, said.findings[0].cause), (Verdict::Progressing, "waiting_as_usual"));
    let mut steady = Story::new(StackStatus::UpdateComplete);
    steady.service_row("UPDATE_COMPLETE", None);
    steady.primary().rollout = RolloutState::Completed;
    steady.primary().running = 4;
    steady.event(unhealthy, 150);
    steady.event("(service web) has reached a steady state.", 60);
    assert_eq!(of(steady).verdict, Verdict::Healthy);
}

#[test]
fn failures_before_tasks_that_hold_are_a_recovery() {
    let mut story = updating();
    story.crashes(0);
    for k in 1..=5 {
        story.stopped(NEW, "EssentialContainerExited", "Essential container in task exited", Some(1), 600 + k * 60);
    }
    for _ in 0..3 {
        story.running(NEW, 200);
    }
    story.primary().running = 3;
    let said = of(story);
    assert_eq!(said.verdict, Verdict::Slow, "{}", said.headline);
    // The same with failures that go on beside the tasks that hold.
    let mut story = updating();
    story.running(NEW, 800);
    story.crashes(5);
    assert_eq!(of(story).verdict, Verdict::Stuck);
}

#[test]
fn tasks_stopped_on_purpose_are_no_failures() {
    let mut story = updating();
    story.primary().created_at = Some(ago(200));
    for k in 1..=6 {
        story.stopped(
            NEW,
            "ServiceSchedulerInitiated",
            "Scaling activity initiated by (deployment ecs-svc/2000000000000000002)",
            Some(137),
            k * 10,
        );
        story.stopped(NEW, "UserInitiated", "Task stopped by user", Some(1), k * 10);
    }
    story.running(NEW, 20);
    assert_eq!(of(story).verdict, Verdict::Progressing);
}

#[test]
fn with_everything_denied_it_is_unknown_and_says_what_is_missing() {
    let mut story = Story::new(StackStatus::UpdateInProgress);
    let topic = Topic::Stack(Text::new("shop"));
    story.denied(&topic, "cloudformation:DescribeStacks");
    let said = diagnose(&story.facts, now());
    assert_eq!(said.verdict, Verdict::Unknown);
    assert!(said.headline.contains("no permission cloudformation:DescribeStacks"), "{}", said.headline);
    assert_eq!(said.not_checked.len(), 1);
    let mut story = updating();
    story.denied(&Topic::Tasks(web()), "ecs:ListTasks");
    let mut facts = story.told();
    facts.services.clear();
    let mut blind = Story::new(StackStatus::UpdateComplete);
    blind.facts = facts;
    let services = Topic::Services { cluster: Text::new("prod"), names: [Text::new("web")].into() };
    blind.denied(&services, "ecs:DescribeServices");
    assert_eq!(diagnose(&blind.facts, now()).verdict, Verdict::Unknown);
}

#[test]
fn facts_full_of_holes_do_not_panic() {
    assert_eq!(diagnose(&Facts::default(), now()).verdict, Verdict::Unknown);
    for status in
        ["UPDATE_IN_PROGRESS", "UPDATE_ROLLBACK_FAILED", "CREATE_FAILED", "UPDATE_COMPLETE", "NOVEL_FAILED", ""]
    {
        let mut story = Story::new(StackStatus::parse(status));
        story.service_row("UPDATE_FAILED", None);
        story.stack().created_at = None;
        story.stack().updated_at = None;
        story.service().events.clear();
        story.service().desired = i32::MIN;
        story.service().max_percent = Some(i32::MAX);
        for (deployment, at) in story.service().deployments.iter_mut().zip([None, Some(ago(-100))]) {
            deployment.created_at = at;
            deployment.running = i32::MAX;
            deployment.failed = i32::MIN;
            deployment.rollout = RolloutState::Untold;
            deployment.rollout_reason = None;
        }
        let task = story.stopped(NEW, "", "", None, 0);
        task.arn = Text::new("");
        task.stopped_at = None;
        task.created_at = None;
        task.containers.clear();
        let facts = story.told();
        let said = diagnose(&facts, now());
        for form in [crate::diagnosis::render::json, crate::diagnosis::render::text, crate::diagnosis::render::markdown]
        {
            assert!(!form(&said, &super::forms::seen()).is_empty());
        }
    }
}
