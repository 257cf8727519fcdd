//! Stacks that ended badly, or that something other than ECS holds.

use super::fixtures::{CHILD, NEW, STACK, Story, ago, now};
use crate::diagnosis::diagnose;
use crate::diagnosis::verdict::{Category, Diagnosis, EvidenceSource, Verdict};
use crate::domain::Text;
use crate::domain::deployment::RolloutState;
use crate::domain::operation::{Operation, Skip};
use crate::domain::stack::StackStatus;

const SECURITY_GROUP: &str = "AWS::EC2::SecurityGroup";
const OWN: &str = "AWS::CloudFormation::Stack";

fn of(story: Story) -> Diagnosis {
    diagnose(&story.told(), now())
}

fn rollback_failed() -> Story {
    let mut story = Story::new(StackStatus::UpdateRollbackFailed);
    story.row(STACK, "Queue", "AWS::SQS::Queue", "UPDATE_FAILED", Some("The queue name is taken"), 1000);
    // Failed by the update, never touched by the rollback: not to be skipped.
    story.row(STACK, "Table", "AWS::DynamoDB::Table", "UPDATE_FAILED", Some("The table is being changed"), 950);
    story.row(
        STACK,
        "shop",
        OWN,
        "UPDATE_ROLLBACK_IN_PROGRESS",
        Some("The following resource(s) failed to update: [Queue]."),
        900,
    );
    story.resource(CHILD, "Rules", SECURITY_GROUP, "UPDATE_FAILED", Some("sg-0a1b has a dependent object"), 300);
    story.resource(STACK, "Api", OWN, "UPDATE_FAILED", Some("Embedded stack was not successfully updated"), 290);
    story.resource(STACK, "Other", "AWS::SNS::Topic", "UPDATE_FAILED", Some("Resource update cancelled"), 280);
    story.resource(STACK, "Queue", "AWS::SQS::Queue", "UPDATE_COMPLETE", None, 850);
    story.row(
        STACK,
        "shop",
        OWN,
        "UPDATE_ROLLBACK_FAILED",
        Some("The following resource(s) failed to update: [Api]."),
        270,
    );
    story.primary().rollout = RolloutState::Completed;
    story.primary().running = 4;
    story
}

#[test]
fn a_failed_rollback_names_the_nested_resource_and_skips_no_other() {
    let said = of(rollback_failed());
    assert_eq!(said.verdict, Verdict::Failed);
    let rollback = said.findings.iter().find(|f| f.cause == "rollback_failed").expect("told");
    assert_eq!(rollback.category, Category::Rollback);
    let [remedy] = rollback.remedies.as_slice() else { panic!("one remedy") };
    let Operation::ContinueRollback(change) = &remedy.operation else { panic!("continue") };
    assert_eq!(change.skip, Skip::Only(vec![Text::new("shop-Api-1QX.Rules")]));
    let aim = &change.aim;
    assert_eq!((aim.id.raw(), aim.token.raw(), &aim.from), (STACK, "", &StackStatus::UpdateRollbackFailed));
    assert_eq!(rollback.evidence[0].quote.as_str(), "sg-0a1b has a dependent object");
    assert!(
        said.headline.contains("the rollback of shop failed") && said.headline.contains("Rules"),
        "{}",
        said.headline
    );
    assert_eq!(said.stack.and_then(|s| s.since), Some(ago(270)));
}

#[test]
fn a_nested_stack_itself_cannot_be_continued() {
    let mut story = rollback_failed();
    story.stack().parent = Some(Text::new("arn:aws:cloudformation:eu-west-1:111122223333:stack/outer/9f"));
    story.stack().root = story.stack().parent.clone();
    let said = of(story);
    assert!(said.findings.iter().all(|f| f.remedies.is_empty()));
    assert!(said.findings.iter().any(|f| f.next_steps.iter().any(|s| s.contains("root stack outer"))));
}

#[test]
fn a_deeper_cause_in_the_service_comes_before_the_failed_rollback() {
    let mut story = Story::new(StackStatus::UpdateRollbackFailed);
    story.row(STACK, "shop", OWN, "UPDATE_ROLLBACK_IN_PROGRESS", None, 1100);
    let reason = "Resource handler returned message: \"Exceeded attempts to wait\" (RequestToken: aa, HandlerErrorCode: NotStabilized)";
    story.resource(STACK, "Service", "AWS::ECS::Service", "UPDATE_FAILED", Some(reason), 200);
    story.row(STACK, "shop", OWN, "UPDATE_ROLLBACK_FAILED", None, 190);
    for k in 1..=4 {
        let pull = "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref registry.example/web:7.0: not found";
        story.stopped(NEW, "TaskFailedToStart", pull, None, k * 60);
    }
    let said = of(story);
    assert_eq!(said.verdict, Verdict::Failed);
    let causes: Vec<_> = said.findings.iter().map(|f| f.category).collect();
    assert_eq!(causes, [Category::Image, Category::Rollback]);
    assert!(
        said.headline.starts_with("web cannot start")
            && said.headline.ends_with("; the rollback of shop failed at Service"),
        "{}",
        said.headline
    );
}

#[test]
fn an_update_that_was_rolled_back_has_failed_for_its_first_failure() {
    let mut story = Story::new(StackStatus::UpdateRollbackComplete);
    story.row(STACK, "Queue", "AWS::SQS::Queue", "UPDATE_FAILED", Some("Resource handler returned message: \"User: arn:aws:iam::111122223333:role/deploy is not authorized to perform: sqs:SetQueueAttributes\" (HandlerErrorCode: AccessDenied)"), 1000);
    story.row(STACK, "Topic", "AWS::SNS::Topic", "UPDATE_FAILED", Some("Resource update cancelled"), 990);
    story.row(
        STACK,
        "shop",
        OWN,
        "UPDATE_ROLLBACK_IN_PROGRESS",
        Some("The following resource(s) failed to update: [Queue, Topic]."),
        980,
    );
    story.row(STACK, "shop", OWN, "UPDATE_ROLLBACK_COMPLETE", None, 900);
    story.service_row("UPDATE_COMPLETE", None);
    story.primary().rollout = RolloutState::Completed;
    story.primary().running = 4;
    let said = of(story);
    assert_eq!(said.verdict, Verdict::Failed);
    assert_eq!(said.findings.len(), 1, "{:#?}", said.findings);
    assert_eq!(said.findings[0].category, Category::Permissions);
    assert_eq!(said.findings[0].evidence[0].source, EvidenceSource::StackEvent);
    assert_eq!(said.findings[0].evidence[0].about.as_str(), "Queue");
    assert!(
        said.headline.starts_with("Queue failed") && said.headline.ends_with("; the update of shop was rolled back"),
        "{}",
        said.headline
    );
}

#[test]
fn a_custom_resource_that_holds_the_stack_is_named_and_ecs_is_not() {
    for (seconds, verdict) in [(300, Verdict::Progressing), (1100, Verdict::Stuck)] {
        let mut story = Story::new(StackStatus::UpdateInProgress);
        story.resource(STACK, "Seed", "Custom::Seed", "UPDATE_IN_PROGRESS", None, seconds);
        story.service_row("UPDATE_COMPLETE", None);
        story.primary().rollout = RolloutState::Completed;
        story.primary().running = 4;
        story.row(STACK, "shop", OWN, "UPDATE_IN_PROGRESS", Some("User Initiated"), seconds + 10);
        let said = of(story);
        assert_eq!((said.verdict, said.findings[0].category), (verdict, Category::CustomResource), "{}", said.headline);
        assert!(said.headline.contains("Seed"), "{}", said.headline);
    }
}

#[test]
fn a_rollback_under_way_progresses_and_still_names_the_cause() {
    let mut story = Story::new(StackStatus::UpdateRollbackInProgress);
    story.service_row("UPDATE_IN_PROGRESS", None);
    story.row(STACK, "shop", OWN, "UPDATE_ROLLBACK_IN_PROGRESS", None, 60);
    story.crashes(4);
    let other = "ecs-svc/3000000000000000003";
    story.primary().id = Text::new(other);
    story.primary().task_definition = super::fixtures::revision(7);
    story.primary().created_at = Some(ago(55));
    let said = of(story);
    assert_eq!((said.verdict, said.findings[0].category), (Verdict::Progressing, Category::AppCrash));
    assert!(
        said.headline.starts_with("shop is rolling back as usual because web could not start"),
        "{}",
        said.headline
    );
}

#[test]
fn what_failed_before_the_rollback_is_history_once_the_rollback_has_failed() {
    let mut story = Story::new(StackStatus::UpdateRollbackFailed);
    story.row(STACK, "shop", OWN, "UPDATE_ROLLBACK_IN_PROGRESS", None, 500);
    story.resource(STACK, "Service", "AWS::ECS::Service", "UPDATE_FAILED", Some("Exceeded attempts to wait"), 100);
    story.row(STACK, "shop", OWN, "UPDATE_ROLLBACK_FAILED", None, 90);
    let back = "ecs-svc/3000000000000000003";
    story.primary().id = Text::new(back);
    story.primary().task_definition = super::fixtures::revision(7);
    story.primary().created_at = Some(ago(490));
    story.crashes(9).log("api", &["KeyError: 'DB_URL'"]);
    for k in 1..=3 {
        let pull = "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref registry.example/web:7.0: not found";
        let task = story.stopped(back, "TaskFailedToStart", pull, None, k * 100);
        task.task_definition = super::fixtures::revision(7);
    }
    let said = of(story);
    let categories: Vec<_> = said.findings.iter().map(|f| f.category).collect();
    assert_eq!(categories, [Category::Image, Category::Rollback, Category::AppCrash]);
    assert!(
        said.headline.starts_with("web cannot start: the image") && said.headline.ends_with(" at Service"),
        "{}",
        said.headline
    );
}

/// A rollback that had failed on web and was continued two minutes ago.
fn continued() -> Story {
    let mut story = Story::new(StackStatus::UpdateRollbackInProgress);
    story.row(STACK, "shop", OWN, "UPDATE_ROLLBACK_IN_PROGRESS", None, 900);
    story.row(STACK, "shop", OWN, "UPDATE_ROLLBACK_FAILED", None, 300);
    story.row(STACK, "shop", OWN, "UPDATE_ROLLBACK_IN_PROGRESS", Some("User Initiated"), 120);
    story.service_row("UPDATE_IN_PROGRESS", None);
    story.primary().created_at = Some(ago(860));
    story
}

#[test]
fn a_continued_rollback_is_judged_by_what_it_has_met_itself() {
    for (last_failure, verdict) in [(400, Verdict::Progressing), (10, Verdict::Stuck)] {
        let mut story = continued();
        for k in 0..4 {
            let pull = "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref registry.example/web:7.0: not found";
            story.stopped(NEW, "TaskFailedToStart", pull, None, last_failure + k * 20);
        }
        let said = of(story);
        assert_eq!((said.verdict, said.findings[0].category), (verdict, Category::Image), "{}", said.headline);
    }
}

#[test]
fn a_rollback_that_ended_on_a_broken_service_says_both() {
    let mut story = continued();
    story.stack().status = StackStatus::UpdateRollbackComplete;
    story.row(STACK, "shop", OWN, "UPDATE_ROLLBACK_COMPLETE", None, 30);
    story.crashes(5);
    let said = of(story);
    assert_eq!(said.verdict, Verdict::Failed);
    assert!(
        said.headline.starts_with("web cannot")
            && said.headline.ends_with(", even after the update of shop was rolled back"),
        "{}",
        said.headline
    );
}

#[test]
fn a_service_scaled_to_zero_is_steady_and_said_to_serve_nothing() {
    let mut story = Story::new(StackStatus::UpdateComplete);
    story.row(STACK, "shop", OWN, "UPDATE_COMPLETE", None, 40);
    story.crashes(5);
    story.service().desired = 0;
    story.primary().desired = 0;
    story.primary().rollout = RolloutState::Completed;
    let said = of(story);
    assert_eq!((said.verdict, said.findings[0].cause), (Verdict::Healthy, "scaled_to_zero"));
    assert_eq!(said.headline, "shop is UPDATE_COMPLETE, and web wants no tasks: nothing of it serves");
}

#[test]
fn cleaning_up_is_timed_from_its_own_start() {
    for (seconds, verdict) in [(60, Verdict::Progressing), (700, Verdict::Slow)] {
        let mut story = Story::new(StackStatus::UpdateCompleteCleanupInProgress);
        story.row(STACK, "shop", OWN, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", None, seconds);
        story.service_row("UPDATE_COMPLETE", None);
        story.primary().rollout = RolloutState::Completed;
        story.primary().running = 4;
        assert_eq!(of(story).verdict, verdict);
    }
}
