//! Whole answers that are no answers, and none at all.

use super::{STACK, poll_once, service};
use crate::aws::fake_http::{Answer, clients};
use crate::domain::fault::{Fault, FaultKind};
use crate::domain::text::Text;
use crate::domain::topic::Topic;

fn json_error(code: &str, message: &str) -> String {
    format!(r#"{{"__type":"{code}","message":"{message}"}}"#)
}

fn xml_error(code: &str, message: &str) -> String {
    format!(
        "<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error></ErrorResponse>"
    )
}

async fn fault(topic: &Topic, status: u16, body: String) -> Fault {
    let (clients, _) = clients(move |_| Answer::Status(status, body.clone()));
    poll_once(topic.clone(), clients).await.expect_err("a fault")
}

#[tokio::test]
async fn every_service_s_errors_come_out_as_the_same_kinds() {
    let (stack, tasks) = (Topic::Stack(Text::new(STACK)), Topic::Tasks(service()));
    let page = "<!DOCTYPE html><html><body>Sign in to the hotel</body></html>";
    for (topic, status, body, kind, words) in [
        (&stack, 400, xml_error("ExpiredToken", "The token has expired"), FaultKind::Expired, "has expired"),
        (&tasks, 400, json_error("ExpiredTokenException", "The token has expired"), FaultKind::Expired, "has expired"),
        (&stack, 403, xml_error("AccessDenied", "User: me is not authorized"), FaultKind::AccessDenied, "me is not"),
        (
            &tasks,
            400,
            json_error("com.amazonaws.ecs#AccessDeniedException", "me not"),
            FaultKind::AccessDenied,
            "me not",
        ),
        (&stack, 400, xml_error("ValidationError", "Stack with id x does not exist"), FaultKind::NotFound, "does not"),
        (&stack, 400, xml_error("Throttling", "Rate exceeded"), FaultKind::Throttled, "Rate"),
        (&tasks, 400, json_error("ClusterNotFoundException", "Cluster not found."), FaultKind::NotFound, "Cluster"),
        (&tasks, 500, json_error("ServerException", "Oops"), FaultKind::Service, "Oops"),
        (&stack, 200, page.to_owned(), FaultKind::Garbled, "web page"),
        (&tasks, 200, page.to_owned(), FaultKind::Garbled, "web page"),
        (&stack, 403, page.to_owned(), FaultKind::Garbled, "web page"),
        (&tasks, 302, page.to_owned(), FaultKind::Garbled, "web page"),
        (&tasks, 200, "{\"taskArns\":[\"arn:a".to_owned(), FaultKind::Garbled, ""),
        (&stack, 200, "<DescribeStacksResponse><Desc".to_owned(), FaultKind::Garbled, ""),
        (&stack, 503, "busy".to_owned(), FaultKind::Service, ""),
        (&tasks, 503, "busy".to_owned(), FaultKind::Service, ""),
    ] {
        let fault = fault(topic, status, body.clone()).await;
        assert_eq!(fault.kind, kind, "{status} {body}: {fault:?}");
        assert!(fault.message.as_str().contains(words), "{status} {body}: {fault:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_that_hangs_is_a_time_out_within_the_limit() {
    for topic in [Topic::Identity, Topic::Stack(Text::new(STACK)), Topic::Tasks(service())] {
        let (clients, _) = clients(|_| Answer::Hang);
        let polling = tokio::time::timeout(std::time::Duration::from_secs(10), poll_once(topic, clients));
        let fault = polling.await.expect("an answer within ten seconds").expect_err("a fault");
        assert_eq!(fault.kind, FaultKind::Timeout, "{fault:?}");
    }
}
