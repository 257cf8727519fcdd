//! Writes: compared before, sent once, and honest about what is not known.

use super::{STACK, service, xml};
use crate::aws::fake_http::{Answer, clients, ok};
use crate::aws::write::{reread, send};
use crate::domain::custom_request::CustomRequest;
use crate::domain::deployment::ServiceDeploymentStatus as Status;
use crate::domain::operation::{
    AnswerCustomResource, CancelUpdate, ContinueDeployment, ContinueRollback, DeleteStack, ForceDeployment, HookAnswer,
    Keep, Operation, Outcome, RollbackStack, SaveQuery, SetCount, SetScaling, Skip, StackAim, StopDeployment, StopTask,
};
use crate::domain::saved_query::SavedQuery;
use crate::domain::scaling::Suspended;
use crate::domain::stack::StackStatus;
use crate::domain::text::Text;

fn scale() -> Operation {
    Operation::scale_to_zero(service(), 4)
}

fn go_on() -> Operation {
    let aim = StackAim {
        id: Text::new(STACK),
        name: Text::new("orders"),
        from: StackStatus::UpdateRollbackFailed,
        token: Text::new("unstuck-1"),
    };
    Operation::continue_rollback(aim, vec![Text::new("Service"), Text::new("child.Db")])
}

#[tokio::test]
async fn what_moved_since_it_was_confirmed_is_said() {
    let row =
        |more: &str| format!(r#"{{"services":[{{"serviceName":"orders","status":"ACTIVE","desiredCount":4{more}}}]}}"#);
    let stack = |inner: &str| {
        let row = format!("<StackId>{STACK}</StackId><StackName>orders</StackName>{inner}");
        xml("DescribeStacks", &format!("<Stacks><member>{row}</member></Stacks>"))
    };
    let failed = "<StackStatus>UPDATE_ROLLBACK_FAILED</StackStatus>";
    for (operation, body, words) in [
        (scale(), row(""), None),
        (scale(), row("").replace(":4", ":6"), Some("desired count is 6 and no longer 4")),
        (scale(), row("").replace("ACTIVE", "DRAINING"), Some("DRAINING")),
        (scale(), row(r#","schedulingStrategy":"DAEMON""#), Some("DAEMON")),
        (go_on(), stack(failed), None),
        (go_on(), stack("<StackStatus>UPDATE_ROLLBACK_COMPLETE</StackStatus>"), Some("UPDATE_ROLLBACK_COMPLETE")),
        (go_on(), stack(&format!("{failed}<ParentId>arn:p</ParentId>")), Some("nested")),
    ] {
        let (clients, _) = clients(move |_| ok(body.clone()));
        match (reread(&clients, &operation).await.expect("an answer"), words) {
            (Ok(()), None) => {}
            (Err(moved), Some(words)) => assert!(moved.contains(words), "{moved}"),
            (said, words) => panic!("{words:?}: {said:?}"),
        }
    }
    let (gone, _) = clients(|_| ok(r#"{"services":[],"failures":[{"reason":"MISSING"}]}"#));
    assert!(reread(&gone, &scale()).await.is_err());
}

#[tokio::test]
async fn the_request_says_what_was_confirmed_and_nothing_else() {
    let (ecs, _) = clients(|asked| {
        assert_eq!(asked.operation, "UpdateService");
        assert_eq!(asked.body, r#"{"cluster":"blue","service":"orders","desiredCount":0}"#);
        ok("{}")
    });
    assert!(matches!(send(&ecs, &scale()).await, Outcome::Accepted { .. }));
    let (stacks, _) = clients(|asked| {
        for part in [
            "Action=ContinueUpdateRollback",
            "0a1b",
            "member.1=Service",
            "member.2=child.Db",
            "ClientRequestToken=unstuck-1",
        ] {
            assert!(asked.says(part), "{part} in {}", asked.body);
        }
        ok(xml("ContinueUpdateRollback", "")
            .replace("</Cont", "<ResponseMetadata><RequestId>r-9</RequestId></ResponseMetadata></Cont"))
    });
    assert!(matches!(send(&stacks, &go_on()).await, Outcome::Accepted { .. }));
}

#[tokio::test(start_paused = true)]
async fn a_no_is_rejected_anything_else_is_unknown_and_both_are_sent_once() {
    let json = |code: &str| format!(r#"{{"__type":"{code}","message":"words"}}"#);
    let error = |code: &str| {
        format!("<ErrorResponse><Error><Code>{code}</Code><Message>words</Message></Error></ErrorResponse>")
    };
    for (operation, status, body, unknown) in [
        (scale(), 400, json("AccessDeniedException"), false),
        (scale(), 400, json("ThrottlingException"), false),
        (scale(), 400, json("ServiceNotActiveException"), false),
        (scale(), 500, json("ServerException"), true),
        (scale(), 503, "busy".to_owned(), true),
        (scale(), 200, "<html>".to_owned(), true),
        (go_on(), 400, error("ValidationError"), false),
        (go_on(), 400, error("TokenAlreadyExistsException"), true),
        (go_on(), 500, error("InternalFailure"), true),
        (suspend(), 500, json("InternalServiceException"), true),
        (save(), 500, json("ServiceUnavailableException"), true),
    ] {
        let words = format!("{status} {body}");
        let (clients, log) = clients(move |_| Answer::Status(status, body.clone()));
        let outcome = send(&clients, &operation).await;
        assert_eq!(matches!(outcome, Outcome::Unknown(_)), unknown, "{words}: {outcome:?}");
        assert_eq!(matches!(outcome, Outcome::Rejected(_)), !unknown, "{words}: {outcome:?}");
        assert_eq!(log.lock().expect("no panic").len(), 1, "{words}");
    }
    let (silent, log) = clients(|_| Answer::Hang);
    assert!(matches!(send(&silent, &scale()).await, Outcome::Unknown(_)));
    assert_eq!(log.lock().expect("no panic").len(), 1);
}

fn suspend() -> Operation {
    Operation::SetScaling(SetScaling::suspend(service(), Suspended::default()))
}

/// Takes the place of one that is saved.
fn save() -> Operation {
    let old = SavedQuery { id: Text::new("q-1"), name: Text::new("errors"), text: String::new(), groups: Vec::new() };
    Operation::SaveQuery(Box::new(SaveQuery {
        name: old.name.clone(),
        text: Text::new("fields @message"),
        groups: vec![Text::new("/ecs/orders")],
        replaces: Some(old),
        token: Text::new("unstuck-1"),
    }))
}

#[tokio::test]
async fn what_never_left_has_not_happened() {
    let (refused, log) = clients(|_| Answer::Refused);
    let outcome = send(&refused, &scale()).await;
    assert!(matches!(outcome, Outcome::Rejected(_)), "{outcome:?}");
    assert_eq!(log.lock().expect("no panic").len(), 1);
}

fn aim() -> StackAim {
    StackAim {
        id: Text::new(STACK),
        name: Text::new("orders"),
        from: StackStatus::DeleteFailed,
        token: Text::new("unstuck-1"),
    }
}

#[tokio::test]
async fn every_other_lever_asks_for_what_was_confirmed_and_nothing_else() {
    let deployment = Text::new("arn:aws:ecs:eu-west-1:1:service-deployment/blue/orders/d1");
    let task = Text::new("arn:aws:ecs:eu-west-1:1:task/blue/f00d");
    let (is, was) = (Suspended { scale_in: true, ..Suspended::default() }, Suspended::default());
    let stop = StopDeployment { service: service(), deployment: deployment.clone(), from: Status::InProgress };
    let hook = |answer| {
        let (service, deployment) = (service(), deployment.clone());
        Operation::ContinueDeployment(ContinueDeployment { service, deployment, hook: Text::new("ok"), answer })
    };
    let keep = Keep::Only(vec![Text::new("Bucket"), Text::new("Table")]);
    let deployed = format!(r#"{{"serviceDeploymentArn":"{deployment}""#);
    for (operation, call, parts) in [
        (
            Operation::SetCount(SetCount { service: service(), from: 0, to: 4 }),
            "UpdateService",
            vec![r#"{"cluster":"blue","service":"orders","desiredCount":4}"#.to_owned()],
        ),
        (
            Operation::ForceDeployment(ForceDeployment { service: service(), from: Text::new("orders:1") }),
            "UpdateService",
            vec![r#"{"cluster":"blue","service":"orders","forceNewDeployment":true}"#.to_owned()],
        ),
        (Operation::StopDeployment(stop), "StopServiceDeployment", vec![format!(r#"{deployed},"stopType":"ROLLBACK"}}"#)]),
        (
            hook(HookAnswer::Continue),
            "ContinueServiceDeployment",
            vec![format!(r#"{deployed},"hookId":"ok","action":"CONTINUE"}}"#)],
        ),
        (
            hook(HookAnswer::RollBack),
            "ContinueServiceDeployment",
            vec![format!(r#"{deployed},"hookId":"ok","action":"ROLLBACK"}}"#)],
        ),
        (
            Operation::StopTask(StopTask { service: service(), task: task.clone(), id: Text::new("f00d") }),
            "StopTask",
            vec![format!(r#"{{"cluster":"blue","task":"{task}","reason":"Stopped by hand with unstuck"}}"#)],
        ),
        (
            Operation::SetScaling(SetScaling { service: service(), from: was, to: is }),
            "RegisterScalableTarget",
            vec![
                r#"{"ServiceNamespace":"ecs","ResourceId":"service/blue/orders","ScalableDimension":"ecs:service:DesiredCount","SuspendedState":{"DynamicScalingInSuspended":true,"DynamicScalingOutSuspended":false,"ScheduledScalingSuspended":false}}"#
                    .to_owned(),
            ],
        ),
        (
            save(),
            "PutQueryDefinition",
            vec![
                r#"{"name":"errors","queryDefinitionId":"q-1","logGroupNames":["/ecs/orders"],"queryString":"fields @message","clientToken":"unstuck-1"}"#
                    .to_owned(),
            ],
        ),
        (
            Operation::CancelUpdate(CancelUpdate { aim: aim() }),
            "CancelUpdateStack",
            vec!["0a1b".to_owned(), "ClientRequestToken=unstuck-1".to_owned()],
        ),
        (
            Operation::ContinueRollback(ContinueRollback { aim: aim(), skip: Skip::WhateverFails }),
            "ContinueUpdateRollback",
            vec!["ForceRollback=true".to_owned(), "ClientRequestToken=unstuck-1".to_owned()],
        ),
        (
            Operation::RollbackStack(RollbackStack { aim: aim() }),
            "RollbackStack",
            vec!["0a1b".to_owned(), "ClientRequestToken=unstuck-1".to_owned()],
        ),
        (
            Operation::DeleteStack(DeleteStack { aim: aim(), keep }),
            "DeleteStack",
            vec!["RetainResources.member.1=Bucket&RetainResources.member.2=Table".to_owned(), "unstuck-1".to_owned()],
        ),
        (
            Operation::DeleteStack(DeleteStack { aim: aim(), keep: Keep::WhateverFails }),
            "DeleteStack",
            vec!["DeletionMode=FORCE_DELETE_STACK".to_owned(), "ClientRequestToken=unstuck-1".to_owned()],
        ),
    ] {
        let expected = parts.clone();
        let (clients, log) = clients(move |asked| {
            assert_eq!(asked.operation, call);
            for part in &expected {
                assert!(asked.says(part), "{part} in {}", asked.body);
            }
            assert!(!asked.body.starts_with('{') || expected == [asked.body.clone()], "{}", asked.body);
            ok(if asked.body.starts_with('{') { "{}".to_owned() } else { xml(call, "") })
        });
        let outcome = send(&clients, &operation).await;
        assert!(matches!(outcome, Outcome::Accepted { .. }), "{call}: {outcome:?}");
        assert_eq!(log.lock().expect("no panic").len(), 1, "{call}");
    }
}

const RESPONSE_URL: &str =
    "https://cloudformation-custom-resource-response-euwest1.s3.eu-west-1.amazonaws.com/a%7Cb?X-Amz-Signature=5ec2e7";

fn answer() -> Operation {
    let stack = Text::new("arn:aws:cloudformation:eu-west-1:1:stack/orders/0a1b");
    let line = format!(
        "{{'RequestType': 'Create', 'ResponseURL': '{RESPONSE_URL}', 'StackId': '{stack}', 'RequestId': 'r-1', \
         'LogicalResourceId': 'Say\u{7}It'}}"
    );
    let request = CustomRequest::in_line(&line, &stack, &Text::new("Say\u{7}It")).expect("a request");
    let change = AnswerCustomResource { aim: aim(), request, answer: crate::domain::operation::Answer::Success };
    Operation::AnswerCustomResource(Box::new(change))
}

#[tokio::test(start_paused = true)]
async fn a_custom_resource_is_answered_once_in_json_and_its_address_is_in_no_words() {
    let (taking, log) = clients(|asked| {
        let body = r#"{"Status":"SUCCESS","Reason":"Answered by hand with unstuck","PhysicalResourceId":"r-1","StackId":"arn:aws:cloudformation:eu-west-1:1:stack/orders/0a1b","RequestId":"r-1","LogicalResourceId":"Say\u0007It"}"#;
        assert_eq!(asked.body, body);
        assert_eq!(asked.uri, RESPONSE_URL);
        // S3 refuses what the address was not signed with.
        let unsigned =
            |name: &&String| name.starts_with("x-amz-") || *name == "authorization" || *name == "content-type";
        assert_eq!(asked.headers.iter().find(unsigned), None);
        ok("")
    });
    assert!(matches!(send(&taking, &answer()).await, Outcome::Accepted { .. }));
    assert_eq!(log.lock().expect("no panic").len(), 1);
    let denied = "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>";
    for (answered, unknown) in [
        (Answer::Status(403, denied.to_owned()), false),
        (Answer::Status(500, "<Error><Code>InternalError</Code></Error>".to_owned()), true),
        (Answer::Status(503, String::new()), true),
        (Answer::Hang, true),
    ] {
        let mut answered = Some(answered);
        let (clients, log) = clients(move |_| answered.take().expect("asked once"));
        let outcome = send(&clients, &answer()).await;
        assert_eq!(matches!(outcome, Outcome::Unknown(_)), unknown, "{outcome:?}");
        assert_eq!(matches!(outcome, Outcome::Rejected(_)), !unknown, "{outcome:?}");
        let told = format!("{outcome:?}");
        assert!(!told.contains("5ec2e7") && !told.contains("s3."), "{told}");
        assert_eq!(log.lock().expect("no panic").len(), 1);
    }
}
