//! Lists are read to their end; what is known is asked for by its own name.

use super::{STACK, poll_once, service, xml};
use crate::aws::fake_http::{Answer, clients, ok};
use crate::aws::watch::Watch;
use crate::domain::news::News;
use crate::domain::text::Text;
use crate::domain::topic::Topic;

#[tokio::test]
async fn stacks_and_resources_are_read_to_the_end_past_empty_pages() {
    for (topic, list, row) in [
        (Topic::Stacks, "StackSummaries", "<StackName>NAME</StackName><StackStatus>UPDATE_COMPLETE</StackStatus>"),
        (
            Topic::Resources(Text::new(STACK)),
            "StackResourceSummaries",
            "<LogicalResourceId>NAME</LogicalResourceId><ResourceStatus>UPDATE_COMPLETE</ResourceStatus>",
        ),
    ] {
        let (clients, _) = clients(move |asked| {
            let (name, next) = match () {
                () if asked.says("NextToken=t2") => ("c", ""),
                () if asked.says("NextToken=t1") => ("", "<NextToken>t2</NextToken>"),
                () => ("a", "<NextToken>t1</NextToken>"),
            };
            let rows = match name {
                "" => String::new(),
                name => format!("<member>{}</member>", row.replace("NAME", name)),
            };
            ok(xml(&asked.operation, &format!("<{list}>{rows}</{list}>{next}")))
        });
        let names: Vec<String> = match poll_once(topic, clients).await.expect("news") {
            News::Stacks(stacks) => stacks.iter().map(|s| s.name.to_string()).collect(),
            News::Resources(resources) => resources.iter().map(|r| r.logical_id.to_string()).collect(),
            other => panic!("{other:?}"),
        };
        assert_eq!(names, ["a", "c"]);
    }
}

#[tokio::test]
async fn deleted_stacks_are_neither_asked_for_nor_told() {
    let (clients, _) = clients(|asked| {
        assert!(asked.says("StackStatusFilter") && !asked.says("DELETE_COMPLETE"), "{}", asked.body);
        let row = |name: &str, status: &str| {
            format!("<member><StackName>{name}</StackName><StackStatus>{status}</StackStatus></member>")
        };
        let rows = row("gone", "DELETE_COMPLETE") + &row("here", "DELETE_FAILED");
        ok(xml("ListStacks", &format!("<StackSummaries>{rows}</StackSummaries>")))
    });
    let Ok(News::Stacks(stacks)) = poll_once(Topic::Stacks, clients).await else { panic!("stacks") };
    assert_eq!(stacks.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["here"]);
}

#[tokio::test]
async fn a_stack_is_asked_for_by_its_arn_once_that_is_known() {
    let asked_with = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let kept = std::sync::Arc::clone(&asked_with);
    let (clients, _) = clients(move |asked| {
        kept.lock().expect("no panic").push(asked.says("StackName=orders"));
        let row = format!("<member><StackId>{STACK}</StackId><StackName>orders</StackName></member>");
        ok(xml("DescribeStacks", &format!("<Stacks>{row}</Stacks>")))
    });
    let mut watch = Watch::new(Topic::Stack(Text::new("orders")), clients);
    for _ in 0..3 {
        watch.poll(super::at(0)).await.expect("a stack");
    }
    assert_eq!(*asked_with.lock().expect("no panic"), [true, false, false]);
}

fn deployments(denied: bool) -> (Watch, std::sync::Arc<std::sync::Mutex<Vec<String>>>) {
    let (clients, log) = clients(move |asked| match asked.operation.as_str() {
        "ListServiceDeployments" => {
            ok(r#"{"serviceDeployments":[{"serviceDeploymentArn":"arn:old","status":"SUCCESSFUL","createdAt":100},
            {"serviceDeploymentArn":"arn:new","status":"IN_PROGRESS","createdAt":200}]}"#)
        }
        _ if denied => Answer::Status(400, r#"{"__type":"AccessDeniedException","message":"no"}"#.into()),
        _ => {
            assert!(asked.says("arn:new") && !asked.says("arn:old"), "{}", asked.body);
            ok(
                r#"{"serviceDeployments":[{"serviceDeploymentArn":"arn:new","status":"IN_PROGRESS","createdAt":200,"lifecycleStage":"SCALE_UP"}]}"#,
            )
        }
    });
    (Watch::new(Topic::Deployments(service()), clients), log)
}

#[tokio::test]
async fn open_deployments_are_described_and_a_denial_leaves_the_list() {
    for (denied, details) in [(false, [true, false]), (true, [false, false])] {
        let (mut watch, _) = deployments(denied);
        let Ok(News::Deployments(list)) = watch.poll(super::at(0)).await else { panic!("deployments") };
        assert_eq!(list.iter().map(|d| d.arn.as_str()).collect::<Vec<_>>(), ["arn:new", "arn:old"]);
        assert_eq!(list.iter().map(|d| d.detail.is_some()).collect::<Vec<_>>(), details);
    }
}
