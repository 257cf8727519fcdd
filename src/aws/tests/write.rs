//! Writes: compared before, sent once, and honest about what is not known.

use super::{STACK, service, xml};
use crate::aws::fake_http::{Answer, clients, ok};
use crate::aws::write::{reread, send};
use crate::domain::operation::{Operation, Outcome, StackAim};
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
