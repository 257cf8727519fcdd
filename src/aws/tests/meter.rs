//! The count of calls, retries and refusals included.

use super::{STACK, poll_once, service};
use crate::aws::fake_http::{Answer, clients};
use crate::domain::calls::Calls;
use crate::domain::text::Text;
use crate::domain::topic::Topic;

#[tokio::test]
async fn every_request_is_counted_by_its_service_and_so_is_every_refusal_for_being_too_many() {
    let xml = "<ErrorResponse><Error><Code>Throttling</Code><Message>Rate exceeded</Message></Error></ErrorResponse>";
    let json = r#"{"__type":"ThrottlingException","message":"Rate exceeded"}"#;
    let denied = r#"{"__type":"AccessDeniedException","message":"no"}"#;
    let mut answers = 0;
    let (clients, asked) = clients(move |request| {
        answers += 1;
        match request.operation.as_str() {
            "DescribeStacks" => Answer::Status(400, xml.to_owned()),
            _ if answers % 2 == 0 => Answer::Status(400, json.to_owned()),
            _ => Answer::Status(400, denied.to_owned()),
        }
    });
    for topic in [Topic::Stack(Text::new(STACK)), Topic::Deployments(service()), Topic::Deployments(service())] {
        poll_once(topic, clients.clone()).await.expect_err("refused");
    }
    let counted = clients.meter().by_service();
    assert_eq!(counted.get("CloudFormation"), Some(&Calls { sent: 1, throttled: 1 }));
    assert_eq!(counted.get("ECS"), Some(&Calls { sent: 2, throttled: 1 }));
    assert_eq!(clients.meter().total().sent, asked.lock().expect("no panic").len() as u64);
}
