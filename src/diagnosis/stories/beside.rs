//! What targets, registry, instances, autoscaling and revisions add to a finding.

use super::fixtures::{NEW, Story, ago, now, revision, web};
use crate::diagnosis::diagnose;
use crate::diagnosis::verdict::{Diagnosis, Evidence, EvidenceSource, Verdict};
use crate::domain::deployment::{ServiceDeployment, ServiceDeploymentDetail};
use crate::domain::facts::Facts;
use crate::domain::fault::{Fault, FaultKind};
use crate::domain::image::{Found, ImagePresence};
use crate::domain::left_out::LeftOut;
use crate::domain::news::News;
use crate::domain::revision::{RevisionImage, ServiceRevision};
use crate::domain::scaling::{ScalableTarget, Suspended};
use crate::domain::stack::StackStatus;
use crate::domain::target::{TargetHealth, TargetState};
use crate::domain::task_definition::TaskDefinition;
use crate::domain::topic::Topic;
use crate::domain::{Text, Timestamp};

const IMAGE: &str = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop/web:v8";
const GROUP: &str = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/web-http/0a1b2c3d4e5f6071";

fn updating() -> Story {
    let mut story = Story::new(StackStatus::UpdateInProgress);
    story.service_row("UPDATE_IN_PROGRESS", None);
    story
}

fn quote_of(said: &Diagnosis, source: EvidenceSource) -> Option<&Evidence> {
    said.findings.first()?.evidence.iter().find(|evidence| evidence.source == source)
}

fn first_step(said: &Diagnosis) -> &str {
    said.findings[0].next_steps.first().map(String::as_str).unwrap_or_default()
}

/// Four tasks that could not pull their image, the last one five minutes ago.
fn pulls(words: &str) -> Facts {
    pulls_in(updating(), words)
}

fn pulls_in(mut story: Story, words: &str) -> Facts {
    for n in 0..4 {
        let reason = format!("CannotPullContainerError: {}", words.replace("{image}", IMAGE));
        let task = story.stopped(NEW, "TaskFailedToStart", &reason, None, 300 + n * 60);
        task.containers[0].image = Some(Text::new(IMAGE));
    }
    story.told()
}

#[test]
fn the_registry_says_whether_the_image_a_pull_fails_at_is_there() {
    let yes = |at: Option<Timestamp>| Found::Yes { digest: None, pushed_at: at };
    let gone = "failed to resolve ref {image}: {image}: not found";
    let denied = "pull image manifest: api error AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/x/y \
                  is not authorized to perform: ecr:BatchGetImage on resource {image}";
    for (words, found, quote, step) in [
        (
            gone,
            Found::NoImage,
            "the repository shop/web has no tag v8",
            "The repository shop/web has no tag v8: push it",
        ),
        (
            gone,
            Found::NoRepository,
            "111122223333 in eu-west-1 has no repository shop/web",
            "The registry 111122223333",
        ),
        (
            gone,
            yes(Some(ago(86_400))),
            "has tag v8, pushed 1d",
            "The image exists: so it is the permission or the route",
        ),
        (gone, yes(Some(ago(60))), "has tag v8, pushed 1m", "shop/web tag v8 is there since"),
        (denied, yes(None), "the repository shop/web has tag v8", "The image exists: so it is the permission."),
    ] {
        let mut facts = pulls(words);
        let presence = ImagePresence { reference: Text::new(IMAGE), found };
        facts.learn(&Topic::Image(Text::new(IMAGE)), now(), Ok(News::Image(presence)));
        let said = diagnose(&facts, now());
        let told = quote_of(&said, EvidenceSource::Registry).expect("a quote of the registry");
        assert!(told.quote.raw().contains(quote), "{quote}: {told:?}");
        assert_eq!(told.about.raw(), IMAGE);
        assert!(first_step(&said).starts_with(step), "{step}: {:?}", said.findings[0].next_steps);
    }
}

#[test]
fn an_image_that_is_not_there_is_mended_as_the_state_of_the_stack_allows() {
    use StackStatus::{CreateInProgress, RollbackComplete, UpdateComplete, UpdateInProgress, UpdateRollbackFailed};
    use StackStatus::{UpdateFailed, UpdateRollbackInProgress};
    for (status, does) in [
        (UpdateComplete, "push it, or correct the tag and deploy."),
        (UpdateFailed, "push it, or correct the tag and deploy."),
        (UpdateInProgress, "push it, or correct the tag and deploy once this update is over or cancelled."),
        (UpdateRollbackInProgress, "push it: the rollback waits for it."),
        (UpdateRollbackFailed, "push it, then continue the rollback."),
        (RollbackComplete, "push it, or correct the tag and delete the stack and create it again."),
        (CreateInProgress, "push it, or correct the tag and deploy once the creation is over"),
    ] {
        let mut facts = pulls_in(Story::new(status.clone()), "failed to resolve ref {image}: {image}: not found");
        let presence = ImagePresence { reference: Text::new(IMAGE), found: Found::NoImage };
        facts.learn(&Topic::Image(Text::new(IMAGE)), now(), Ok(News::Image(presence)));
        let said = diagnose(&facts, now());
        let step = said.findings.iter().flat_map(|f| &f.next_steps).find(|step| step.contains("push it"));
        assert!(step.is_some_and(|step| step.contains(does)), "{status}: {step:?}");
    }
}

#[test]
fn an_image_the_rollback_does_not_wait_for_is_for_the_update_after_it() {
    let mut story = Story::new(StackStatus::UpdateRollbackInProgress);
    story.service_row("UPDATE_IN_PROGRESS", None);
    let mut facts = pulls_in(story, "failed to resolve ref {image}: {image}: not found");
    let presence = ImagePresence { reference: Text::new(IMAGE), found: Found::NoImage };
    facts.learn(&Topic::Image(Text::new(IMAGE)), now(), Ok(News::Image(presence)));
    for (names, is_spared) in [(&["Service"][..], true), (&[], true), (&["Rules"], false)] {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        facts.left_out = Some(LeftOut { at: ago(30), names, is_compared: false });
        let said = diagnose(&facts, now());
        let step = said.findings.iter().flat_map(|f| &f.next_steps).find(|step| step.contains("push it"));
        let step = step.expect("a step");
        assert_eq!(step.contains("before the update that must follow"), is_spared, "{step}");
        assert_eq!(step.contains("waits for it"), !is_spared, "{step}");
    }
}

#[test]
fn another_failure_is_not_explained_by_an_image() {
    let mut story = updating();
    story.crashes(5);
    let mut facts = story.told();
    let presence = ImagePresence { reference: Text::new(IMAGE), found: Found::NoImage };
    facts.learn(&Topic::Image(Text::new(IMAGE)), now(), Ok(News::Image(presence)));
    assert_eq!(quote_of(&diagnose(&facts, now()), EvidenceSource::Registry), None);
}

#[test]
fn unhealthy_targets_are_quoted_with_their_reason_beside_their_task() {
    let mut story = updating();
    story.service().target_groups = vec![Text::new(GROUP)];
    for n in 0..4 {
        let reason = format!("Task failed ELB health checks in (target-group {GROUP})");
        story.stopped(NEW, "ServiceSchedulerInitiated", &reason, Some(143), 60 + n * 120);
    }
    let task = story.running(NEW, 40);
    task.address = Some(Text::new("10.0.9.9"));
    let arn = task.arn.clone();
    let mut facts = story.told();
    let target = |id: &str, state: TargetState, reason: Option<&str>| TargetHealth {
        target: Text::new(id),
        port: Some(8080),
        state,
        reason: reason.map(Text::new),
        description: reason.map(|_| Text::new("Request timed out")),
    };
    let targets = vec![
        target("10.0.1.1", TargetState::Healthy, None),
        target("10.0.2.2", TargetState::Draining, Some("Target.DeregistrationInProgress")),
        target("10.0.9.9", TargetState::Unhealthy, Some("Target.Timeout")),
    ];
    facts.learn(&Topic::TargetHealth(Text::new(GROUP)), now(), Ok(News::TargetHealth(targets)));
    let said = diagnose(&facts, now());
    let told = quote_of(&said, EvidenceSource::Target).expect("a quote of the load balancer");
    assert_eq!(told.quote.raw(), "10.0.9.9:8080 unhealthy (Target.Timeout): Request timed out");
    assert_eq!(told.about, arn);
    let step = first_step(&said);
    assert!(step.starts_with("1 of 3 targets of web-http are unhealthy (Target.Timeout): no answer in time"), "{step}");
}

#[test]
fn a_running_task_whose_target_fails_is_told_before_ecs_says_anything() {
    for (address, told) in [("10.0.9.9", true), ("10.0.1.1", false)] {
        let mut story = updating();
        story.service().target_groups = vec![Text::new(GROUP)];
        story.running(NEW, 600).address = Some(Text::new(address));
        let mut facts = story.told();
        let target = TargetHealth {
            target: Text::new("10.0.9.9"),
            port: Some(8080),
            state: TargetState::Unhealthy,
            reason: Some(Text::new("Target.Timeout")),
            description: Some(Text::new("Request timed out")),
        };
        facts.learn(&Topic::TargetHealth(Text::new(GROUP)), now(), Ok(News::TargetHealth(vec![target])));
        let said = diagnose(&facts, now());
        // Nothing moves either way; with the targets it is known why.
        assert_eq!(said.verdict, Verdict::Stuck);
        let first = &said.findings[0];
        assert_eq!(first.cause == "elb_health_check_timeout", told, "{said:?}");
        assert_eq!(quote_of(&said, EvidenceSource::Target).is_some(), told, "{said:?}");
    }
    let mut story = updating();
    story.service().target_groups = vec![Text::new(GROUP)];
    story.primary().created_at = Some(ago(60));
    story.running(NEW, 50).address = Some(Text::new("10.0.9.9"));
    let mut facts = story.told();
    for (state, found) in [(TargetState::Unhealthy, true), (TargetState::Initial, false)] {
        let target =
            TargetHealth { target: Text::new("10.0.9.9"), port: Some(8080), state, reason: None, description: None };
        facts.learn(&Topic::TargetHealth(Text::new(GROUP)), now(), Ok(News::TargetHealth(vec![target])));
        let said = diagnose(&facts, now());
        assert_eq!(said.verdict, Verdict::Progressing, "a target that fails is no proof yet");
        assert_eq!(said.findings.iter().any(|f| f.cause == "elb_health_check_failed"), found, "{said:?}");
    }
}

#[test]
fn a_count_that_autoscaling_sets_up_again_is_told_with_its_minimum() {
    let target = |min: i32, scale_out: bool| ScalableTarget {
        min,
        max: 9,
        suspended: Suspended { scale_out, ..Suspended::default() },
        created_at: None,
    };
    for (counts, target, told) in [
        (vec![4, 0, 2], Some(target(2, false)), true),
        (vec![4, 0], Some(target(2, false)), false),
        (vec![4, 0, 2], Some(target(2, true)), false),
        (vec![4, 0, 2], None, false),
        (vec![4, 3, 5], Some(target(2, false)), false),
    ] {
        let mut facts = updating().told();
        let service = facts.services[&web()].service.value().expect("told").clone();
        let topic = Topic::Services { cluster: web().cluster, names: [web().name].into() };
        for desired in &counts {
            let mut service = service.clone();
            service.desired = *desired;
            facts.learn(&topic, now(), Ok(News::Services(vec![service])));
        }
        facts.learn(&Topic::Scaling(web()), now(), Ok(News::Scaling(target)));
        let said = diagnose(&facts, now());
        let found = said.findings.iter().find(|finding| finding.cause == "autoscaling_minimum");
        assert_eq!(found.is_some(), told, "{counts:?}");
        if let Some(found) = found {
            assert!(found.summary.contains("from 0 to 2 tasks by autoscaling (minimum 2, maximum 9)"), "{found:?}");
            assert!(found.next_steps[0].contains("register-scalable-target"), "{found:?}");
        }
    }
}

/// The open service deployment comes from one revision and goes to another.
fn revised(story: &mut Story, images: [(&str, &str); 2]) -> News {
    let arn = |name: &str| Text::new(format!("arn:aws:ecs:eu-west-1:111122223333:service-revision/prod/web/{name}"));
    let detail = ServiceDeploymentDetail { source_revisions: vec![arn("1")], ..Default::default() };
    story.past().insert(0, ServiceDeployment { target_revision: Some(arn("2")), ..super::fixtures::open(detail) });
    let rows = [("1", 7), ("2", 8)].into_iter().zip(images).map(|((name, n), (image, digest))| ServiceRevision {
        arn: arn(name),
        task_definition: revision(n),
        created_at: None,
        images: vec![RevisionImage {
            container: Text::new("app"),
            image: Text::new(image),
            digest: Some(Text::new(digest)),
        }],
    });
    News::Revisions(rows.collect())
}

#[test]
fn a_tag_that_stands_for_another_image_is_told_and_another_tag_is_not() {
    for (images, told) in [
        ([("web:live", "sha256:aaaaaaaaaaaaaaaa"), ("web:live", "sha256:bbbbbbbbbbbbbbbb")], true),
        ([("web:live", "sha256:aaaaaaaaaaaaaaaa"), ("web:live", "sha256:aaaaaaaaaaaaaaaa")], false),
        ([("web:7", "sha256:aaaaaaaaaaaaaaaa"), ("web:8", "sha256:bbbbbbbbbbbbbbbb")], false),
    ] {
        let mut story = updating();
        story.crashes(5);
        let news = revised(&mut story, images);
        let mut facts = story.told();
        facts.learn(&Topic::Revisions { service: web(), arns: [].into() }, now(), Ok(news));
        let said = diagnose(&facts, now());
        let words =
            "Look at what was pushed to web:live: the tag stood for aaaaaaaaaaaa and stands for bbbbbbbbbbbb now.";
        assert_eq!(said.findings[0].next_steps.iter().any(|step| step == words), told, "{said:?}");
    }
}

#[test]
fn the_good_revision_is_the_one_the_deployment_comes_from_where_no_row_names_it() {
    let mut story = updating();
    story.crashes(5);
    let news = revised(&mut story, [("web:7", "sha256:aa"), ("web:8", "sha256:bb")]);
    story.service().deployments.truncate(1);
    let mut facts = story.told();
    facts.learn(&Topic::Revisions { service: web(), arns: [].into() }, now(), Ok(news));
    for (n, memory) in [(7, "512"), (8, "1024")] {
        let definition = TaskDefinition {
            arn: revision(n),
            family: Text::new("web"),
            revision: 1,
            cpu: None,
            memory: Some(Text::new(memory)),
            task_role: None,
            execution_role: None,
            network_mode: None,
            containers: vec![],
        };
        facts.learn(&Topic::TaskDefinition(revision(n)), now(), Ok(News::TaskDefinition(Box::new(definition))));
    }
    let said = diagnose(&facts, now());
    let changed = said.changes.first().expect("a change");
    assert_eq!((changed.from.as_str(), changed.to.as_str()), ("web:7", "web:8"));
    assert_eq!(changed.sentence(), "web:7 to web:8: task memory 512 to 1024");
}

#[test]
fn what_may_not_be_asked_is_a_gap_with_its_permission() {
    let mut facts = updating().told();
    for (topic, action) in [
        (Topic::TargetHealth(Text::new(GROUP)), "elasticloadbalancing:DescribeTargetHealth"),
        (Topic::Image(Text::new(IMAGE)), "ecr:DescribeImages"),
        (Topic::Scaling(web()), "application-autoscaling:DescribeScalableTargets"),
        (Topic::Capacity(web().cluster), "ecs:ListContainerInstances"),
        (Topic::Revisions { service: web(), arns: [].into() }, "ecs:DescribeServiceRevisions"),
    ] {
        let fault = Fault { action, kind: FaultKind::AccessDenied, message: Text::new("no") };
        facts.learn(&topic, now(), Err(fault));
        let gaps = diagnose(&facts, now()).not_checked;
        assert!(gaps.iter().any(|gap| gap.why == format!("no permission {action}")), "{gaps:?}");
    }
}
