//! One order of everything, and the picture.

use super::fixtures::{CHILD, NEW, OLD, STACK, Story, ago, revision};
use crate::diagnosis::timeline::{BarKind, Weight, bars, timeline};
use crate::diagnosis::verdict::EvidenceSource;
use crate::domain::news::News;
use crate::domain::service::TaskSet;
use crate::domain::stack::StackStatus;
use crate::domain::target::{TargetHealth, TargetState};
use crate::domain::topic::Topic;
use crate::domain::{Text, Timestamp};

fn crash_loop() -> Story {
    let mut story = Story::new(StackStatus::UpdateInProgress);
    story.service_row("UPDATE_IN_PROGRESS", None);
    story.row(STACK, "Queue", "AWS::SQS::Queue", "UPDATE_IN_PROGRESS", None, 1190);
    story.row(STACK, "Queue", "AWS::SQS::Queue", "UPDATE_COMPLETE", None, 1180);
    story.row(STACK, "shop", "AWS::CloudFormation::Stack", "UPDATE_COMPLETE", None, 90_000);
    story.crashes(14).log("api", &["starting", "KeyError: 'DB_URL'"]);
    for (n, id) in ["0123456789abcdef0123456789abcdef", "fedcba9876543210fedcba9876543210"].iter().enumerate() {
        let ago = 300 - i64::try_from(n).expect("small") * 60;
        story.event(&format!("(service web) has started 1 tasks: (task {id})."), ago);
    }
    story.event("(service web) is unable to consistently start tasks successfully.", 30);
    story.event("(service web) has reached a steady state.", 80_000);
    story
}

#[test]
fn stack_deployment_tasks_events_and_lines_stand_in_one_order_and_repeats_are_folded() {
    let moments = timeline(&crash_loop().told());
    let told: Vec<(EvidenceSource, &str, &str, usize, Weight)> =
        moments.iter().map(|m| (m.source, m.about.as_str(), m.words.as_str(), m.times, m.weight)).collect();
    use EvidenceSource::{Deployment, Log, ServiceEvent, StackEvent, Task};
    let stopped = "a task stopped: Essential container in task exited (api exit 1)";
    let started = "(service web) has started 1 tasks: (task 0123456789abcdef0123456789abcdef).";
    assert_eq!(
        told,
        [
            (StackEvent, "shop", "UPDATE_IN_PROGRESS: User Initiated", 1, Weight::Step),
            (StackEvent, "Queue", "UPDATE_IN_PROGRESS", 1, Weight::Step),
            (StackEvent, "Queue", "UPDATE_COMPLETE", 1, Weight::Step),
            (StackEvent, "Service", "UPDATE_IN_PROGRESS", 1, Weight::Step),
            (Deployment, "web", "the deployment of web:8 begins", 1, Weight::Step),
            (Task, "web:8", "a task runs", 14, Weight::Step),
            (Task, "web:8", stopped, 14, Weight::Failure),
            (ServiceEvent, "web", started, 2, Weight::Routine),
            (Log, "web:8", "KeyError: 'DB_URL'", 1, Weight::Failure),
            (
                ServiceEvent,
                "web",
                "(service web) is unable to consistently start tasks successfully.",
                1,
                Weight::Failure
            ),
        ]
    );
    let failed = moments.iter().find(|m| m.times == 14 && m.weight == Weight::Failure).expect("folded");
    assert_eq!((failed.at, failed.last), (ago(14 * 60), ago(60)));
}

#[test]
fn task_sets_begin_and_targets_turn() {
    let mut story = Story::new(StackStatus::UpdateInProgress);
    story.service_row("UPDATE_IN_PROGRESS", None);
    let group = Text::new("arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/web-http/0a1b");
    let service = story.service();
    service.target_groups = vec![group.clone()];
    service.deployments.clear();
    service.task_sets = vec![TaskSet {
        id: Text::new(NEW),
        status: Text::new("ACTIVE"),
        task_definition: revision(8),
        desired: 4,
        pending: 0,
        running: 1,
        created_at: Some(ago(600)),
        stability: Text::new("STABILIZING"),
    }];
    let mut facts = story.told();
    let looked = |state: &str, reason: Option<&str>| {
        let target = TargetHealth {
            target: Text::new("10.0.0.7"),
            port: Some(80),
            state: TargetState::parse(state),
            reason: reason.map(Text::new),
            description: None,
        };
        Ok(News::TargetHealth(vec![target]))
    };
    let topic = Topic::TargetHealth(group);
    facts.learn(&topic, ago(300), looked("initial", None));
    for seconds in [200, 185, 170] {
        facts.learn(&topic, ago(seconds), looked("unhealthy", Some("Target.Timeout")));
    }
    facts.learn(&topic, ago(100), looked("healthy", None));
    let moments = timeline(&facts);
    let told: Vec<(&str, Timestamp, usize)> = moments
        .iter()
        .filter(|m| matches!(m.source, EvidenceSource::Deployment | EvidenceSource::Target))
        .map(|m| (m.words.as_str(), m.at, m.times))
        .filter(|(words, ..)| !words.starts_with("its deployment"))
        .collect();
    assert_eq!(
        told,
        [
            ("the task set of web:8 begins, ACTIVE now", ago(600), 1),
            ("target 10.0.0.7 of web-http is unhealthy (Target.Timeout)", ago(200), 1),
            ("target 10.0.0.7 of web-http is healthy", ago(100), 1),
        ]
    );
    let bars = bars(&facts);
    let bar = bars.iter().find(|bar| bar.kind == BarKind::Deployment).expect("the task set");
    assert_eq!((bar.name.as_str(), bar.waits_for.as_deref()), ("web:8", Some("tasks: 1 of 4 run")));
}

#[test]
fn the_last_line_of_a_failing_task_is_a_failure_only_where_it_tells_of_one() {
    for (line, weight) in [
        ("reviews: starting", Weight::Routine),
        ("listening on :8080", Weight::Routine),
        ("KeyError: 'DB_URL'", Weight::Failure),
        ("could not connect to db:5432: connection refused", Weight::Failure),
        ("exec /app/run: exec format error", Weight::Failure),
    ] {
        let mut story = Story::new(StackStatus::UpdateInProgress);
        story.service_row("UPDATE_IN_PROGRESS", None);
        story.crashes(3).log("api", &["boot", line]);
        let moments = timeline(&story.told());
        let told = moments.iter().find(|m| m.source == EvidenceSource::Log).expect("the line");
        assert_eq!((told.words.as_str(), told.weight), (line, weight));
    }
}

#[test]
fn a_task_that_was_told_to_stop_is_routine() {
    let mut story = crash_loop();
    story.stopped(OLD, "ServiceSchedulerInitiated", "Scaling activity initiated by (deployment x)", Some(143), 50);
    story.stopped(NEW, "ServiceSchedulerInitiated", "Task failed container health checks", Some(143), 40);
    let moments = timeline(&story.told());
    let weight = |words: &str| moments.iter().find(|m| m.words.as_str().contains(words)).map(|m| m.weight);
    assert_eq!(weight("Scaling activity"), Some(Weight::Routine));
    assert_eq!(weight("health checks"), Some(Weight::Failure));
}

#[test]
fn bars_say_how_long_and_what_the_open_ones_wait_for() {
    let facts = crash_loop().told();
    let said: Vec<_> = bars(&facts)
        .into_iter()
        .map(|b| (b.kind, b.name.to_string(), b.spans[0].until, b.is_open(), b.waits_for.unwrap_or_default()))
        .collect();
    let row = |kind, name: &str, until: Option<Timestamp>, waits: &str| {
        (kind, name.to_owned(), until, until.is_none(), waits.to_owned())
    };
    assert_eq!(
        said,
        [
            row(BarKind::Stack, "shop", None, "Service"),
            row(BarKind::Resource, "Queue", Some(ago(1180)), ""),
            row(BarKind::Resource, "Service", None, "the deployment of web:8"),
            row(BarKind::Deployment, "web:8", None, "tasks: 0 of 4 run"),
        ]
    );
}

#[test]
fn a_rollback_is_a_second_span_and_a_nested_stack_waits_for_its_insides() {
    let mut story = Story::new(StackStatus::UpdateRollbackInProgress);
    let nested = "AWS::CloudFormation::Stack";
    for (status, at) in [("UPDATE_IN_PROGRESS", 1100), ("UPDATE_FAILED", 600)] {
        story.row(STACK, "Api", nested, status, None, at);
    }
    story.resource(STACK, "Api", nested, "UPDATE_IN_PROGRESS", None, 400);
    story.resource(CHILD, "Web", "AWS::EC2::Instance", "UPDATE_IN_PROGRESS", None, 390);
    let bars = bars(&story.told());
    let api = bars.iter().find(|b| b.name.as_str() == "Api").expect("a bar");
    let spans: Vec<_> = api.spans.iter().map(|s| (s.from, s.until, s.failed)).collect();
    assert_eq!(spans, [(ago(1100), Some(ago(600)), true), (ago(400), None, false)]);
    assert_eq!(api.waits_for.as_deref(), Some("Web"));
}

#[test]
fn rows_of_one_moment_stand_as_they_happened_and_no_bar_outlives_its_stack() {
    let mut story = Story::new(StackStatus::UpdateRollbackComplete);
    story.row(STACK, "shop", "AWS::CloudFormation::Stack", "UPDATE_IN_PROGRESS", Some("User Initiated"), 600);
    story.row(STACK, "Skipped", "AWS::SQS::Queue", "UPDATE_IN_PROGRESS", None, 500);
    // As AWS tells them: the newer first.
    story.row(STACK, "Old", "AWS::SQS::Queue", "DELETE_COMPLETE", None, 400);
    story.row(STACK, "Old", "AWS::SQS::Queue", "DELETE_IN_PROGRESS", None, 400);
    story.row(STACK, "shop", "AWS::CloudFormation::Stack", "UPDATE_ROLLBACK_COMPLETE", None, 300);
    let facts = story.told();
    let old: Vec<String> =
        timeline(&facts).iter().filter(|m| m.about.as_str() == "Old").map(|m| m.words.to_string()).collect();
    assert_eq!(old, ["DELETE_IN_PROGRESS", "DELETE_COMPLETE"]);
    let bars = bars(&facts);
    let skipped = bars.iter().find(|bar| bar.name.as_str() == "Skipped").expect("a bar");
    assert_eq!(skipped.spans.last().expect("a span").until, Some(ago(300)));
    assert!(bars.iter().filter(|bar| bar.kind == BarKind::Resource).all(|bar| !bar.is_open()));
}
