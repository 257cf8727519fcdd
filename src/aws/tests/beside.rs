//! What stands beside ECS: images, instances, revisions, autoscaling, targets.

use super::{poll_once, service, xml};
use crate::aws::fake_http::{Answer, clients, ok};
use crate::aws::watch::Watch;
use crate::domain::fault::FaultKind;
use crate::domain::image::Found;
use crate::domain::news::News;
use crate::domain::target::TargetState;
use crate::domain::text::Text;
use crate::domain::topic::Topic;

const IMAGE: &str = "444455556666.dkr.ecr.eu-north-1.amazonaws.com/team/orders";

fn refused(code: &str) -> Answer {
    Answer::Status(400, format!(r#"{{"__type":"com.amazonaws.ecr#{code}","message":"no"}}"#))
}

#[tokio::test]
async fn an_image_is_asked_for_in_the_registry_its_reference_names() {
    for (reference, version) in [
        (format!("{IMAGE}:v7"), r#"{"imageTag":"v7"}"#),
        (format!("{IMAGE}@sha256:0a1b"), r#"{"imageDigest":"sha256:0a1b"}"#),
        (IMAGE.to_owned(), r#"{"imageTag":"latest"}"#),
    ] {
        let (clients, log) = clients(move |asked| {
            for part in [r#""registryId":"444455556666""#, r#""repositoryName":"team/orders""#, version] {
                assert!(asked.says(part), "{part}: {}", asked.body);
            }
            ok(r#"{"imageDetails":[{"imageDigest":"sha256:0a1b","imagePushedAt":1790000000}]}"#)
        });
        let topic = Topic::Image(Text::new(&reference));
        let Ok(News::Image(presence)) = poll_once(topic, clients).await else { panic!("{reference}") };
        assert_eq!(presence.reference.raw(), reference);
        let pushed_at = Some(super::at(1_790_000_000));
        assert_eq!(presence.found, Found::Yes { digest: Some(Text::new("sha256:0a1b")), pushed_at });
        assert_eq!(*log.lock().expect("no panic"), ["DescribeImages"]);
    }
}

#[tokio::test]
async fn an_image_that_is_not_there_is_an_answer_and_another_error_a_fault() {
    for (code, found) in [
        ("ImageNotFoundException", Ok(Found::NoImage)),
        ("RepositoryNotFoundException", Ok(Found::NoRepository)),
        ("AccessDeniedException", Err(FaultKind::AccessDenied)),
    ] {
        let (clients, _) = clients(move |_| refused(code));
        let answer = poll_once(Topic::Image(Text::new(format!("{IMAGE}:v7"))), clients).await;
        let answer = answer.map(|news| match news {
            News::Image(presence) => presence.found,
            other => panic!("{other:?}"),
        });
        assert_eq!(answer.map_err(|fault| fault.kind), found, "{code}");
    }
}

#[tokio::test]
async fn another_registry_and_a_region_that_is_none_are_not_asked() {
    let (clients, log) = clients(|asked| panic!("asked for {}", asked.operation));
    let topic = Topic::Image(Text::new("ghcr.io/acme/orders:v7"));
    let Ok(News::Image(presence)) = poll_once(topic, clients.clone()).await else { panic!("an answer") };
    assert_eq!(presence.found, Found::NotEcr);
    let strange = Topic::Image(Text::new("444455556666.dkr.ecr.evil/x.amazonaws.com/orders:v7"));
    assert!(poll_once(strange, clients.clone()).await.is_ok_and(|news| matches!(news, News::Image(_))));
    let wrong = Topic::Image(Text::new("444455556666.dkr.ecr.nowhere.amazonaws.com/orders:v7"));
    assert_eq!(poll_once(wrong, clients).await.expect_err("a fault").kind, FaultKind::Rejected);
    assert!(log.lock().expect("no panic").is_empty());
}

#[tokio::test]
async fn instances_are_listed_to_the_end_and_described_a_hundred_at_a_time() {
    let (clients, log) = clients(|asked| {
        if asked.operation == "ListContainerInstances" {
            let (from, next) = if asked.says("\"p2\"") { (100, "") } else { (0, r#","nextToken":"p2""#) };
            let arns: Vec<String> = (from..from + 100).map(|n| format!("\"arn:i/{n}\"")).collect();
            return ok(format!(r#"{{"containerInstanceArns":[{}]{next}}}"#, arns.join(",")));
        }
        let row = |n: usize| {
            format!(
                r#"{{"containerInstanceArn":"arn:i/{n}","status":"ACTIVE","agentConnected":true,
                "registeredResources":[{{"name":"CPU","integerValue":2048}},{{"name":"MEMORY","integerValue":7000}}],
                "remainingResources":[{{"name":"MEMORY","integerValue":512}},{{"name":"PORTS","stringSetValue":["22"]}}]}}"#
            )
        };
        let rows: Vec<String> = (0..200).filter(|n| asked.says(&format!("\"arn:i/{n}\""))).map(row).collect();
        assert_eq!(rows.len(), 100);
        ok(format!(r#"{{"containerInstances":[{}]}}"#, rows.join(",")))
    });
    let Ok(News::Capacity(instances)) = poll_once(Topic::Capacity(Text::new("blue")), clients).await else {
        panic!("instances")
    };
    assert_eq!(instances.len(), 200);
    let first = &instances[0];
    assert_eq!((first.registered.cpu, first.registered.memory, first.remaining.memory), (2048, 7000, 512));
    assert!(first.takes_tasks());
    assert_eq!(log.lock().expect("no panic").len(), 4);
}

#[tokio::test]
async fn a_revision_is_asked_again_only_while_a_digest_is_missing() {
    let mut asked_before = false;
    let (clients, log) = clients(move |asked| {
        let digest = if asked_before { r#","imageDigest":"sha256:ff""# } else { "" };
        assert_eq!(asked.says("\"arn:r1\""), !asked_before, "{}", asked.body);
        asked_before = true;
        ok(format!(
            r#"{{"serviceRevisions":[
                {{"serviceRevisionArn":"arn:r2","taskDefinition":"arn:td:2","containerImages":[{{"containerName":"app","image":"x:1"{digest}}}]}},
                {{"serviceRevisionArn":"arn:r1","taskDefinition":"arn:td:1","containerImages":[]}}]}}"#
        ))
    });
    let arns = [Text::new("arn:r1"), Text::new("arn:r2")].into();
    let mut watch = Watch::new(Topic::Revisions { service: service(), arns }, clients);
    for whole in [false, true, true] {
        let Ok(News::Revisions(revisions)) = watch.poll(super::at(1)).await else { panic!("revisions") };
        let told: Vec<_> = revisions.iter().map(|r| (r.arn.raw(), r.task_definition.raw())).collect();
        assert_eq!(told, [("arn:r1", "arn:td:1"), ("arn:r2", "arn:td:2")]);
        assert_eq!(revisions[1].images[0].digest.is_some(), whole);
    }
    assert_eq!(log.lock().expect("no panic").len(), 2);
}

#[tokio::test]
async fn autoscaling_is_told_with_its_bounds_and_no_target_is_no_fault() {
    for (rows, found) in [
        ("", None),
        (
            r#"{"ResourceId":"service/blue/orders","MinCapacity":2,"MaxCapacity":9,"SuspendedState":{"DynamicScalingOutSuspended":true}}"#,
            Some((2, 9, false)),
        ),
        (r#"{"ResourceId":"service/blue/orders","MinCapacity":1,"MaxCapacity":3}"#, Some((1, 3, true))),
    ] {
        let (clients, _) = clients(move |asked| {
            assert!(asked.says("service/blue/orders") && asked.says("ecs:service:DesiredCount"), "{}", asked.body);
            ok(format!(r#"{{"ScalableTargets":[{rows}]}}"#))
        });
        let Ok(News::Scaling(target)) = poll_once(Topic::Scaling(service()), clients).await else { panic!("{rows}") };
        assert_eq!(target.map(|t| (t.min, t.max, t.brings_back())), found);
    }
}

#[tokio::test]
async fn targets_come_with_reason_and_words() {
    let (clients, _) = clients(|asked| {
        assert!(asked.says("TargetGroupArn=arn%3Ag"), "{}", asked.body);
        let row = |id: &str, health: &str| {
            format!(
                "<member><Target><Id>{id}</Id><Port>80</Port></Target><TargetHealth>{health}</TargetHealth></member>"
            )
        };
        let failing =
            "<State>unhealthy</State><Reason>Target.Timeout</Reason><Description>Request timed out</Description>";
        let rows = row("10.0.0.7", failing) + &row("10.0.0.8", "<State>healthy</State>");
        ok(xml(&asked.operation, &format!("<TargetHealthDescriptions>{rows}</TargetHealthDescriptions>")))
    });
    let Ok(News::TargetHealth(targets)) = poll_once(Topic::TargetHealth(Text::new("arn:g")), clients).await else {
        panic!("targets")
    };
    assert_eq!(targets[0].words(), "unhealthy (Target.Timeout): Request timed out");
    assert_eq!((targets[0].port, &targets[1].state), (Some(80), &TargetState::Healthy));
}

#[tokio::test]
async fn what_is_not_allowed_is_named_by_its_permission() {
    for (topic, action) in [
        (Topic::TargetHealth(Text::new("arn:g")), "elasticloadbalancing:DescribeTargetHealth"),
        (Topic::Image(Text::new(IMAGE)), "ecr:DescribeImages"),
        (Topic::Scaling(service()), "application-autoscaling:DescribeScalableTargets"),
        (Topic::Capacity(Text::new("blue")), "ecs:ListContainerInstances"),
        (Topic::Revisions { service: service(), arns: [Text::new("arn:r")].into() }, "ecs:DescribeServiceRevisions"),
    ] {
        let (clients, _) = clients(|asked| match asked.body.starts_with("Action=") {
            true => Answer::Status(
                403,
                "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>"
                    .to_owned(),
            ),
            false => refused("AccessDeniedException"),
        });
        let fault = poll_once(topic, clients).await.expect_err("a fault");
        assert_eq!((fault.action, fault.kind), (action, FaultKind::AccessDenied));
    }
}
