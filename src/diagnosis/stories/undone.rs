//! Updates that were rolled back an hour ago: ECS lists neither their deployment nor its tasks.

use super::fixtures::{OLD, STACK, Story, ago, deployment, now, revision};
use crate::diagnosis::diagnose;
use crate::diagnosis::verdict::{Diagnosis, Verdict};
use crate::domain::Text;
use crate::domain::deployment::{DeploymentStatus, RolloutState};
use crate::domain::stack::StackStatus;

const OWN: &str = "AWS::CloudFormation::Stack";
const KIND: &str = "AWS::ECS::Service";
const WAITED: &str = "Resource handler returned message: \"Exceeded attempts to wait\" (RequestToken: aa, HandlerErrorCode: NotStabilized)";
const NO_ROOM: &str = "(service web) was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance 0a1b2c3d) has insufficient memory available.";
const UNHEALTHY: &str = "(service web) (task 0123) (port 80) is unhealthy in (target-group arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/web/55aa) due to (reason Health checks failed with these codes: [502]).";

/// `web` was at its new revision from 1140 to 500 seconds ago, ended so, and was put back at 480.
fn rolled_back(status: &str, reason: Option<&str>) -> Story {
    let mut story = Story::new(StackStatus::UpdateRollbackComplete);
    story.row(STACK, "Service", KIND, "UPDATE_IN_PROGRESS", None, 1140);
    story.row(STACK, "Service", KIND, status, reason, 500);
    story.row(STACK, "shop", OWN, "UPDATE_ROLLBACK_IN_PROGRESS", None, 490);
    story.row(STACK, "Service", KIND, "UPDATE_IN_PROGRESS", None, 480);
    story.resource(STACK, "Service", KIND, "UPDATE_COMPLETE", None, 450);
    story.row(STACK, "shop", OWN, "UPDATE_ROLLBACK_COMPLETE", None, 440);
    let old = deployment(OLD, 7, DeploymentStatus::Primary, RolloutState::Completed, 4, 86_400);
    story.service().deployments = vec![old];
    story.event("(service web) has reached a steady state.", 455);
    story
}

/// ECS finds no room, so many seconds ago.
fn no_room(story: &mut Story, ago: [i64; 3]) {
    ago.into_iter().for_each(|seconds| story.event(NO_ROOM, seconds));
}

fn of(story: Story) -> Diagnosis {
    diagnose(&story.told(), now())
}

fn causes(said: &Diagnosis) -> Vec<&str> {
    said.findings.iter().map(|found| found.cause).collect()
}

#[test]
fn events_of_the_time_the_update_was_at_a_service_are_its_cause() {
    let mut story = rolled_back("UPDATE_FAILED", Some(WAITED));
    no_room(&mut story, [900, 800, 700]);
    let said = of(story);
    assert_eq!(said.verdict, Verdict::Failed);
    assert_eq!(causes(&said), ["insufficient_memory"], "{}", said.headline);
    assert!(said.headline.starts_with("web could not start"), "{}", said.headline);
    assert!(said.findings[0].extent.ends_with("on the new revision"), "{}", said.findings[0].extent);
}

#[test]
fn the_revision_of_a_forgotten_deployment_is_the_one_the_stack_made() {
    let mut story = rolled_back("UPDATE_FAILED", Some(WAITED));
    let arn = revision(8);
    story.row(STACK, arn.raw(), "AWS::ECS::TaskDefinition", "UPDATE_COMPLETE", None, 1150);
    no_room(&mut story, [900, 800, 700]);
    let said = of(story);
    assert!(said.findings[0].extent.ends_with("on web:8"), "{}", said.findings[0].extent);
}

#[test]
fn a_deployment_the_rollback_made_is_not_the_one_it_undoes() {
    let mut story = rolled_back("UPDATE_FAILED", Some(WAITED));
    story.service().deployments[0].created_at = Some(ago(480));
    no_room(&mut story, [900, 800, 700]);
    assert_eq!(causes(&of(story)), ["insufficient_memory"]);
}

#[test]
fn what_was_told_before_the_update_or_of_another_deployment_is_none_of_its_causes() {
    let mut story = rolled_back("UPDATE_FAILED", Some(WAITED));
    no_room(&mut story, [3000, 2000, 1300]);
    story.event(&format!("(service web) (deployment {OLD}) deployment failed: tasks failed to start."), 700);
    let said = of(story);
    assert_eq!(causes(&said), ["ecs_service_not_stabilized"], "{}", said.headline);
}

#[test]
fn a_service_that_had_arrived_is_not_why_its_stack_was_rolled_back() {
    let mut story = rolled_back("UPDATE_COMPLETE", None);
    story.row(STACK, "Queue", "AWS::SQS::Queue", "UPDATE_FAILED", Some("The queue name is taken"), 495);
    no_room(&mut story, [900, 800, 700]);
    let said = of(story);
    assert_eq!(said.findings.len(), 1, "{:?}", causes(&said));
    assert!(said.headline.starts_with("Queue failed"), "{}", said.headline);
}

#[test]
fn one_unhealthy_answer_of_a_service_the_rollback_cut_short_is_routine() {
    for (reason, blamed) in [(Some("Resource update cancelled"), false), (Some(WAITED), true)] {
        let mut story = rolled_back("UPDATE_FAILED", reason);
        story.row(STACK, "Queue", "AWS::SQS::Queue", "UPDATE_FAILED", Some("The queue name is taken"), 501);
        story.event(UNHEALTHY, 900);
        let said = of(story);
        assert_eq!(causes(&said).iter().any(|cause| cause.starts_with("elb_")), blamed, "{reason:?}");
    }
}

#[test]
fn a_service_the_update_never_came_to_has_no_deployment_to_undo() {
    let mut story = Story::new(StackStatus::UpdateRollbackComplete);
    story.row(STACK, "Queue", "AWS::SQS::Queue", "UPDATE_FAILED", Some("The queue name is taken"), 600);
    story.row(STACK, "shop", OWN, "UPDATE_ROLLBACK_IN_PROGRESS", None, 490);
    story.resource(STACK, "Service", KIND, "UPDATE_COMPLETE", None, 90_000);
    let mut old = deployment(OLD, 7, DeploymentStatus::Primary, RolloutState::Completed, 4, 86_400);
    old.task_definition = Text::new(revision(7).raw());
    story.service().deployments = vec![old];
    no_room(&mut story, [900, 800, 700]);
    let said = of(story);
    assert_eq!(said.findings.len(), 1, "{:?}", causes(&said));
}

#[test]
fn an_update_somebody_cancelled_is_told_by_its_rows_and_one_that_failed_is_none() {
    let asked = Some("User Initiated");
    for (before, reason, is_cancelled) in [
        // Asked for while the update ran; after its failure (RollbackStack); begun by itself.
        (None, asked, true),
        (Some("UPDATE_FAILED"), asked, false),
        (None, Some("The following resource(s) failed to update: [Service]."), false),
    ] {
        for status in [StackStatus::UpdateRollbackComplete, StackStatus::UpdateRollbackInProgress] {
            let mut story = Story::new(status.clone());
            story.row(STACK, "Service", KIND, "UPDATE_IN_PROGRESS", None, 1140);
            story.row(STACK, "Service", KIND, "UPDATE_FAILED", Some("Resource update cancelled"), 492);
            before.into_iter().for_each(|row| story.row(STACK, "shop", OWN, row, None, 491));
            story.row(STACK, "shop", OWN, "UPDATE_ROLLBACK_IN_PROGRESS", reason, 490);
            story.resource(STACK, "Service", KIND, "UPDATE_COMPLETE", None, 450);
            let old = deployment(OLD, 7, DeploymentStatus::Primary, RolloutState::Completed, 4, 86_400);
            story.service().deployments = vec![old];
            let said = of(story);
            let found = said.findings.iter().find(|found| found.cause == "update_cancelled");
            assert_eq!(found.is_some(), is_cancelled, "{status} {before:?} {reason:?}: {}", said.headline);
            let Some(found) = found else { continue };
            assert_eq!(found.evidence[0].quote.raw(), "UPDATE_ROLLBACK_IN_PROGRESS: User Initiated");
            assert!(
                found.extent.starts_with("it had waited for Service (AWS::ECS::Service) since "),
                "{}",
                found.extent
            );
            assert!(said.headline.contains("cancelled by a user at "), "{}", said.headline);
            assert!(found.next_steps[0].starts_with("Ask who cancelled it, and why;"), "{:?}", found.next_steps);
        }
    }
}

#[test]
fn our_own_words_are_never_quoted() {
    let mut story = Story::new(StackStatus::UpdateRollbackComplete);
    story.row(STACK, "Queue", "AWS::SQS::Queue", "UPDATE_FAILED", None, 600);
    story.row(STACK, "shop", OWN, "UPDATE_ROLLBACK_IN_PROGRESS", None, 490);
    story.service().deployments =
        vec![deployment(OLD, 7, DeploymentStatus::Primary, RolloutState::Completed, 4, 86_400)];
    let said = of(story);
    let quotes: Vec<&str> = said.findings.iter().flat_map(|f| &f.evidence).map(|quote| quote.quote.raw()).collect();
    assert_eq!(quotes, ["UPDATE_FAILED"], "{}", said.headline);
}
