//! Deployments that cannot finish.

use super::fixtures::{NEW, OLD, Story, ago, container, now, revision, web};
use crate::diagnosis::diagnose;
use crate::diagnosis::verdict::{Category, Confidence, Diagnosis, EvidenceSource, Verdict};
use crate::diagnosis::words::minute;
use crate::domain::Text;
use crate::domain::deployment::RolloutState;
use crate::domain::lever::Lever;
use crate::domain::news::News;
use crate::domain::stack::StackStatus;
use crate::domain::task_definition::{ContainerDefinition, Secret, TaskDefinition};
use crate::domain::topic::Topic;

fn updating() -> Story {
    let mut story = Story::new(StackStatus::UpdateInProgress);
    story.service_row("UPDATE_IN_PROGRESS", None);
    story
}

fn of(story: Story) -> Diagnosis {
    diagnose(&story.told(), now())
}

fn definition(n: i32, secrets: &[&str]) -> TaskDefinition {
    TaskDefinition {
        arn: revision(u32::try_from(n).expect("positive")),
        family: Text::new("web"),
        revision: n,
        cpu: None,
        memory: None,
        task_role: None,
        execution_role: None,
        network_mode: None,
        containers: vec![ContainerDefinition {
            image: Some(Text::new(format!("registry.example:5000/web:{n}.0"))),
            secrets: secrets
                .iter()
                .map(|name| Secret { name: Text::new(name), value_from: Text::new("arn:x") })
                .collect(),
            ..ContainerDefinition::bare(Text::new("api"))
        }],
    }
}

#[test]
fn a_cause_stands_before_tasks_that_only_logged_an_error() {
    let mut story = updating();
    for k in 1..=4 {
        let exited = "Essential container in task exited";
        let task = story.stopped(NEW, "EssentialContainerExited", exited, Some(137), 30 + k * 60);
        task.containers[0].reason = Some(Text::new("OutOfMemoryError: Container killed due to memory usage"));
    }
    story.crashes(5).log("api", &["2026-11-20 09:00:00 ERROR basket - it came back empty"]);
    let causes: Vec<_> = of(story).findings.iter().map(|f| f.cause).collect();
    assert_eq!(causes, ["oom_killed", "error_logged"]);
}

#[test]
fn a_crash_loop_is_told_by_its_last_log_line_and_by_what_changed() {
    let mut story = updating();
    story.crashes(6).log("api", &["starting", "Traceback (most recent call last):", "KeyError: 'DB_URL'", ""]);
    for d in [definition(7, &["DB_URL"]), definition(8, &[])] {
        story.facts.learn(&Topic::TaskDefinition(d.arn.clone()), now(), Ok(News::TaskDefinition(Box::new(d))));
    }
    let said = of(story);
    assert_eq!(said.verdict, Verdict::Stuck);
    assert_eq!(said.headline, "web cannot start: api exits 1 after 6 s (KeyError: 'DB_URL'); stuck for 20m");
    assert_eq!(said.findings.len(), 1, "{:#?}", said.findings);
    let first = &said.findings[0];
    assert_eq!((first.category, first.confidence), (Category::AppCrash, Confidence::High));
    assert_eq!(first.evidence[0].source, EvidenceSource::Log);
    assert_eq!(first.evidence[0].quote.as_str(), "KeyError: 'DB_URL'");
    assert!(first.evidence[0].about.raw().starts_with("svc/api/"));
    assert!(first.next_steps[0].starts_with("Give DB_URL back to web:8"), "{:?}", first.next_steps);
    assert_eq!(
        (first.summary.as_str(), first.extent.as_str()),
        (
            "web cannot start: api exits 1 after 6 s (KeyError: 'DB_URL')",
            &*format!("all 6 failed tasks of web:8 since {}", minute(ago(400))),
        )
    );
    let [changed] = said.changes.as_slice() else { panic!("one change") };
    assert_eq!(changed.sentence(), "web:7 to web:8: secret DB_URL gone, image 7.0 to 8.0");
    let levers: Vec<Lever> = first.remedies.iter().map(|remedy| remedy.operation.lever()).collect();
    assert_eq!(levers, [Lever::CancelUpdate, Lever::ScaleToZero], "the old tasks keep serving by the first");
    assert_eq!(first.service, Some(web()));
}

#[test]
fn a_crash_loop_without_permission_for_logs_is_still_stuck_and_says_what_is_missing() {
    let mut story = updating();
    story.crashes(6);
    let source = crate::domain::log::LogSource {
        group: Text::new("/ecs/web"),
        region: None,
        stream: Text::new("svc/api/1"),
        from: ago(1),
    };
    story.denied(&Topic::Log(source), "logs:FilterLogEvents");
    let said = of(story);
    assert_eq!(said.verdict, Verdict::Stuck);
    assert_eq!(said.findings[0].category, Category::AppCrash);
    assert_eq!(said.findings[0].confidence, Confidence::Medium);
    assert_eq!(said.not_checked[0].what, "logs in /ecs/web");
    assert_eq!(said.not_checked[0].why, "no permission logs:FilterLogEvents");
}

#[test]
fn without_permission_for_tasks_counts_and_events_still_tell_the_loop() {
    let mut story = updating();
    story.denied(&Topic::Tasks(web()), "ecs:ListTasks");
    story.service().breaker = None;
    story.primary().failed = 4;
    for k in 1..=9 {
        story.event(&format!("(service web) has started 1 tasks: (task {k:032x})."), k * 100);
    }
    let said = of(story);
    assert_eq!(said.verdict, Verdict::Stuck);
    assert_eq!((said.findings[0].cause, said.findings[0].confidence), ("tasks_keep_stopping", Confidence::Low));
    assert!(said.headline.contains("no permission ecs:ListTasks"), "{}", said.headline);
    assert_eq!(said.findings[1].cause, "breaker_off", "said beside the loop, and explains nothing of it");
}

#[test]
fn out_of_memory_needs_a_reason_and_137_alone_is_none() {
    let mut story = updating();
    for k in 1..=4 {
        let task =
            story.stopped(NEW, "EssentialContainerExited", "Essential container in task exited", Some(137), k * 60);
        task.containers[0].reason = Some(Text::new("OutOfMemoryError: Container killed due to memory usage"));
    }
    let said = of(story);
    assert_eq!((said.verdict, said.findings[0].category), (Verdict::Stuck, Category::Resources));
    let mut bare = updating();
    for k in 1..=4 {
        bare.stopped(NEW, "EssentialContainerExited", "Essential container in task exited", Some(137), k * 60);
    }
    let said = of(bare);
    assert_eq!(said.verdict, Verdict::Stuck);
    assert_ne!(said.findings[0].category, Category::Resources);
}

#[test]
fn two_causes_in_one_deployment_are_two_findings() {
    let mut story = updating();
    story.crashes(3);
    for k in 1..=3 {
        let reason = "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref \
                      111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:8.0: 111122223333.dkr.ecr.eu-west-1.amazonaws.com/web:8.0: not found";
        story.stopped(NEW, "TaskFailedToStart", reason, None, k * 60);
    }
    let said = of(story);
    let mut categories: Vec<Category> = said.findings.iter().map(|f| f.category).collect();
    categories.sort();
    assert_eq!(categories, [Category::Image, Category::AppCrash]);
    assert_eq!(said.verdict, Verdict::Stuck);
}

#[test]
fn a_sidecar_that_ends_with_143_follows_the_culprit() {
    let mut story = updating();
    for k in 1..=3 {
        let task =
            story.stopped(NEW, "EssentialContainerExited", "Essential container in task exited", Some(3), k * 60);
        let mut sidecar = container("proxy");
        sidecar.exit_code = Some(143);
        task.containers.insert(0, sidecar);
        let mut killed = container("agent");
        killed.exit_code = Some(137);
        task.containers.insert(0, killed);
    }
    let said = of(story);
    assert!(said.headline.contains("api exits 3"), "{}", said.headline);
    assert_eq!(said.findings.len(), 1);
}

#[test]
fn an_exit_with_0_is_a_failure_of_a_service() {
    let mut story = updating();
    for k in 1..=3 {
        story.stopped(NEW, "EssentialContainerExited", "Essential container in task exited", Some(0), k * 60);
    }
    let said = of(story);
    assert_eq!(said.verdict, Verdict::Stuck);
    assert!(said.headline.contains("api exits 0"), "{}", said.headline);
}

#[test]
fn failed_health_checks_are_told_with_the_events_and_not_by_the_exit_they_caused() {
    let mut story = updating();
    for k in 1..=3 {
        let reason = "Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/web/55aa)";
        story.stopped(NEW, "ServiceSchedulerInitiated", reason, Some(143), k * 120);
        story.event(&format!("(service web) (task {k:032x}) (port 80) is unhealthy in (target-group arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/web/55aa) due to (reason Health checks failed with these codes: [503])."), k * 120 + 5);
    }
    let said = of(story);
    assert_eq!(said.verdict, Verdict::Stuck);
    assert_eq!(said.findings.len(), 1, "{:#?}", said.findings);
    assert_eq!(said.findings[0].category, Category::HealthCheck);
    let sources: Vec<_> = said.findings[0].evidence.iter().map(|e| e.source).collect();
    assert!(sources.contains(&EvidenceSource::Task) && sources.contains(&EvidenceSource::ServiceEvent));
    assert!(said.headline.starts_with("web does not become healthy"), "{}", said.headline);
}

#[test]
fn an_image_that_is_not_found_is_told_by_the_event_alone() {
    let mut story = updating();
    let event = "(service web) was unable to place a task. Reason: CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref registry.example/web:8.0: registry.example/web:8.0: not found";
    for k in 1..=3 {
        story.event(event, k * 120);
    }
    let said = of(story);
    assert_eq!((said.verdict, said.findings[0].category), (Verdict::Stuck, Category::Image));
    assert_eq!(said.findings[0].evidence[0].quote.raw(), event);
}

#[test]
fn no_capacity_is_told_by_a_single_event_since_ecs_does_not_repeat_it() {
    let mut story = updating();
    story.event("(service web) was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance 77aabbccddee4f6d8877665544332211) has insufficient memory available.", 900);
    let said = of(story);
    assert_eq!((said.verdict, said.findings[0].category), (Verdict::Stuck, Category::Resources));
    assert!(said.findings[0].evidence[0].quote.raw().contains("insufficient memory"));
}

#[test]
fn tasks_of_another_deployment_prove_nothing() {
    let mut story = updating();
    for k in 1..=8 {
        story.stopped(OLD, "EssentialContainerExited", "Essential container in task exited", Some(1), k * 60);
    }
    story.primary().created_at = Some(ago(100));
    story.running(NEW, 50);
    assert_eq!(of(story).verdict, Verdict::Progressing);
}

#[test]
fn a_broken_rollout_under_a_green_stack_is_told() {
    let mut story = Story::new(StackStatus::UpdateComplete);
    story.service_row("UPDATE_COMPLETE", None);
    story.crashes(5);
    let said = of(story);
    assert_eq!(said.verdict, Verdict::Stuck);
    assert!(said.headline.contains("although shop is UPDATE_COMPLETE"), "{}", said.headline);
    assert!(said.findings[0].remedies.is_empty());
}

#[test]
fn a_breaker_that_has_given_up_is_explained_by_the_tasks_of_the_failed_deployment() {
    let mut story = updating();
    story.crashes(3);
    story.primary().rollout = RolloutState::Failed;
    story.service().deployments.reverse();
    story.service().deployments[0].status = crate::domain::deployment::DeploymentStatus::Primary;
    story.service().deployments[1].status = crate::domain::deployment::DeploymentStatus::Active;
    let said = of(story);
    assert_eq!((said.verdict, said.findings[0].category), (Verdict::Stuck, Category::AppCrash));
    assert!(said.headline.starts_with("web could not start"), "{}", said.headline);
}

#[test]
fn percents_without_room_are_a_deadlock() {
    let mut story = updating();
    story.service().max_percent = Some(100);
    let said = of(story);
    assert_eq!((said.verdict, said.findings[0].category), (Verdict::Stuck, Category::DeploymentConfig));
}

#[test]
fn the_load_balancers_answer_is_not_put_into_the_mouth_of_the_containers_own_check() {
    let mut story = updating();
    for k in 1..=3 {
        story.stopped(NEW, "ServiceSchedulerInitiated", "Task failed container health checks", Some(0), k * 120);
        story.event("(service web) (task 0123456789abcdef0123456789abcdef) (port 80) is unhealthy in (target-group arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/web/55aa) due to (reason Health checks failed with these codes: [503]).", k * 120 + 5);
    }
    let said = of(story);
    let own = said.findings.iter().find(|f| f.cause == "container_health_check_failed").expect("told");
    assert!(!own.summary.contains("503"), "{}", own.summary);
    assert!(said.findings.iter().any(|f| f.cause.starts_with("elb_") && f.summary.contains("503")));
}
